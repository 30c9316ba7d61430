package provider

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// warnOfFailures tells of deliveries that fail while there is time to mend it.
func (d *providerData) warnOfFailures(w *asana.Webhook, diags *diag.Diagnostics) {
	if !w.Failing() {
		return
	}
	text := []string{fmt.Sprintf("Asana fails to deliver the events of resource %s to %s (webhook %s).",
		w.Resource.GID, shownTarget(w.Target), w.GID)}
	if n := w.DeliveryRetryCount; n > 0 {
		text = append(text, fmt.Sprintf("Retries since the last success: %d.", n))
	}
	if !w.LastFailureAt.IsZero() {
		text = append(text, fmt.Sprintf("The last failure was at %s.", moment(w.LastFailureAt)))
	}
	if line := d.client.LastFailureLine(w); line != "" {
		text = append(text, fmt.Sprintf("The target answered: %s", sentence(asana.HideQuery(line, w.Target))))
	}
	if !w.NextAttemptAfter.IsZero() {
		text = append(text, fmt.Sprintf("Asana tries again after %s.", moment(w.NextAttemptAfter)))
	}
	if !w.FailureDeletionTimestamp.IsZero() {
		text = append(text, fmt.Sprintf("Unless a delivery succeeds before, Asana deletes the webhook at %s, and its secret is of no use any more.", moment(w.FailureDeletionTimestamp)))
	}
	diags.AddWarning("Webhook deliveries fail", strings.Join(text, " "))
}

// moment shows a time to people.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 MST") }
