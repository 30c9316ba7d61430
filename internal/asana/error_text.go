package asana

import (
	"net/http"
	"slices"
	"strings"
)

// Asana's texts have changed over the years, so a status decides wherever it
// is enough. This file has the decisions for which it is not. What Asana says in
// the member error is steadier than its prose, so a code counts where there is one.

// isDuplicate recognizes the refusal of a duplicate among the meanings of 403:
// "Duplicated webhook. You already have an existing webhook …".
func (e *Error) isDuplicate() bool {
	return e.Status == http.StatusForbidden && e.Op == opCreateWebhook && !e.isNotAsana() &&
		strings.Contains(strings.ToLower(e.Message()), "duplicate")
}

// isNoRoute recognizes the 404 of an address that the API does not have:
// "No matching route for request".
func (e *Error) isNoRoute() bool {
	return e.Status == http.StatusNotFound && !e.isNotAsana() && strings.Contains(strings.ToLower(e.Message()), "no matching route")
}

// isFilters recognizes the refusal of a webhook's filters. Users report it with
// 400 and with 403, about large resources without a field in front.
func (e *Error) isFilters() bool {
	if e.Status != http.StatusBadRequest && e.Status != http.StatusForbidden {
		return false
	}
	return slices.ContainsFunc(e.Details, func(d ErrorDetail) bool {
		return d.field() == "filters" || d.isAboutLargeResource()
	})
}

// AboutLargeResource reports whether Asana refused filters because the resource is a
// workspace, a team or a portfolio.
func (e *Error) AboutLargeResource() bool {
	return slices.ContainsFunc(e.Details, ErrorDetail.isAboutLargeResource)
}

// isAboutLargeResource reports whether Asana refused filters that a workspace, a
// team or a portfolio can't have.
func (d ErrorDetail) isAboutLargeResource() bool {
	return d.Code == "invalid_filters_for_larger_scoped_webhooks" ||
		strings.HasPrefix(strings.ToLower(d.Message), "webhooks for larger scoped resources must have")
}

// isHandshake recognizes a target that failed the handshake. Which statuses
// Asana uses beside 400 is not documented; those that have a meaning of their own
// are left out.
func (e *Error) isHandshake() bool {
	switch {
	case e.Op != opCreateWebhook, e.isNotAsana(), e.Status < 400, isServerFailure(e.Status), e.isDuplicate(), e.isFilters():
		return false
	case slices.Contains([]int{http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests}, e.Status):
		return false
	}
	return !slices.ContainsFunc(e.Details, ErrorDetail.isAboutRequest) && slices.ContainsFunc(e.Details, ErrorDetail.isHandshake)
}

// isValidation recognizes a refusal of the request itself: another code, or a
// field's name. What is neither that nor a handshake is of an unknown kind.
func (e *Error) isValidation() bool {
	return !e.isHandshake() && slices.ContainsFunc(e.Details, func(d ErrorDetail) bool {
		return d.Code != "" || d.field() != "" || d.isAboutRequest()
	})
}

// handshakePhrases are phrases about the remote server, the handshake or the
// target's URL. Asana is reported to say "The remote server which is intended
// to receive the webhook responded with an incorrect status code: 401" (also
// "HTTP status code") and "… did not respond with the handshake secret"; what
// it says of a target that is unreachable, slow or without a valid certificate
// is not known.
var handshakePhrases = []string{
	"remote server", "remote host", "handshake", "hook-secret", "hook_secret", "target url", "webhook url", "url of the webhook",
	"incorrect status code", "incorrect http status code", "did not respond",
}

func (d ErrorDetail) isHandshake() bool {
	words := strings.ToLower(d.Message)
	code := strings.ReplaceAll(strings.ToLower(d.Code), "_", " ")
	return slices.ContainsFunc(handshakePhrases, func(s string) bool {
		return strings.Contains(words, s) || strings.Contains(code, s)
	})
}

// requestPhrases are the beginnings of messages that are about the request and
// name no field in front.
var requestPhrases = []string{"you should specify one of", "unrecognized request field", "could not parse request data"}

// isAboutRequest reports whether a message is about the request, and not about the
// target: what follows the name of another field may quote anything.
func (d ErrorDetail) isAboutRequest() bool {
	words := strings.ToLower(d.Message)
	field := d.field()
	return field != "" && field != "target" || strings.Contains(words, ": missing input") ||
		slices.ContainsFunc(requestPhrases, func(s string) bool { return strings.HasPrefix(words, s) })
}

// fieldPrefix matches the name of a field with which a message begins:
// "filters[0].fields: …", "resource: …".
var fieldPrefix = &lazyRegexp{expression: `^([a-z_]+)(?:\[\d+\]|\.[a-z_]+)*: `}

// field returns the name of the field with which the message begins, or the
// empty string.
func (d ErrorDetail) field() string {
	m := fieldPrefix.get().FindStringSubmatch(d.Message)
	if m == nil {
		return ""
	}
	return m[1]
}
