package provider

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// receiverStartTime is how long after the creation of a webhook a failure may be that of
// a receiver that waits for its secret, rather than one of a receiver in use.
const receiverStartTime = 10 * time.Minute

// warnOfFailures warns about deliveries that fail while there is time to fix
// the cause. Where many webhooks fail, Terraform shows one of the warnings.
func (d *providerData) warnOfFailures(w *asana.Webhook, diags *diag.Diagnostics) {
	switch {
	case !w.Failing():
	case !w.LastFailureAt.IsZero() && w.LastFailureAt.Sub(w.CreatedAt) < receiverStartTime:
		d.warnOfFirstDelivery(w, diags)
	default:
		d.warnOfDeliveries(w, diags)
	}
}

// warnOfFirstDelivery is about a delivery that may be the heartbeat that Asana sends
// right after the creation, before Terraform can store the secret anywhere.
func (d *providerData) warnOfFirstDelivery(w *asana.Webhook, diags *diag.Diagnostics) {
	text := []string{
		fmt.Sprintf("A delivery of webhook %s to %s failed within %d minutes of the webhook's creation.", w.GID, shownTarget(w.Target), receiverStartTime/time.Minute),
		d.lastFailure(w),
	}
	if !w.NextAttemptAfter.IsZero() {
		text = append(text, fmt.Sprintf("Asana tries again after %s.", formatTime(w.NextAttemptAfter)))
	}
	diags.AddWarning("First webhook delivery failed", joined([]string{
		sentences(append(text, failureDeletion(w))),
		"Right after it creates a webhook, Asana sends a heartbeat, which has no events. A receiver that gets its secret from Terraform can't verify it, because it has no secret yet. " +
			"If that is the cause, and the receiver has the secret by now, do nothing. Otherwise fix the target. " +
			"To prevent this warning, let the receiver answer 200 to an empty list of events while it has no secret.",
	}))
}

func (d *providerData) warnOfDeliveries(w *asana.Webhook, diags *diag.Diagnostics) {
	text := []string{fmt.Sprintf("Asana fails to deliver the events of resource %s to %s (webhook %s).",
		w.Resource.GID, shownTarget(w.Target), w.GID)}
	if n := w.DeliveryRetryCount; n > 0 {
		text = append(text, fmt.Sprintf("Retries since the last success: %d.", n))
	}
	if !w.LastFailureAt.IsZero() {
		text = append(text, fmt.Sprintf("The last failure was at %s.", formatTime(w.LastFailureAt)))
	}
	text = append(text, d.lastFailure(w))
	if !w.NextAttemptAfter.IsZero() {
		text = append(text, fmt.Sprintf("Asana tries again after %s.", formatTime(w.NextAttemptAfter)))
	}
	diags.AddWarning("Webhook deliveries fail", joined([]string{
		sentences(append(text, failureDeletion(w))), "Fix the target. The data source asana_webhooks shows the deliveries of all webhooks.",
	}))
}

// failureDeletion says when Asana deletes a failing webhook, if it has said.
func failureDeletion(w *asana.Webhook) string {
	if w.FailureDeletionTimestamp.IsZero() {
		return ""
	}
	return fmt.Sprintf("Unless a delivery succeeds before, Asana deletes the webhook at %s, and a new one has a new secret.", formatTime(w.FailureDeletionTimestamp))
}

// lastFailure says what came of the last delivery that failed.
func (d *providerData) lastFailure(w *asana.Webhook) string {
	switch line := d.client.LastFailureLine(w); {
	case line == "":
		return ""
	case line == "EOF", line == "unexpected EOF", strings.HasSuffix(line, ": EOF"), strings.HasSuffix(line, ": unexpected EOF"):
		// This is how Go says that a connection ended.
		return "The target closed the connection without an answer."
	default:
		return "The target answered: " + sentence(asana.HideQuery(line, w.Target))
	}
}

// sentences makes a paragraph of those that are not empty.
func sentences(text []string) string {
	return strings.Join(slices.DeleteFunc(text, func(s string) bool { return s == "" }), " ")
}

func formatTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 MST") }
