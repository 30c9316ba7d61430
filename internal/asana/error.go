package asana

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// The kinds of refusal that an [*Error] can be, for errors.Is. Most of them stand
// for a status. ErrNotAsana goes with any status, and what is ErrNotAsana is only
// that and what its status alone means (ErrUnauthorized, ErrForbidden,
// ErrRateLimited, ErrServer): it says nothing about Asana's objects.
var (
	// ErrUnauthorized is a missing, wrong or expired token (401).
	ErrUnauthorized = errors.New("not authorized")
	// ErrForbidden is any 403: a duplicate, an object or a scope that the
	// token has no access to, a target on a local host, or the network in
	// front of Asana. It never means that an object is gone.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound is an object that does not exist: a 404 in Asana's form. No
	// other answer means that an object is gone.
	ErrNotFound = errors.New("not found")
	// ErrNoRoute is an address that the API does not have (404), most likely
	// because of a wrong base URL. It says nothing about an object.
	ErrNoRoute = errors.New("no such address in the API")
	// ErrInvalid is a 400. In creating a webhook it is ErrHandshake,
	// ErrValidation, or neither if Asana's words are of no known kind.
	ErrInvalid = errors.New("invalid request")
	// ErrHandshake is a creation that failed because the target did not complete
	// the handshake, by what Asana says of it.
	ErrHandshake = errors.New("handshake failed")
	// ErrValidation is a 400 about the request itself: it names a field or
	// carries a code of another kind. The same request is refused again.
	ErrValidation = errors.New("request refused as invalid")
	// ErrFilters is the refusal of a webhook's filters (400 or 403; reports
	// disagree on the status).
	ErrFilters = errors.New("filters refused")
	// ErrPaymentRequired is a feature that the workspace's plan does not include (402).
	ErrPaymentRequired = errors.New("payment required")
	// ErrLegal is a request that Asana blocks for legal reasons (451).
	ErrLegal = errors.New("unavailable for legal reasons")
	// ErrRateLimited is a limit that repeating did not get past (429).
	ErrRateLimited = errors.New("rate limited")
	// ErrServer is a failure on Asana's side or on the way there (408, 500 and
	// above): what was asked for may have been done.
	ErrServer = errors.New("server error")
	// ErrNotAsana is an answer, of any status, that is not in the form of Asana's
	// API: from a proxy, a firewall, the network in front of Asana, or whatever
	// is at a wrong base URL.
	ErrNotAsana = errors.New("not an answer of Asana's API")
	// ErrDuplicate is the refusal to register a second webhook of the same
	// user for the same resource and target (403).
	ErrDuplicate = errors.New("duplicate webhook")
)

// IsIntermediaryRefusal reports whether an intermediary refused a request in Asana's
// place. A failure or a rate limit is none, because it means the same whoever reports
// it.
func IsIntermediaryRefusal(err error) bool {
	return errors.Is(err, ErrNotAsana) && !errors.Is(err, ErrServer) && !errors.Is(err, ErrRateLimited)
}

// ErrorDetail is one member of the errors array in Asana's answer.
type ErrorDetail struct {
	// Message says what is wrong, in Asana's words.
	Message string `json:"message"`
	// Help points at the documentation.
	Help string `json:"help"`
	// Code identifies the kind of refusal in snake case, such as
	// "invalid_filters_for_larger_scoped_webhooks"; most refusals have none.
	Code string `json:"error"`
	// Phrase identifies a failure of Asana's for its support; only with 500.
	Phrase string `json:"phrase"`
}

// Error is Asana's refusal of a request.
type Error struct {
	// Op is the operation's operationId in Asana's OpenAPI document.
	Op string
	// Method and Path tell which request it was; the path is below the base URL.
	Method, Path string
	// Status is the HTTP status.
	Status int
	// Details is what Asana says; empty when the answer was not in Asana's form.
	Details []ErrorDetail
	// Snippet is the beginning of an answer that was not in Asana's form, such
	// as a proxy's page, as one line of plain text.
	Snippet string
	// SentAt is when the request was sent, the last time if it was repeated, by
	// this machine's clock.
	SentAt time.Time
	// Date is when Asana answered, by its own clock; zero if it did not say.
	Date time.Time
}

// Error implements error: the status, then Asana's words.
func (e *Error) Error() string {
	text := statusLine(e.Status)
	if words := e.Message(); words != "" {
		text += ": " + words
	}
	return text
}

func statusLine(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// Message returns the messages, without status, help or phrase; for an answer
// that was not Asana's JSON, its beginning.
func (e *Error) Message() string {
	var words []string
	for _, d := range e.Details {
		if d.Message != "" {
			words = append(words, d.Message)
		}
	}
	if len(words) == 0 {
		return e.Snippet
	}
	return shorten(strings.Join(words, " "), maxMessage)
}

// Phrase returns the phrase by which Asana's support finds a failure of
// Asana's, or the empty string.
func (e *Error) Phrase() string {
	for _, d := range e.Details {
		if d.Phrase != "" {
			return d.Phrase
		}
	}
	return ""
}

// Is reports whether the refusal is of a kind, one of the Err variables.
func (e *Error) Is(kind error) bool {
	switch kind {
	case ErrUnauthorized:
		return e.Status == http.StatusUnauthorized
	case ErrForbidden:
		return e.Status == http.StatusForbidden
	case ErrNotFound:
		return e.Status == http.StatusNotFound && !e.isNotAsana() && !e.isNoRoute()
	case ErrNoRoute:
		return e.isNoRoute()
	case ErrInvalid:
		return e.Status == http.StatusBadRequest && !e.isNotAsana()
	case ErrHandshake:
		return e.isHandshake()
	case ErrValidation:
		return e.Status == http.StatusBadRequest && e.isValidation()
	case ErrFilters:
		return e.isFilters()
	case ErrPaymentRequired:
		return e.Status == http.StatusPaymentRequired && !e.isNotAsana()
	case ErrLegal:
		return e.Status == http.StatusUnavailableForLegalReasons && !e.isNotAsana()
	case ErrRateLimited:
		return e.Status == http.StatusTooManyRequests
	case ErrServer:
		return isServerFailure(e.Status)
	case ErrNotAsana:
		return e.isNotAsana()
	case ErrDuplicate:
		return e.isDuplicate()
	}
	return false
}

// isNotAsana reports whether the answer was not in Asana's form. Whole JSON with a
// message is; anything else may come from anywhere.
func (e *Error) isNotAsana() bool { return len(e.Details) == 0 }

func isServerFailure(status int) bool {
	return status >= 500 || status == http.StatusRequestTimeout
}
