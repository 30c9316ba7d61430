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
	return formatTime(w.CreatedAt)
}

func orphansDeleted(orphans []asana.Webhook) string {
	if len(orphans) == 0 {
		return ""
	}
	if len(orphans) == 1 {
		return fmt.Sprintf("An attempt created webhook %s, but its secret did not arrive, so the provider deleted it.", describeWebhooks(orphans))
	}
	return fmt.Sprintf("Attempts created webhooks %s, but their secrets did not arrive, so the provider deleted them.", describeWebhooks(orphans))
}

// replacedDeleted names the webhooks that were deleted to be replaced by one that was
// not created.
func replacedDeleted(replaced []asana.Webhook) string {
	if len(replaced) == 0 {
		return ""
	}
	return fmt.Sprintf("The provider deleted %s %s, which had this resource and target, because replace_existing is true. "+
		"Until an apply succeeds, this resource has no webhook.", plural(len(replaced), "webhook"), describeWebhooks(replaced))
}

// warnOfDeletions names what a creation that succeeded deleted on the way.
func warnOfDeletions(replaced, orphans []asana.Webhook, diags *diag.Diagnostics) {
	if len(replaced) > 0 {
		diags.AddWarning("Existing webhook replaced",
			fmt.Sprintf("The provider deleted %s %s, which had this resource and target, because replace_existing is true. "+
				"Update whatever uses the old secret.", plural(len(replaced), "webhook"), describeWebhooks(replaced)))
	}
	if len(orphans) > 0 {
		diags.AddWarning("Orphaned webhook deleted", orphansDeleted(orphans)+
			" The handshake sent the target a secret that no webhook uses. If the receiver stores the first secret that it receives, clear what it stored.")
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
