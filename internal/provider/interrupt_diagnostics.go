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
		return sentence(f.object + " was interrupted")
	}
	text := fmt.Sprintf("The request %s %s, about %s, was interrupted", lost.Method, lost.Path, f.object)
	switch retry, waited := errors.AsType[*asana.RetryError](f.err); {
	case errors.Is(f.err, asana.ErrRateLimited):
		text += " while Asana's rate limit held it back."
	case waited:
		text += " while it waited for another attempt. The last attempt before: " + sentence(causeText(retry.Last))
	case !lost.Sent:
		text += " before it was sent."
	default:
		text += "."
	}
	if lost.MayHaveChanged() {
		text += " Asana may have carried it out all the same: apply again."
	}
	return text
}
