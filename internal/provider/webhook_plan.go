package provider

import (
	"context"
	"fmt"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var _ planmodifier.Set = keepSameFilters{}

// keepSameFilters plans no change where the configured filters mean the same
// as those in the state, only written otherwise.
type keepSameFilters struct{}

func (keepSameFilters) Description(context.Context) string {
	return "Filters that mean the same are no difference."
}

func (m keepSameFilters) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (keepSameFilters) PlanModifySet(ctx context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || !isWhollyKnown(ctx, req.PlanValue) {
		return
	}
	planned := filtersOf(ctx, req.PlanValue, &resp.Diagnostics)
	if asana.SameFilters(planned, filtersOf(ctx, req.StateValue, &resp.Diagnostics)) {
		resp.PlanValue = req.StateValue
	}
}

// ModifyPlan refuses what is known to fail, before anything is called. Most new webhooks of a
// large plan do not get here: what is refused or warned of is in passesPlan as well.
func (r *webhookResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !req.State.Raw.IsNull() && r.data != nil {
		var id types.String
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
		r.data.planned.managed.Store(id.ValueString(), true)
	}
	if req.Plan.Raw.IsNull() {
		return // destroy
	}
	planSecret(ctx, req, resp)
	if req.Plan.Raw.Equal(req.State.Raw) {
		return // no change of anything else
	}
	var plan webhookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	creates := req.State.Raw.IsNull()
	var state webhookModel
	state.Filters = types.SetNull(filterType())
	if !creates {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	checkPlan(ctx, plan, state, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() && (!plan.Target.Equal(state.Target) || !plan.Resource.Equal(state.Resource)) {
		r.checkTarget(plan, resp)
	}
	switch {
	case resp.Diagnostics.HasError():
		r.addRemovals(plan, &resp.Diagnostics)
		return
	case creates:
		r.warnOfConflicts(ctx, plan, &resp.Diagnostics)
	default:
		warnOfRemovedSecret(plan, state, &resp.Diagnostics)
		warnOfUnknownReplacement(plan, &resp.Diagnostics)
		if isReplaced(plan, state) && r.data != nil {
			// Terraform plans the creation once more, and shows no warning of that.
			r.data.planned.replaced.Store(state.ID.ValueString(), true)
			r.warnOfConflicts(ctx, plan, &resp.Diagnostics)
		}
	}
	warnOfUndocumentedFilters(ctx, plan.Filters, state.Filters, &resp.Diagnostics)
}

// warnOfUnknownReplacement warns of a replacement that is planned only because a
// value is not known yet.
func warnOfUnknownReplacement(plan webhookModel, diags *diag.Diagnostics) {
	for name, value := range map[string]types.String{"resource": plan.Resource, "target": plan.Target} {
		if value.IsUnknown() {
			diags.AddAttributeWarning(path.Root(name), "Replacement because of an unknown value",
				fmt.Sprintf("The %s depends on something that this plan creates or changes, so its value is known only during the apply. "+
					"So Terraform plans to replace the webhook, even if the value stays the same: it deletes the old webhook, and the new one has a new secret.\n\n"+
					"To prevent that, use a value that is known in advance, or apply what it depends on first (terraform apply -target=…).", name))
		}
	}
}

// isReplaced reports whether a plan replaces a webhook because of its
// configuration. That the user asked for a replacement is not known here.
func isReplaced(plan, state webhookModel) bool {
	return !plan.Resource.Equal(state.Resource) || !plan.Target.Equal(state.Target) ||
		rotates(state.RotationTriggers, plan.RotationTriggers) ||
		replacesToStore(state.SecretStorage, plan.SecretStorage, plan.ExistingSecret)
}

// checkTarget looks at the target of a webhook that is going to be created.
func (r *webhookResource) checkTarget(plan webhookModel, resp *resource.ModifyPlanResponse) {
	if plan.Target.IsUnknown() {
		return
	}
	target := plan.Target.ValueString()
	if err := r.data.checkTarget(target); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("target"), "Target not public", attributeDetail(path.Root("target"), err))
	}
	if isUnencrypted(target) {
		resp.Diagnostics.AddAttributeWarning(path.Root("target"), "Target without encryption",
			"The target is plain http. Anybody on the network between Asana and the target can read the events, and the secret in the handshake. "+
				"Use https unless this is a test.")
	}
}

// isUnencrypted reports whether events go to a target as plain http, through a network.
func isUnencrypted(target string) bool {
	u, err := url.Parse(target)
	return err == nil && u.Scheme == "http" && !asana.IsLoopback(u.Hostname())
}
