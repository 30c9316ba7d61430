package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// checkID reports whether a state has the gid of its webhook. One that was edited
// by hand may have none.
func (m *webhookModel) checkID(diags *diag.Diagnostics) bool {
	if asana.CheckGID(m.ID.ValueString()) == nil {
		return true
	}
	id := "no id"
	if m.ID.ValueString() != "" {
		id = fmt.Sprintf("the id %q, which is not a gid", shownText(m.ID.ValueString()))
	}
	diags.AddAttributeError(path.Root("id"), "Webhook id missing in the state", fmt.Sprintf(
		"The state of %s has %s. Somebody may have edited the state by hand. Without the gid, Terraform can't identify the webhook, so the provider sent no request.\n\n"+
			"Restore an earlier version of the state, which also has the secret. Or remove the resource from the state, and import the webhook by its gid:\n\n"+
			"  terraform state rm ADDRESS\n  terraform import ADDRESS GID\n\n"+
			"The data source asana_webhooks lists your webhooks with their gids.",
		describePair(m.Resource.ValueString(), m.Target.ValueString()), id))
	return false
}
