package provider

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func planCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	null, value := types.StringNull(), types.StringValue
	ctx, none := t.Context(), webhookModel{webhookCommonModel: webhookCommonModel{Filters: types.SetNull(filterType())}}
	planned := func(when string, edit func(*webhookModel)) diagnosticsCase {
		return shown(when, func(diags *diag.Diagnostics) {
			plan := goldenModel()
			edit(&plan)
			checkPlan(ctx, plan, none, diags)
		})
	}
	filters := func(all ...attr.Value) types.Set { return types.SetValueMust(filterType(), all) }
	undocumented := func(when string, filter attr.Value) diagnosticsCase {
		return shown(when, func(diags *diag.Diagnostics) { warnOfUndocumentedFilters(ctx, filters(filter), none.Filters, diags) })
	}
	unknown := goldenModel()
	unknown.Target = types.StringUnknown()
	kept, removed := goldenModel(), goldenModel()
	kept.Secret, removed.SecretStorage = value("hush-key"), value(string(storeNowhere))
	return []diagnosticsCase{
		planned("a new webhook has an empty resource", func(m *webhookModel) { m.Resource = value("") }),
		planned("a new webhook has a target with a user part", func(m *webhookModel) { m.Target = value("https://me@hooks.example.com/asana") }),
		planned("the action of a filter is unknown", func(m *webhookModel) { m.Filters = filters(goldenFilter(value("task"), value("updated"))) }),
		planned("a filter has fields with another action", func(m *webhookModel) {
			m.Filters = filters(goldenFilter(value("task"), value("added"), "name", "due_on"))
		}),
		planned("a filter has only fields", func(m *webhookModel) { m.Filters = filters(goldenFilter(null, null, "name")) }),
		undocumented("the type of a filter is not documented", goldenFilter(value("Task"), null)),
		undocumented("a field of a filter is not described", goldenFilter(value("task"), value("changed"), "due_date")),
		undocumented("several fields of a filter are not described", goldenFilter(value("tag"), value("changed"), "title", "html_notes")),
		shown("a target that is not known yet replaces the webhook", func(diags *diag.Diagnostics) { warnOfUnknownReplacement(unknown, diags) }),
		shown("secret_storage changes from state to none", func(diags *diag.Diagnostics) { warnOfRemovedSecret(removed, kept, diags) }),
		replacedThenRefused(t, 1),
		replacedThenRefused(t, maxRemovals+2),
	}
}

// replacedThenRefused is a value that becomes known in an apply, and is refused
// after webhooks were deleted.
func replacedThenRefused(t *testing.T, deleted int) diagnosticsCase {
	t.Helper()
	r := &webhookResource{data: &providerData{}}
	for i := range deleted {
		m := goldenModel()
		m.ID = types.StringValue(strconv.FormatInt(1204619611402340+int64(i), 10))
		r.data.removals.add(m)
	}
	schema := webhookSchema(t.Context())
	config := tfsdk.Config{Schema: schema, Raw: rawValue(t.Context(), t, schema, map[string]string{"resource": goldenProject, "target": "/asana"})}
	return shown(fmt.Sprintf("the target of a replacement, unknown before the apply, is relative, after this number of deletions: %d", deleted), func(diags *diag.Diagnostics) {
		var resp resource.ValidateConfigResponse
		r.ValidateConfig(t.Context(), resource.ValidateConfigRequest{Config: config}, &resp)
		diags.Append(resp.Diagnostics...)
	})
}

// conflictCases are planned creations whose pair has a webhook.
func conflictCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	inactive := goldenRecord(func(w *asana.Webhook) { w.Active = false })
	failing := goldenRecord(func(w *asana.Webhook) { w.DeliveryRetryCount, w.CreatedAt = 3, w.LastFailureAt })
	taken := func(when string, w *asana.Webhook, managed, replace bool) diagnosticsCase {
		return shown(when, func(diags *diag.Diagnostics) {
			d := withAnswers(t, serverFailure)
			if managed {
				d.planned.managed.Store(w.GID, true)
			}
			d.warnOfExisting(creates{target: goldenTarget, replace: replace}, w, diags)
		})
	}
	return []diagnosticsCase{
		taken("the webhook is not in the state", goldenRecord(nil), false, false),
		taken("the webhook is not in the state and inactive; replace_existing", inactive, false, true),
		taken("the webhook is in the state, and its deliveries fail", failing, true, false),
		taken("the webhook is in the state; replace_existing", goldenRecord(nil), true, true),
		shown("two creations of a plan have the same resource and target", func(diags *diag.Diagnostics) {
			d := withAnswers(t, func(*http.Request) (int, string) { return http.StatusOK, `{"data":[],"next_page":null}` })
			for range 2 {
				(&webhookResource{data: d}).warnOfConflicts(t.Context(), goldenModel(), diags)
			}
		}),
	}
}
