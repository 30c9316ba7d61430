package asana

import (
	"errors"
	"slices"

	"golang.org/x/oauth2"
)

// Codes of OAuth (RFC 6749, section 5.2) that a [RefreshError] can have and
// that have a meaning for whoever configured the client.
const (
	// CodeInvalidGrant is a refresh token that is wrong, revoked, or another
	// app's.
	CodeInvalidGrant = "invalid_grant"
	// CodeInvalidClient is an unknown client id or a wrong client secret.
	CodeInvalidClient = "invalid_client"
)

// RefreshError is a failure to get an access token by OAuth. The request that
// needed the token was not sent, so this error is none of the kinds that an
// [*Error] can be: a 400 or 500 here says nothing about that request. It comes
// wrapped in that request's [*TransportError].
type RefreshError struct {
	// URL is the address of the token endpoint.
	URL string
	// Status is the HTTP status of its answer; 0 if there was no answer.
	Status int
	// Code is OAuth's code of the error, and Description what Asana says to
	// it; both are empty when the answer was not in OAuth's form.
	Code, Description string
	// Snippet is the beginning of an answer that was not in OAuth's form, as
	// one line of plain text.
	Snippet string
	// Err is why there was no usable answer; nil if Status says it all.
	Err error
	// ended is how waiting for another attempt ended; nil if there was none.
	ended error
}

// Error implements error: the status and Asana's words, or the cause.
func (e *RefreshError) Error() string {
	if e.Err != nil {
		return OneLine(e.Err.Error(), maxMessage)
	}
	text := statusLine(e.Status)
	for _, words := range []string{e.Code, e.Description, e.Snippet} {
		if words != "" {
			text += ": " + words
		}
	}
	return text
}

// Unwrap returns the cause, if there was no usable answer, and how waiting for
// another attempt ended, by [context.Canceled] or [context.DeadlineExceeded].
func (e *RefreshError) Unwrap() []error {
	return slices.DeleteFunc([]error{e.Err, e.ended}, func(err error) bool { return err == nil })
}

// newRefreshError takes over what may be shown of an error of package oauth2,
// whose own text can contain the whole answer.
func newRefreshError(endpoint string, err error, secrets *redactor) *RefreshError {
	e := &RefreshError{URL: endpoint}
	refusal, refused := errors.AsType[*oauth2.RetrieveError](err)
	lost, isLost := errors.AsType[*TransportError](err)
	switch {
	case refused:
		e.Status = refusal.Response.StatusCode
		e.Code = secrets.quote(refusal.ErrorCode, maxSnippet)
		e.Description = secrets.quote(refusal.ErrorDescription, maxSnippet)
		if e.Code == "" {
			e.Snippet = secrets.quote(stripTags(string(refusal.Body)), maxSnippet)
		}
	case isLost:
		e.Err = lost.Err
		// An answer that was refused unread is no answer to the call that waits.
		if answered, ok := errors.AsType[*Error](lost.Err); ok {
			e.Status, e.Err = answered.Status, nil
		}
	default:
		e.Err = errors.New("the answer is a success, but has no access token in it")
	}
	return e
}
