package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

const nothingLeft = "No webhook was created, and nothing is left behind in Asana."

// addCreateFailure explains why a webhook was not created, and what there is
// in Asana now. An error that is only about the request is explained like that
// of any other call.
func (d *providerData) addCreateFailure(ctx context.Context, diags *diag.Diagnostics, req asana.WebhookRequest, err error) {
	f := failure{"Webhook not created", fmt.Sprintf("a webhook on resource %s with target %s", req.Resource, req.Target), err}
	if e, ok := errors.AsType[*registration.HandshakeError](err); ok && !isInterrupted(err) {
		diags.AddAttributeError(path.Root("target"), "Handshake with the target failed", failedHandshake(ctx, req.Target, e))
		return
	}
	paragraphs := d.explainCreate(f)
	if paragraphs == nil {
		d.addFailure(diags, f)
		return
	}
	addError(diags, f.summary, paragraphs...)
}

func isInterrupted(err error) bool {
	_, ok := errors.AsType[*registration.InterruptedError](err)
	return ok
}

// explainCreate is about the errors of package registration.
func (d *providerData) explainCreate(f failure) []string {
	// An interrupt comes first, for it may wrap any of the others.
	if e, ok := errors.AsType[*registration.InterruptedError](f.err); ok {
		return d.interrupted(f, e)
	}
	if e, ok := errors.AsType[*registration.UncertainError](f.err); ok {
		return d.uncertain(f, e)
	}
	if e, ok := errors.AsType[*registration.StrandedError](f.err); ok {
		return d.stranded(f, e)
	}
	if e, ok := errors.AsType[*registration.ReplaceError](f.err); ok {
		return []string{
			fmt.Sprintf("Webhook %s already has this resource and target, and replace_existing asks to delete it, but that failed.", e.GID),
			d.explain(f, e.Err), "No other webhook was created.",
		}
	}
	if e, ok := errors.AsType[*registration.DuplicateError](f.err); ok {
		return d.exists(f, e)
	}
	if e, ok := errors.AsType[*registration.LostError](f.err); ok {
		return []string{allLost(f, e), d.explain(f, e.Cause), nothingLeft}
	}
	if errors.Is(f.err, registration.ErrNoSecret) {
		return []string{
			fmt.Sprintf("Asana created %s twice, and left the secret (X-Hook-Secret) out of its answer both times.", f.object),
			"Without the secret no event can be verified, so both were deleted again. If a proxy stands between Terraform and Asana, see whether it changes answers.",
			nothingLeft,
		}
	}
	return nil
}

// explain tells of an error from a call in one paragraph.
func (d *providerData) explain(f failure, err error) string {
	f.err = err
	return strings.TrimSpace(d.whatHappened(f) + " " + d.whatToDo(f))
}

// handshakeByHand tells how to repeat a handshake without Terraform.
func handshakeByHand(target string) string {
	return "This command sends the target the same request with a made-up secret; it must answer 200 or 204 and show the header again. " +
		"Mind that a receiver that keeps the first secret it is sent would keep this one:\n  " + handshake.Curl(target)
}

// failedHandshake tells all that can be known of a target that did not
// complete the handshake.
func failedHandshake(ctx context.Context, target string, e *registration.HandshakeError) string {
	times := "once"
	if e.Attempts > 1 {
		times = fmt.Sprintf("%d times in %s", e.Attempts, e.Waited.Round(time.Second))
	}
	return strings.Join([]string{
		fmt.Sprintf("Asana tried the handshake with %s %s. Its last answer was %s", target, times, sentence(e.Refusal.Error())),
		handshake.Explain(e.Refusal.Words()),
		"Seen from here, which may differ from what Asana sees, and without sending a request to it:\n  - " +
			strings.Join(handshake.Look(ctx, target), "\n  - "),
		handshakeByHand(target),
		"If the target only needs longer to start, raise timeouts.create. " + nothingLeft,
	}, "\n\n")
}

func allLost(f failure, e *registration.LostError) string {
	if e.Attempts == 1 {
		return fmt.Sprintf("The attempt to create %s came to no usable answer, and took all the time of timeouts.create.", f.object)
	}
	return fmt.Sprintf("None of %d attempts to create %s came to a usable answer within timeouts.create.", e.Attempts, f.object)
}

func (d *providerData) exists(f failure, e *registration.DuplicateError) []string {
	switch {
	case e.LookErr != nil:
		return []string{
			"Asana says that there is a webhook with this resource and target already, and looking for it failed.",
			d.explain(f, e.LookErr),
			"Nothing was changed. Until it can be looked for, its gid can't be told, nor replace_existing be followed.",
		}
	case e.GID == "":
		return []string{
			"Asana says that there is a webhook with this resource and target already, but none of the webhooks that this token can list is it.",
			"Most likely another app of the same user registered it: Asana lists only what the token's own app registered. " +
				"Delete it with that app's token, or tell the two apart by a query string in the target.",
			"Asana's words: " + sentence(e.Refusal.Error()),
		}
	case e.SameRun:
		return []string{
			fmt.Sprintf("Another block of this configuration created webhook %s in this run, with the same resource and target.", e.GID),
			"Asana allows one webhook for each pair; filters make no difference. Remove one of the blocks, or tell the two apart by a query string in the target.",
		}
	}
	return []string{
		fmt.Sprintf("Webhook %s already has this resource and target, and Asana allows one for each pair; filters make no difference. It was left alone.", e.GID),
		fmt.Sprintf("To manage it as it is, import it (its secret can't be read again):\n\n"+
			"  import {\n    to = asana_webhook.NAME\n    id = %q\n  }", e.GID),
		"To delete it and get a new one with a new secret, set replace_existing = true.",
		"If it is the one that this resource replaces with create_before_destroy, the two can't exist side by side: " +
			"leave create_before_destroy out, or change the query string of the target, which makes another target of it.",
	}
}

func (d *providerData) interrupted(f failure, e *registration.InterruptedError) []string {
	paragraphs := []string{fmt.Sprintf("Creating %s was interrupted. %s", f.object, nothingLeft)}
	if e.Last == nil || errors.Is(e.Last, context.Canceled) {
		return paragraphs
	}
	return append(paragraphs, "The last attempt before: "+sentence(e.Last.Error()))
}

func (d *providerData) uncertain(f failure, e *registration.UncertainError) []string {
	return []string{
		d.explain(f, e.Cause),
		"Asana may have created the webhook. Looking for it failed too: " + d.explain(f, e.Err),
		"If it exists, its secret is lost, and the next apply will say that a webhook exists already. Then set replace_existing = true for that apply.",
	}
}

func (d *providerData) stranded(f failure, e *registration.StrandedError) []string {
	return []string{
		fmt.Sprintf("Asana created webhook %s, but its answer with the secret was lost, and deleting the webhook again failed.", e.GID),
		d.explain(f, e.Err),
		fmt.Sprintf("Without its secret it is of no use, and it blocks the next one. Delete it (DELETE /webhooks/%s), or set replace_existing = true for the next apply.", e.GID),
	}
}
