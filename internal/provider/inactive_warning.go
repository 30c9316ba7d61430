package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// warnOfInactive warns about a webhook that sends no events. The state shows it
// as drift only once.
func warnOfInactive(w *asana.Webhook, diags *diag.Diagnostics) {
	if w.Active {
		return
	}
	diags.AddWarning("Webhook inactive", fmt.Sprintf(
		"Asana reports webhook %s as inactive: it sends no events of resource %s to %s. Asana documents no request that activates a webhook.\n\n"+
			"Check that the target answers. If the webhook stays inactive, replace the webhook (terraform apply -replace=…), which needs a handshake with the target and results in a new secret.",
		w.GID, w.Resource.GID, shownTarget(w.Target)))
}
