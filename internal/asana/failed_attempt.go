package asana

import "errors"

// failedAttempt is an attempt that is going to be repeated: the status of its answer,
// or why there was none.
type failedAttempt struct {
	status int
	err    error
}

// interrupted is the error of a call whose time was over while it waited for another
// attempt. How the last one failed says more than that.
func (ca *call) interrupted(failed *failedAttempt, ended error) *TransportError {
	e := &TransportError{Op: ca.op, Method: ca.method, Path: ca.display(), Sent: true, SentAt: ca.sent}
	cause := error(&Error{Op: ca.op, Method: ca.method, Path: ca.display(), Status: failed.status, SentAt: ca.sent})
	if lost, ok := errors.AsType[*TransportError](failed.err); ok {
		e.Sent, cause = lost.Sent, lost.Err
	} else if failed.err != nil {
		cause = failed.err
	}
	e.Err = &interruptedError{last: cause, ended: ended}
	return e
}

// interruptedError says how the last attempt failed, and is also how the waiting for
// the next one ended.
type interruptedError struct{ last, ended error }

func (e *interruptedError) Error() string { return e.last.Error() }

func (e *interruptedError) Unwrap() []error { return []error{e.last, e.ended} }
