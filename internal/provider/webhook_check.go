package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// checkPlan refuses what Asana is documented to refuse in a new webhook, and
// what is nearly always a typo, wherever the plan introduces it. What the webhook
// has already passes: it exists, so Asana accepts it. Validators can't distinguish the
// two, because they don't know the state. A webhook that is created has a
// state without values.
func checkPlan(ctx context.Context, plan, state webhookModel, diags *diag.Diagnostics) {
	refuse := func(at path.Path, summary string, err error) {
		if err != nil {
			diags.AddAttributeError(at, summary, attributeDetail(at, err))
		}
	}
	if isNew(plan.Resource, state.Resource) {
		refuse(path.Root("resource"), "Invalid gid", asana.CheckResource(plan.Resource.ValueString()))
	}
	if isNew(plan.Target, state.Target) {
		refuse(path.Root("target"), "Invalid target", asana.CheckTarget(plan.Target.ValueString()))
	}
	had := filtersOf(ctx, state.Filters, diags)
	for _, element := range plan.Filters.Elements() {
		object, ok := element.(types.Object)
		if !ok || object.IsNull() || object.IsUnknown() {
			continue
		}
		var m filterModel
		diags.Append(object.As(ctx, &m, basetypes.ObjectAsOptions{})...)
		at := path.Root("filters").AtSetValue(element)
		if err := m.checkAction(had); err != nil {
			refuse(at.AtName("action"), "Invalid filter action", err)
			continue
		}
		refuse(at.AtName("fields"), "Invalid filter fields", m.checkFields(had))
	}
}

// isNew reports whether a plan has a value that the state does not have.
func isNew(plan, state types.String) bool { return !plan.IsUnknown() && !plan.Equal(state) }

// checkAction refuses an action that is unknown, and that no filter had.
func (m filterModel) checkAction(had []asana.Filter) error {
	action := asana.Action(m.Action.ValueString())
	if m.Action.IsNull() || m.Action.IsUnknown() || slices.ContainsFunc(had, func(f asana.Filter) bool { return f.Action == action }) {
		return nil
	}
	return asana.CheckAction(string(action))
}

// checkFields refuses fields without the action "changed", unless a filter had
// some with the same action.
func (m filterModel) checkFields(had []asana.Filter) error {
	action := asana.Action(m.Action.ValueString())
	// Whether it may have elements is all that counts of the fields here.
	if m.Action.IsUnknown() || m.Fields.IsUnknown() || len(m.Fields.Elements()) == 0 || action != "" && asana.CheckAction(string(action)) != nil {
		return nil
	}
	if slices.ContainsFunc(had, func(f asana.Filter) bool { return f.Action == action && len(f.Fields) > 0 }) {
		return nil
	}
	return asana.Filter{Action: action, Fields: []string{"any"}}.Check()
}

// errObjectDeleted is a webhook for which Asana names no object.
var errObjectDeleted = errors.New("the object no longer exists, and no events are sent: remove this webhook")

// warnOfUnsupported reports what a webhook has that a plan would refuse in a new
// one.
func warnOfUnsupported(w *asana.Webhook, diags *diag.Diagnostics) {
	var problems []string
	add := func(attribute string, err error) {
		if err == nil {
			return
		}
		if line := "\n  - " + asana.OneLine(attribute+": "+err.Error(), maxTarget); !slices.Contains(problems, line) {
			problems = append(problems, line)
		}
	}
	if w.Resource.GID == "" {
		add("resource", errObjectDeleted)
	}
	add("target", asana.CheckTarget(w.Target))
	for _, f := range w.Filters {
		add("filters", f.Check())
	}
	if len(problems) == 0 {
		return
	}
	diags.AddWarning("Webhook has unsupported values", fmt.Sprintf(
		"Webhook %s has values that a new webhook can't have:%s\n\n"+
			"Terraform reads and keeps this webhook as it is. A plan that creates or replaces a webhook with these values is an error: "+
			"change the configuration before you replace the webhook.", w.GID, strings.Join(problems, "")))
}
