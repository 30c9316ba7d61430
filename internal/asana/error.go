package asana

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// What kind of refusal an [*Error] is, for errors.Is. Each stands for a
// status, but for ErrForeign, which goes with any, and ErrDuplicate and ErrNoRoute,
// which 403 and 404 alone do not tell. What is ErrForeign is none of ErrNotFound, ErrInvalid,
// ErrValidation and ErrDuplicate: it says nothing about Asana's objects.
var (
	// ErrUnauthorized is a missing, wrong or expired token (401).
	ErrUnauthorized = errors.New("not authorized")
	// ErrForbidden is any 403: a duplicate, an object or a scope that the
	// token has no access to, a target on a local host, or the network in
	// front of Asana. It never means that an object is gone.
	ErrForbidden = errors.New("forbidden")
	// ErrNotFound is an object that does not exist (404).
	ErrNotFound = errors.New("not found")
	// ErrNoRoute is an address that the API does not have (404), most likely
	// because of a wrong base URL. It says nothing about an object.
	ErrNoRoute = errors.New("no such address in the API")
	// ErrInvalid is a request that Asana finds wrong (400); in creating a
	// webhook it may also be a failed handshake.
	ErrInvalid = errors.New("invalid request")
	// ErrValidation is a 400 that is about the request itself. In creating a
	// webhook, any other 400 is about the handshake: its texts are not all
	// known, while those of this kind are.
	ErrValidation = errors.New("request refused as invalid")
	// ErrRateLimited is a limit that repeating did not get past (429).
	ErrRateLimited = errors.New("rate limited")
	// ErrServer is a failure on Asana's side or on the way there (408, 500 and
	// above): what was asked for may have been done.
	ErrServer = errors.New("server error")
	// ErrForeign is an answer, of any status, that is not in the form of Asana's
	// API: from a proxy, a firewall, the network in front of Asana, or whatever
	// is at a wrong base URL.
	ErrForeign = errors.New("not an answer of Asana's API")
	// ErrDuplicate is the refusal to register a second webhook of the same
	// user for the same resource and target (403).
	ErrDuplicate = errors.New("duplicate webhook")
)

// ErrorDetail is one member of the errors array in Asana's answer.
type ErrorDetail struct {
	// Message says what is wrong, in Asana's words.
	Message string `json:"message"`
	// Help points at the documentation.
	Help string `json:"help"`
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
	// Details is what Asana says; empty when the answer was not Asana's JSON.
	Details []ErrorDetail
	// Snippet is the beginning of an answer that was not Asana's JSON, such
	// as a proxy's page, as one line of plain text.
	Snippet string
	// foreign tells that the answer was not Asana's, cut off or whole.
	foreign bool
	// SentAt is when the request was sent, the last time if it was repeated, by
	// this machine's clock.
	SentAt time.Time
	// Date is when Asana answered, by its own clock; zero if it did not say.
	Date time.Time
}

// Error implements error: the status, then Asana's words.
func (e *Error) Error() string {
	status := fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status))
	if words := e.Words(); words != "" {
		return strings.TrimSpace(status) + ": " + words
	}
	return strings.TrimSpace(status)
}

// Words returns the messages, without status, help or phrase; for an answer
// that was not Asana's JSON, its beginning.
func (e *Error) Words() string {
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
		return e.Status == http.StatusNotFound && !e.foreign && !e.isNoRoute()
	case ErrNoRoute:
		return !e.foreign && e.isNoRoute()
	case ErrInvalid:
		return e.Status == http.StatusBadRequest && !e.foreign
	case ErrValidation:
		return e.Status == http.StatusBadRequest && !e.foreign && e.isValidation()
	case ErrRateLimited:
		return e.Status == http.StatusTooManyRequests
	case ErrServer:
		return isServerFailure(e.Status)
	case ErrForeign:
		return e.foreign
	case ErrDuplicate:
		return !e.foreign && e.isDuplicate()
	}
	return false
}

func isServerFailure(status int) bool {
	return status >= 500 || status == http.StatusRequestTimeout
}
