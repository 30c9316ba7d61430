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

// addCreateFailure explains why a webhook was not created, and what there is
// in Asana now.
func (d *providerData) addCreateFailure(ctx context.Context, diags *diag.Diagnostics, req asana.WebhookRequest, err error) {
	f := failure{"Webhook not created", describePair(req.Resource, req.Target), err}
	left, ok := errors.AsType[*registration.CreateError](err)
	if !ok {
		d.addFailure(diags, f)
		return
	}
	deleted := []string{attemptHistory(left.Attempts), orphansDeleted(left.Orphans), replacedByNothing(left.Replaced), d.removals.describe(req.Resource, req.Target)}
	if e, ok := errors.AsType[*registration.HandshakeError](err); ok && !isInterrupted(err) {
		detail := append(failedHandshake(ctx, req.Target, e, left), whatIsLeft(left))
		diags.AddAttributeError(path.Root("target"), handshakeSummary(e), joined(append(detail, deleted...)))
		return
	}
	paragraphs := d.explainCreate(f, left)
	if invalid, ok := errors.AsType[*asana.InvalidError](err); ok && paragraphs == nil {
		addInvalid(diags, invalid, deleted...)
		return
	}
	if paragraphs == nil {
		paragraphs = []string{d.whatHappened(f), d.whatToDo(f), whatIsLeft(left)}
	}
	addRefusal(diags, f, append(paragraphs, deleted...)...)
}

// whatIsLeft says what there is in Asana after a creation that made nothing,
// as far as is known.
func whatIsLeft(f *registration.CreateError) string {
	if f.Unreconciled {
		return "The answer to an attempt was lost, and nothing was recognized as a webhook that it made. But Asana's lists may lag, or could not be read. " +
			"If the next apply reports that a webhook exists already, set replace_existing = true for that apply."
	}
	if len(f.Replaced) > 0 {
		return "No webhook was created."
	}
	return "No webhook was created, and nothing is left behind in Asana."
}

func isInterrupted(err error) bool {
	_, ok := errors.AsType[*registration.InterruptedError](err)
	return ok
}

// explainCreate is about the errors of package registration.
func (d *providerData) explainCreate(f failure, left *registration.CreateError) []string {
	if e, ok := errors.AsType[*registration.UncertainError](f.err); ok {
		return d.uncertain(f, e)
	}
	// An interrupt may wrap any of the others that follow.
	if e, ok := errors.AsType[*registration.InterruptedError](f.err); ok {
		return d.interrupted(f, e, left)
	}
	if e, ok := errors.AsType[*registration.OrphanError](f.err); ok {
		return d.orphaned(f, e)
	}
	if e, ok := errors.AsType[*registration.ReplaceError](f.err); ok {
		return []string{
			fmt.Sprintf("Webhook %s already has this resource and target, and replace_existing asks to delete it, but that failed.", e.GID),
			d.explain(f, e.Err) + mayBeGone(e.Err), "No other webhook was created.",
		}
	}
	if e, ok := errors.AsType[*registration.DuplicateError](f.err); ok {
		return d.exists(f, e, left)
	}
	if e, ok := errors.AsType[*registration.LostError](f.err); ok {
		return []string{allLost(f, e), d.explain(f, e.Cause), whatIsLeft(left)}
	}
	if errors.Is(f.err, registration.ErrNoSecret) {
		return []string{
			fmt.Sprintf("Asana created %s twice, and left the secret (X-Hook-Secret) out of its answer both times.", f.object),
			"Without the secret no event can be verified, so both were deleted again. If a proxy stands between Terraform and Asana, see whether it changes answers.",
			whatIsLeft(left),
		}
	}
	if errors.Is(f.err, asana.ErrBusy) {
		return []string{
			fmt.Sprintf("No attempt was made to create %s: until timeouts.create was over, all 15 requests that Asana serves at a time for one token were taken by others of this run.", f.object),
			"Raise timeouts.create: each handshake takes up a request for as long as its target needs to answer.", whatIsLeft(left),
		}
	}
	if errors.Is(f.err, asana.ErrRateLimited) {
		return []string{
			d.whatHappened(f),
			"Waiting ended with timeouts.create. Raise it, or let fewer requests use this token at a time.", whatIsLeft(left),
		}
	}
	return nil
}

// mayBeGone tells of a deletion that perhaps took place although it failed.
func mayBeGone(err error) string {
	lost, isLost := errors.AsType[*asana.TransportError](err)
	if errors.Is(err, asana.ErrServer) || isLost && lost.Sent {
		return " Since the answer was lost, the webhook may be gone nevertheless; the next apply finds out."
	}
	return ""
}

// explain tells of an error from a call in one paragraph.
func (d *providerData) explain(f failure, err error) string {
	f.err = err
	return strings.TrimSpace(d.whatHappened(f) + " " + d.whatToDo(f))
}

// handshakeByHand tells how to repeat a handshake without Terraform.
func handshakeByHand(target string) string {
	shown, note := shownTarget(target), ""
	if shown != target {
		note = " (it shows the target without what may be a password: put the real target between the last two quotes)"
	}
	return fmt.Sprintf("This command%s sends the target the same request with a made-up secret; it must answer 200 or 204 and show the header again:\n  %s",
		note, handshake.Curl(shown))
}

const commandSendsSecret = "A receiver that keeps the first secret it is sent would keep that of the command."

// failedHandshake tells all that can be known of a target that did not
// complete the handshake.
func failedHandshake(ctx context.Context, target string, e *registration.HandshakeError, failed *registration.CreateError) []string {
	times := "once"
	if e.Attempts > 1 {
		times = fmt.Sprintf("%d times in %s", e.Attempts, e.Waited.Round(time.Second))
	}
	happened := []string{
		fmt.Sprintf("Asana tried the handshake with %s %s. Its last answer was %s", shownTarget(target), times, sentence(e.Refusal.Error())),
		handshake.Explain(e.Refusal.Words(), target),
	}
	if e.Unrecognized {
		happened = []string{
			fmt.Sprintf("Asana refused the creation for %s %s. Its last answer was %s", shownTarget(target), times, sentence(e.Refusal.Error())),
			"This provider does not know these words. They may be about the request: then check resource, target and filters against what they say. " +
				"Or they may be about the target, which did not complete the handshake: then check that it answers 200 or 204 with the same X-Hook-Secret header.",
		}
	}
	if stale := staleSecret(failed); stale != "" {
		happened = []string{happened[0], stale, happened[1]}
	}
	return append(happened,
		"Seen from this machine, which may differ from what Asana sees, and without sending a request to it:\n  - "+
			strings.Join(handshake.CheckConnectivity(ctx, target), "\n  - "),
		handshakeByHand(target), secretsSent(failed.Attempts),
		needsLonger(e.Refusal.Words()),
	)
}

// handshakeSummary is the summary of a target's failure, or of what may be one.
func handshakeSummary(e *registration.HandshakeError) string {
	if e.Unrecognized {
		return "Asana refused the creation"
	}
	return "Handshake with the target failed"
}

// needsLonger says how to wait longer for a target, where that can help.
func needsLonger(words string) string {
	if !handshake.IsTransient(words) {
		return ""
	}
	return "If the target only needs longer to start, raise timeouts.create."
}

func allLost(f failure, e *registration.LostError) string {
	if e.Attempts == 1 {
		return fmt.Sprintf("The attempt to create %s came to no usable answer, and took all the time of timeouts.create.", f.object)
	}
	return fmt.Sprintf("None of %d attempts to create %s came to a usable answer within timeouts.create.", e.Attempts, f.object)
}

const onePerPair = "Asana allows one webhook for each pair; filters make no difference. " +
	"Remove one of the blocks, or tell the two apart by a query string in the target."

func (d *providerData) exists(f failure, e *registration.DuplicateError, left *registration.CreateError) []string {
	switch {
	case e.SameRun && e.GID == "":
		return []string{
			"Another block of this configuration is creating a webhook with the same resource and target in this run, and had not finished when timeouts.create was over.",
			onePerPair,
		}
	case e.FindErr != nil:
		return []string{
			"Asana says that there is a webhook with this resource and target already, and looking for it failed.",
			d.explain(f, e.FindErr),
			"Nothing was changed. Until it can be looked for, its gid can't be told, nor replace_existing be followed.",
		}
	case e.GID == "":
		return []string{
			"Asana says that there is a webhook with this resource and target already, but none of the webhooks that this token can list is it.",
			whoseIsUnseen(left),
			"Asana's words: " + sentence(e.Refusal.Error()),
		}
	case e.SameRun:
		return []string{
			fmt.Sprintf("Another block of this configuration created webhook %s in this run, with the same resource and target.", e.GID),
			onePerPair,
		}
	}
	return []string{
		fmt.Sprintf("Webhook %s already has this resource and target, and Asana allows one for each pair; filters make no difference. It was left alone.", e.GID),
		mayBeOurs(e, left),
		importBlock(e.GID),
		"To delete it and get a new one with a new secret, set replace_existing = true.",
		"If it is the one that this resource replaces with create_before_destroy, the two can't exist side by side: " +
			"leave create_before_destroy out, or change the query string of the target, which makes another target of it.",
		"If it belonged to a block that this apply removes or renames, apply again when it is gone; a moved block renames without a new webhook.",
	}
}

// mayBeOurs says of a duplicate that an attempt whose answer was lost may have made
// it, which could not be decided.
func mayBeOurs(e *registration.DuplicateError, left *registration.CreateError) string {
	if !left.Unreconciled {
		return ""
	}
	return fmt.Sprintf("The answer to an attempt of this creation was lost, so webhook %s may be what that attempt made. "+
		"Its time of creation (%s) and its filters do not prove that. "+
		"If nobody else created it, its secret is lost: set replace_existing = true for the next apply.", e.GID, timeOfCreation(e.Existing))
}

// whoseIsUnseen says what a duplicate that can't be listed most likely is.
func whoseIsUnseen(left *registration.CreateError) string {
	switch {
	case left.Unreconciled:
		return "Most likely it is what this creation made itself: the answer to an attempt was lost, and Asana's list does not show the webhook yet. " +
			"Apply again in a minute or two, with replace_existing = true for that apply, for its secret is lost."
	case len(left.Replaced) > 0:
		return "Most likely Asana still counts the one that was just deleted. Apply again in a minute."
	}
	return "If this apply, or somebody else, has just deleted it, Asana may not have noticed yet: apply again in a minute. " +
		"Otherwise another app of the same user registered it, for Asana lists only what the token's own app registered: " +
		"delete it with that app's token, or tell the two apart by a query string in the target."
}

func (d *providerData) interrupted(f failure, e *registration.InterruptedError, left *registration.CreateError) []string {
	paragraphs := []string{fmt.Sprintf("Creating %s was interrupted. %s", f.object, whatIsLeft(left))}
	if e.Last == nil || errors.Is(e.Last, context.Canceled) {
		return paragraphs
	}
	return append(paragraphs, "The last attempt before: "+sentence(e.Last.Error()))
}

func (d *providerData) uncertain(f failure, e *registration.UncertainError) []string {
	made := "Asana may have created the webhook."
	if e.Refusal != nil {
		made = "Asana has created the webhook, it seems, for it refused the next attempt: " + sentence(e.Refusal.Error())
	}
	return []string{
		d.explain(f, e.Cause),
		made + " Looking for it failed: " + d.explain(f, e.Err),
		"If it exists, its secret is lost, and the next apply will say that a webhook exists already. Then set replace_existing = true for that apply.",
	}
}

func (d *providerData) orphaned(f failure, e *registration.OrphanError) []string {
	return []string{
		fmt.Sprintf("Asana created webhook %s, but the secret did not arrive, and deleting the webhook again failed.", e.GID),
		d.explain(f, e.Err) + mayBeGone(e.Err),
		fmt.Sprintf("Without its secret it is of no use, and it blocks the next one. Delete it (DELETE /webhooks/%s), or set replace_existing = true for the next apply.", e.GID),
	}
}
