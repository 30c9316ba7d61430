package provider

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// noAnswerText ends a sentence about a request that came to no usable answer.
func noAnswerText(err error) string {
	unreadable, answered := errors.AsType[*asana.UnreadableError](err)
	switch {
	case answered:
		return fmt.Sprintf("got an answer with status %d that could not be read: %s", unreadable.Status, networkCause(unreadable.Err))
	case errors.Is(err, asana.ErrBusy):
		return "was not sent: " + networkCause(err)
	}
	if cause := networkCause(err); cause != lateAnswer {
		return "got no answer: " + cause
	}
	return "got no answer in time"
}

const lateAnswer = "no answer arrived in time"

// networkCause says why there is no usable answer. Go's own words for a connection
// or a time that ended mean little to users.
func networkCause(err error) string {
	if lost, ok := errors.AsType[*asana.TransportError](err); ok {
		err = lost.Err
	}
	if retry, ok := errors.AsType[*asana.RetryError](err); ok {
		err = retry.Last
	}
	if e, ok := errors.AsType[*asana.RefreshError](err); ok {
		if e.Err == nil {
			return causeText(e)
		}
		err = e.Err
	}
	if e, ok := errors.AsType[*asana.UnreadableError](err); ok {
		return fmt.Sprintf("the answer (status %d) could not be read: %s", e.Status, networkCause(e.Err))
	}
	if e, ok := errors.AsType[*registration.UnverifiedError](err); ok {
		return fmt.Sprintf("the answer has no secret, and reading webhook %s, which it names, failed: %s", e.GID, networkCause(e.Err))
	}
	switch {
	case errors.Is(err, asana.ErrBusy):
		return "other requests of this run used all that Asana serves at a time for one token"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed"
	case errors.Is(err, context.DeadlineExceeded) && !isType[*asana.RateLimitError](err):
		return lateAnswer
	}
	return causeText(err)
}

// causeText is the text of an error that may quote what others sent, such as the
// names in a certificate.
func causeText(err error) string {
	const most = 2000 // characters
	return asana.OneLine(err.Error(), most)
}
