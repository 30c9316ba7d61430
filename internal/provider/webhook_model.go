package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// timeFormat is that of Asana's times.
const timeFormat = "2006-01-02T15:04:05.000Z07:00"

// webhookModel is an asana_webhook in configuration, plan and state.
type webhookModel struct {
	webhookCommonModel
	ReplaceExisting  types.Bool     `tfsdk:"replace_existing"`
	RotationTriggers types.Map      `tfsdk:"rotation_triggers"`
	SecretStorage    types.String   `tfsdk:"secret_storage"`
	ExistingSecret   types.String   `tfsdk:"existing_secret"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
	Secret           types.String   `tfsdk:"secret"`
	SecretSHA256     types.String   `tfsdk:"secret_sha256"`
}

// webhookCommonModel is what the resource and the data sources show of a webhook.
type webhookCommonModel struct {
	ID           types.String `tfsdk:"id"`
	Resource     types.String `tfsdk:"resource"`
	Target       types.String `tfsdk:"target"`
	Filters      types.Set    `tfsdk:"filters"`
	Active       types.Bool   `tfsdk:"active"`
	CreatedAt    types.String `tfsdk:"created_at"`
	ResourceName types.String `tfsdk:"resource_name"`
	ResourceType types.String `tfsdk:"resource_type"`
}

// identityModel is what identifies a webhook to Terraform.
type identityModel struct {
	GID types.String `tfsdk:"gid"`
}

// request is what Asana is asked to create.
func (m *webhookModel) request(ctx context.Context, diags *diag.Diagnostics) asana.WebhookRequest {
	return asana.WebhookRequest{
		Resource: m.Resource.ValueString(),
		Target:   m.Target.ValueString(),
		Filters:  filtersOf(ctx, m.Filters, diags),
	}
}

// setRecord takes over a webhook as Asana describes it. Filters that mean the
// same as those in the model stay as they are written there.
func (m *webhookCommonModel) setRecord(ctx context.Context, w *asana.Webhook, diags *diag.Diagnostics) {
	m.ID = types.StringValue(w.GID)
	if w.Resource.GID != "" || m.Resource.IsNull() { // else the object was deleted
		m.Resource = types.StringValue(w.Resource.GID)
	}
	m.Target = types.StringValue(w.Target)
	if !asana.SameFilters(filtersOf(ctx, m.Filters, diags), w.Filters) {
		m.Filters = filtersValue(ctx, w.Filters, diags)
	}
	m.setComputed(w)
}

// setComputed takes over what only Asana decides. After an apply the rest must
// be what was planned, even where Asana describes it in other words.
func (m *webhookCommonModel) setComputed(w *asana.Webhook) {
	m.Active = types.BoolValue(w.Active)
	m.CreatedAt = timeValue(w.CreatedAt)
	m.ResourceName = stringOrNull(w.Resource.Name)
	m.ResourceType = stringOrNull(w.Resource.ResourceType)
}

// setDefaults fills in the defaults of arguments that the state lacks: after
// an import, and in states that an older version of the provider wrote.
func (m *webhookModel) setDefaults() {
	if m.ReplaceExisting.IsNull() {
		m.ReplaceExisting = types.BoolValue(false)
	}
	if m.SecretStorage.IsNull() {
		m.SecretStorage = types.StringValue(string(storeInState))
	}
}

func (m *webhookModel) describe() string {
	if id := m.ID.ValueString(); id != "" {
		return "webhook " + shownText(id)
	}
	return describePair(m.Resource.ValueString(), m.Target.ValueString())
}

// describePair names a webhook whose gid is not known.
func describePair(resource, target string) string {
	return fmt.Sprintf("a webhook on resource %s with target %s", shownText(resource), shownTarget(target))
}

func timeValue(t time.Time) types.String {
	if t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(t.UTC().Format(timeFormat))
}

func stringOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}
