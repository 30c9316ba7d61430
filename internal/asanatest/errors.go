package asanatest

import (
	"fmt"
	"net/http"
	"strings"
)

// apiError is a refusal in Asana's form. Few have been reported with a code and
// a message for users.
type apiError struct {
	status      int
	message     string
	code        string // machine-readable, in snake case
	userMessage string
}

// Error is the message that the client gets.
func (e *apiError) Error() string { return e.message }

// redactedMessage is the message without what it quotes of a target, in which
// people put secrets of their own.
func (e *apiError) redactedMessage() string {
	if about, found := strings.CutPrefix(e.message, "target: "); found {
		about, _, _ = strings.Cut(about, ":")
		return "target: " + about
	}
	return e.message
}

// refuse makes an apiError.
func refuse(status int, format string, args ...any) *apiError {
	return &apiError{status: status, message: fmt.Sprintf(format, args...)}
}

// Refusals whose wording is known from the documentation or from users'
// reports.
var (
	errNotAuthorized = refuse(http.StatusUnauthorized, "Not Authorized")
	errExpired       = refuse(http.StatusUnauthorized, "The bearer token has expired. If you have a refresh token, please use it to request a new bearer token, otherwise allow the user to re-authenticate.")
	errNoRoute       = refuse(http.StatusNotFound, "No matching route for request")
	errTooMany       = refuse(http.StatusTooManyRequests, "You've made too many requests and hit a rate limit. Please retry after the given amount of time.")
	errInvalidJSON   = refuse(http.StatusBadRequest, "Could not parse request data, invalid JSON")
	errNoResource    = refuse(http.StatusBadRequest, "You should specify one of resource")
	errDuplicate     = refuse(http.StatusForbidden, "Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another.")
)

// errFilters refuses filters on a large resource: none at all and unsuitable
// ones alike, with one sentence and without a field in front. The sentence, its
// code and the message for users are as reported in
// https://forum.asana.com/t/webhook-on-project-status-complete-large-scoped-webhooks/463270.
func errFilters(status int) error {
	e := refuse(status, "Webhooks for larger scoped resources must have at least one filter and all filters must be in our whitelist.")
	e.code, e.userMessage = "invalid_filters_for_larger_scoped_webhooks", e.message
	return e
}

func errMissing(field string) error {
	return refuse(http.StatusBadRequest, "%s: Missing input", field)
}

func errUnrecognizedField(field string) error {
	return refuse(http.StatusBadRequest, "Unrecognized request field %q", field)
}

// errNotAnID refuses what is not a gid at all.
func errNotAnID(field, value string) error {
	return refuse(http.StatusBadRequest, "%s: Not a recognized ID: %s", field, value)
}

// errUnknown refuses a gid of nothing. Our choice: the wording of the newer
// captures (older ones say "Unknown object"), and 404 in body fields, too.
func errUnknown(field, gid string) error {
	return refuse(http.StatusNotFound, "%s: Not a recognized ID: %s", field, gid)
}

// errNoAccess refuses what exists but is hidden from the user. The wording is
// known for projects.
func errNoAccess(kind string) error {
	return refuse(http.StatusForbidden, "You do not have access to this %s.", kind)
}

// errInvalid refuses a value. Our choice of words: Asana's are not known, but
// "field: what is wrong" is its form.
func errInvalid(field, format string, args ...any) error {
	return refuse(http.StatusBadRequest, "%s: %s", field, fmt.Sprintf(format, args...))
}
