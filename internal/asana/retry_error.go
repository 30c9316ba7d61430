package asana

import (
	"bytes"
	"errors"
	"io"
	"net/http"
)

// RetryError is a call that ended while it waited for its next attempt. It is
// what the last attempt came to as well as how the waiting ended.
type RetryError struct {
	// Last is what the last attempt came to: an [*Error], or why there was no
	// answer.
	Last error
	// Err is how the waiting ended: [context.Canceled] or
	// [context.DeadlineExceeded].
	Err error
}

// Error implements error. The last attempt says more than that the time was over.
func (e *RetryError) Error() string { return e.Last.Error() }

// Unwrap returns both.
func (e *RetryError) Unwrap() []error { return []error{e.Last, e.Err} }

// attemptResult is what an attempt came to that is repeated: an answer or an
// error.
type attemptResult struct {
	resp *http.Response
	body []byte
	err  error
}

// recordResult keeps the result of an attempt that is going to be repeated.
func (ca *call) recordResult(resp *http.Response, err error) {
	last := &attemptResult{resp: resp, err: err}
	if resp != nil {
		// It is in memory already: see attemptTransport.
		last.body, _ = io.ReadAll(resp.Body)
		resp.Body = io.NopCloser(bytes.NewReader(last.body))
	}
	ca.lastResult.Store(last)
}

// interruptedRetry returns the error of a call that ended while it waited for its
// next attempt.
func (c *Client) interruptedRetry(ca *call, last *attemptResult, end error) *TransportError {
	lost, isLost := errors.AsType[*TransportError](last.err)
	switch {
	case last.resp != nil:
		return ca.lostError(true, &RetryError{Last: c.newError(ca, last.resp, last.body), Err: end})
	case isLost:
		return ca.lostError(lost.Sent, &RetryError{Last: lost.Err, Err: end})
	}
	return ca.lostError(true, &RetryError{Last: last.err, Err: end})
}
