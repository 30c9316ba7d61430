package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// ValidateConfig adds to what the validators of single attributes say. A value that
// becomes known during an apply is validated when the webhook that it replaces has
// been deleted already, which the error must say.
func (r *webhookResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	passed := checkExistingSecret(ctx, req.Config, &resp.Diagnostics)
	if r.data == nil || r.data.removals.none() {
		return
	}
	var config webhookModel
	if req.Config.Get(ctx, &config).HasError() {
		return // which is reported for the attribute
	}
	if config.Resource.IsUnknown() || config.Target.IsUnknown() || !isWhollyKnown(ctx, config.Filters) {
		return
	}
	// The plan refuses what else validators let pass, and adds the same.
	if !passed || asana.CheckAbsoluteURL(config.Target.ValueString()) != nil || asana.CheckResource(config.Resource.ValueString()) != nil {
		r.addRemovals(config, &resp.Diagnostics)
	}
}

// addRemovals adds to the errors of a webhook which ones this run deleted before.
func (r *webhookResource) addRemovals(m webhookModel, diags *diag.Diagnostics) {
	if r.data == nil {
		return
	}
	if deleted := r.data.removals.describe(m.Resource.ValueString(), m.Target.ValueString()); deleted != "" {
		diags.AddError("Webhook not created", deleted)
	}
}
