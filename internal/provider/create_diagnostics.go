package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// creationFailure is a creation that failed, on its way to a diagnostic.
type creationFailure struct {
	failure
	request asana.WebhookRequest
	created *registration.CreateError // what the creation did, and what remains
}

// creationDiagnostic explains one kind of failed creation.
type creationDiagnostic struct {
	summary    string
	attribute  string // that is at fault, or empty
	paragraphs []string
}

// explainCreation returns the diagnostic of a failed creation, or none if only the client
// can explain it. The first case counts: an interrupt may wrap any of those that follow it,
// and so may an uncertain creation.
func (d *providerData) explainCreation(ctx context.Context, f creationFailure) creationDiagnostic {
	var (
		uncertain   *registration.UncertainError
		interrupted *registration.InterruptedError
		target      *registration.HandshakeError
		orphan      *registration.OrphanError
		replaced    *registration.ReplaceError
		duplicate   *registration.DuplicateError
		lost        *registration.LostError
	)
	switch err := f.err; {
	case errors.As(err, &uncertain):
		return creationDiagnostic{"Webhook may be orphaned", "", uncertainWords(d, f, uncertain)}
	case errors.As(err, &interrupted):
		return creationDiagnostic{"Webhook creation interrupted", "", interruptedWords(f, interrupted)}
	case errors.As(err, &target) && target.Unrecognized:
		return creationDiagnostic{"Webhook creation refused", "target", unrecognizedWords(ctx, f, target)}
	case errors.As(err, &target):
		return creationDiagnostic{"Webhook handshake failed", "target", handshakeWords(ctx, f, target)}
	case errors.As(err, &orphan):
		return creationDiagnostic{"Orphaned webhook not deleted", "", orphanWords(d, orphan)}
	case errors.As(err, &replaced):
		return creationDiagnostic{"Existing webhook not deleted", "", replaceWords(d, replaced)}
	case errors.As(err, &duplicate):
		return creationDiagnostic{"Webhook already exists", "", duplicateWords(d, f, duplicate)}
	case errors.As(err, &lost):
		return creationDiagnostic{"Webhook not created", "", lostWords(d, f, lost)}
	case errors.Is(err, registration.ErrNoSecret):
		return creationDiagnostic{"Webhook secret missing", "", noSecretWords(f)}
	case errors.Is(err, asana.ErrBusy):
		return creationDiagnostic{"Webhook not created", "", busyWords(f)}
	case errors.Is(err, asana.ErrRateLimited):
		return creationDiagnostic{"Webhook not created", "", rateLimitWords(d, f)}
	}
	return creationDiagnostic{}
}

// addCreateFailure explains why a webhook was not created, and what remains in Asana.
func (d *providerData) addCreateFailure(ctx context.Context, diags *diag.Diagnostics, req asana.WebhookRequest, err error) {
	f := failure{"Webhook not created", describePair(req.Resource, req.Target), err}
	created, ok := errors.AsType[*registration.CreateError](err)
	if !ok {
		d.addFailure(diags, f)
		return
	}
	deleted := []string{attemptHistory(created.Attempts), orphansDeleted(created.Orphans), replacedDeleted(created.Replaced), d.removals.describe(req.Resource, req.Target)}
	switch c := d.explainCreation(ctx, creationFailure{f, req, created}); {
	case c.attribute != "":
		diags.AddAttributeError(path.Root(c.attribute), c.summary, joined(append(c.paragraphs, deleted...)))
		return
	case c.summary != "":
		addError(diags, c.summary, append(c.paragraphs, deleted...)...)
		return
	}
	if invalid, ok := errors.AsType[*asana.InvalidError](err); ok {
		addInvalid(diags, invalid, deleted...)
		return
	}
	addRefusal(diags, f, append([]string{d.describeFailure(f), d.advice(f), remaining(created)}, deleted...)...)
}

// replaceOrphan is the way back from an orphan that may remain.
const replaceOrphan = "If the next apply reports that the webhook already exists, and nobody else created it, set replace_existing = true and apply once more."

// remaining says what a creation that failed left in Asana, as far as is known.
func remaining(created *registration.CreateError) string {
	switch {
	case created.Unreconciled:
		return "The answer to an attempt was lost, and the provider did not find a webhook of that attempt. But Asana's lists may lag, or could not be read, so the webhook may exist. " +
			replaceOrphan
	case len(created.Orphans) > 0:
		return "Nothing remains in Asana: the provider deleted each webhook that an attempt created."
	case len(created.Replaced) > 0:
		return "No webhook was created."
	}
	return "No webhook was created, and nothing remains in Asana."
}

// The words about calls other than the creation name what those are about.
const listedWebhooks = "the webhooks that the token can list"

func uncertainWords(d *providerData, f creationFailure, e *registration.UncertainError) []string {
	exists := "Asana may have created the webhook."
	if e.Refusal != nil {
		exists = "Asana probably created the webhook, because it refused the next attempt: " + sentence(e.Refusal.Error())
	}
	return []string{
		d.explain(f.object, e.Cause),
		exists + " The provider could not look for it. " + d.explain(listedWebhooks, e.Err),
		"If the webhook exists, its secret is lost. " + replaceOrphan,
	}
}

func interruptedWords(f creationFailure, e *registration.InterruptedError) []string {
	paragraphs := []string{fmt.Sprintf("Creating %s was interrupted. %s", f.object, remaining(f.created))}
	if e.Last != nil && !errors.Is(e.Last, context.Canceled) {
		paragraphs = append(paragraphs, "Result of the last attempt: "+outcomeText(e.Last))
	}
	return append(paragraphs, "Apply again to create the webhook.")
}

// outcomeText says in a sentence what an attempt came to before an interrupt.
func outcomeText(err error) string {
	if e, ok := errors.AsType[*registration.HandshakeError](err); ok {
		return sentence(e.Refusal.Error())
	}
	if e, ok := errors.AsType[*registration.LostError](err); ok {
		return sentence("the answer was lost: " + networkCause(e.Cause))
	}
	if e, ok := errors.AsType[*registration.DuplicateError](err); ok {
		return sentence(e.Error()) // which may wrap how an answer was lost
	}
	return sentence(networkCause(err))
}

func orphanWords(d *providerData, e *registration.OrphanError) []string {
	advice := fmt.Sprintf("The webhook is orphaned: nothing has its secret, and it prevents a new webhook with this resource and target. "+
		"Set replace_existing = true for the next apply, or delete the webhook (DELETE /webhooks/%s).", e.GID)
	if mayBeDeleted(e.Err) {
		advice = "The webhook may be deleted nevertheless, because the answer to the deletion was lost. Apply again. " +
			replaceOrphan
	}
	return []string{
		fmt.Sprintf("Asana created webhook %s, but its secret did not arrive. The provider tried to delete the webhook, and that failed.", e.GID),
		d.explain("webhook "+e.GID, e.Err), advice,
	}
}

func replaceWords(d *providerData, e *registration.ReplaceError) []string {
	advice := "No webhook was created, and the existing one was not changed."
	if mayBeDeleted(e.Err) {
		advice = "No webhook was created. The existing one may be deleted nevertheless, because the answer to the deletion was lost. Apply again."
	}
	return []string{
		fmt.Sprintf("Webhook %s already has this resource and target. The provider tried to delete it, because replace_existing is true, and that failed.", e.GID),
		d.explain("webhook "+e.GID, e.Err), advice,
	}
}

// mayBeDeleted reports whether a deletion that failed may have taken place.
func mayBeDeleted(err error) bool {
	lost, isLost := errors.AsType[*asana.TransportError](err)
	return errors.Is(err, asana.ErrServer) || isLost && lost.Sent
}

func lostWords(d *providerData, f creationFailure, e *registration.LostError) []string {
	happened := fmt.Sprintf("None of %d attempts to create %s got a usable answer within timeouts.create.", e.Attempts, f.object)
	if e.Attempts == 1 {
		happened = fmt.Sprintf("The attempt to create %s got no usable answer, and took all the time of timeouts.create.", f.object)
	}
	return []string{happened, d.explain(f.object, e.Cause), remaining(f.created)}
}

func noSecretWords(f creationFailure) []string {
	return []string{
		fmt.Sprintf("Asana created %s twice, and both answers had no secret (X-Hook-Secret).", f.object),
		"A webhook without its secret is of no use, because no event can be verified. So the provider deleted both. " +
			"If there is a proxy between Terraform and Asana, check whether it changes answers.",
		remaining(f.created),
	}
}

func busyWords(f creationFailure) []string {
	return []string{
		fmt.Sprintf("The provider did not send the request to create %s. Asana serves 15 such requests at a time for one token, and other requests of this run used all of them until timeouts.create was over.", f.object),
		"Raise timeouts.create. Each handshake uses a request for as long as its target needs to answer.", remaining(f.created),
	}
}

func rateLimitWords(d *providerData, f creationFailure) []string {
	return []string{
		d.describeFailure(f.failure),
		"The provider waited until timeouts.create was over. Raise timeouts.create, or reduce the number of requests that use this token at a time.", remaining(f.created),
	}
}
