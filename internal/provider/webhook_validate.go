package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ValidateConfig adds to what the validators of single attributes say. A value that
// becomes known during an apply is validated when the webhook that it replaces has
// been deleted already, which the error must say.
func (r *webhookResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.data == nil || r.data.removals.none() {
		return
	}
	var config webhookModel
	if req.Config.Get(ctx, &config).HasError() {
		return // which is reported for the attribute
	}
	deleted := r.data.removals.describe(config.Resource.ValueString(), config.Target.ValueString())
	if deleted == "" || config.Resource.IsUnknown() || config.Target.IsUnknown() || !isWhollyKnown(ctx, config.Filters) {
		return
	}
	request := config.request(ctx, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() && request.Check() != nil {
		resp.Diagnostics.AddError("Webhook not created", deleted)
	}
}
