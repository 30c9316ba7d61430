package asana

import (
	"fmt"
	"net/http"
	"time"
)

// TransportError is an exchange with Asana that came to no usable answer:
// the API could not be reached, the connection ended early, time ran out, the
// wait before an attempt was interrupted, or a success could not be read.
type TransportError struct {
	// Op is the operation's operationId in Asana's OpenAPI document.
	Op string
	// Method and Path tell which request it was; the path is below the base URL.
	Method, Path string
	// Sent reports whether the request may have reached Asana, which may then
	// have done what it asks for.
	Sent bool
	// SentAt is when it was sent, the last time if it was repeated, by this
	// machine's clock; zero if it was never begun.
	SentAt time.Time
	// Err is the cause.
	Err error
}

// Error implements error. What the network says may quote what others sent,
// such as the names in a certificate.
func (e *TransportError) Error() string {
	return OneLine(fmt.Sprintf("%s %s: %v", e.Method, e.Path, e.Err), maxMessage)
}

// MayHaveChanged reports whether Asana may have changed something as the request
// asks.
func (e *TransportError) MayHaveChanged() bool { return e.Sent && e.Method != http.MethodGet }

// Unwrap returns the cause.
func (e *TransportError) Unwrap() error { return e.Err }

// UnreadableError is an answer whose body is broken: cut off, not JSON, too
// large, or about another object. With a status of success, what was asked for
// may have been done.
type UnreadableError struct {
	// Status is the HTTP status.
	Status int
	// Err is what went wrong on reading.
	Err error
}

// Error implements error.
func (e *UnreadableError) Error() string {
	return OneLine(fmt.Sprintf("the answer (status %d) could not be read: %v", e.Status, e.Err), maxMessage)
}

// Unwrap returns the cause.
func (e *UnreadableError) Unwrap() error { return e.Err }
