package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// describeWebhooks names webhooks that were deleted, with their age.
func describeWebhooks(all []asana.Webhook) string {
	var each []string
	for _, w := range all {
		each = append(each, fmt.Sprintf("%s (created %s)", w.GID, timeOfCreation(&w)))
	}
	return strings.Join(each, " and ")
}

// timeOfCreation is when a webhook was created, for people to read.
func timeOfCreation(w *asana.Webhook) string {
	if w == nil || w.CreatedAt.IsZero() {
		return "at a time that Asana did not report"
	}
	return w.CreatedAt.UTC().Format("2006-01-02 15:04:05 MST")
}

// orphansDeleted names the webhooks that attempts of a creation made and that it
// deleted again.
func orphansDeleted(orphans []asana.Webhook) string {
	if len(orphans) == 0 {
		return ""
	}
	if len(orphans) == 1 {
		return fmt.Sprintf("An attempt of this creation made webhook %s, but its secret did not arrive, so the provider deleted it.", describeWebhooks(orphans))
	}
	return fmt.Sprintf("Attempts of this creation made webhooks %s, but their secrets did not arrive, so the provider deleted them.", describeWebhooks(orphans))
}

// replacedByNothing names the webhooks that were deleted for one that was not
// created.
func replacedByNothing(replaced []asana.Webhook) string {
	if len(replaced) == 0 {
		return ""
	}
	return fmt.Sprintf("The %s that had this resource and target before, %s, no longer exists: it was deleted first, as replace_existing demands. "+
		"No events are sent to the target until an apply succeeds.", plural(len(replaced), "webhook"), describeWebhooks(replaced))
}

// warnOfDeletions names what a creation that succeeded deleted on the way.
func warnOfDeletions(replaced, orphans []asana.Webhook, diags *diag.Diagnostics) {
	if len(replaced) > 0 {
		diags.AddWarning("Existing webhook replaced",
			fmt.Sprintf("The provider deleted %s %s, which had this resource and target, because replace_existing is true. "+
				"Whoever used its secret must use the new one.", plural(len(replaced), "webhook"), describeWebhooks(replaced)))
	}
	if len(orphans) > 0 {
		diags.AddWarning("Orphaned webhook deleted", orphansDeleted(orphans)+
			" The target took part in each of these handshakes: a receiver that keeps the first secret that it is sent has one that no webhook uses.")
	}
}

// plural is a noun for a number of things.
func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
