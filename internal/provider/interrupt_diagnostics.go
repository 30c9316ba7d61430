package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// isCanceled reports whether a call ended because somebody interrupted it.
func isCanceled(err error) bool { return errors.Is(err, context.Canceled) }

// interruptedCall describes a call that somebody interrupted.
func interruptedCall(f failure) string {
	lost, ok := errors.AsType[*asana.TransportError](f.err)
	if !ok {
		return "The request about " + f.object + " was interrupted before it was sent."
	}
	text := fmt.Sprintf("The request %s %s (%s) was interrupted", lost.Method, lost.Path, f.object)
	switch retry, waited := errors.AsType[*asana.RetryError](f.err); {
	case errors.Is(f.err, asana.ErrRateLimited):
		text += " while it waited because of Asana's rate limit."
	case waited:
		text += " while it waited for another attempt. Result of the last attempt: " + sentence(networkCause(retry.Last))
	case !lost.Sent:
		text += " before it was sent."
	default:
		text += "."
	}
	if lost.MayHaveChanged() {
		text += " Asana may have carried out the request nevertheless. Apply again."
	}
	return text
}
