package asana

import (
	"net/http"
	"strings"
)

// Asana's texts have changed over the years, so a status decides wherever it
// is enough. This file has the few decisions for which it is not.

// isDuplicate tells the refusal of a duplicate from the other meanings of 403:
// "Duplicated webhook. You already have an existing webhook …".
func (e *Error) isDuplicate() bool {
	return e.Status == http.StatusForbidden && e.Op == opCreateWebhook &&
		strings.Contains(strings.ToLower(e.Words()), "duplicate")
}

// isNoRoute tells the 404 of an address that the API does not have from that of
// an object: "No matching route for request".
func (e *Error) isNoRoute() bool {
	return e.Status == http.StatusNotFound && strings.Contains(strings.ToLower(e.Words()), "no matching route")
}

// isValidation tells a 400 about the request from one about the handshake.
// A text that starts with "target:" is not among the former, whatever
// follows but "Missing input": it may be about calling the target.
func (e *Error) isValidation() bool {
	words := e.Words()
	for _, start := range []string{
		"resource:",
		"filters",
		"You should specify one of",
		"Unrecognized request field",
		"Could not parse request data",
	} {
		if strings.HasPrefix(words, start) {
			return true
		}
	}
	return strings.Contains(words, ": Missing input")
}
