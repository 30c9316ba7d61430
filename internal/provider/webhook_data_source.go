package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var (
	_ datasource.DataSourceWithConfigure      = (*webhookDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*webhookDataSource)(nil)
)

type webhookDataSource struct{ dataSource }

type webhookDataModel struct {
	webhookRecordModel
	Workspace types.String `tfsdk:"workspace"`
}

func newWebhookDataSource() datasource.DataSource {
	return &webhookDataSource{dataSource{typeName: "webhook"}}
}

func (s *webhookDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := webhookRecordAttributes()
	attributes["id"] = optionalComputed("Gid of the webhook. Set it, or `resource` and `target`.", isGID)
	attributes["resource"] = optionalComputed("Gid of the Asana object whose events are sent. Set it together with `target` to find the webhook.", isResource)
	attributes["target"] = optionalComputed("URL that receives the events, exactly as it was registered, including the query. Set it together with `resource` to find the webhook.", isAbsoluteURL)
	attributes["workspace"] = optional("Gid of the workspace in which to look for `resource` and `target`. Defaults to the provider's `workspace`, or to all workspaces of the token's user if that is not set.", isGID)
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a webhook with the health of its deliveries, by gid or by resource and target. Use it to monitor the webhook with a `check` block, or to find one that exists. " +
			"It can read only webhooks that the token's app registered for the token's user. It can't read the secret.",
		Attributes: attributes,
	}
}

// ValidateConfig wants one way of naming the webhook, and that one whole.
func (s *webhookDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var m webhookDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || m.ID.IsUnknown() || m.Resource.IsUnknown() || m.Target.IsUnknown() {
		return
	}
	byID, byResource, byTarget := !m.ID.IsNull(), !m.Resource.IsNull(), !m.Target.IsNull()
	missing := func(at, why string) {
		resp.Diagnostics.AddAttributeError(path.Root(at), "Missing argument", fmt.Sprintf("Attribute %s: %s", at, why))
	}
	switch {
	case byID && (byResource || byTarget):
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Conflicting arguments", "Attribute id: Set the id, or resource and target, not both.")
	case byID, byResource && byTarget:
	case byResource:
		missing("target", "The provider finds a webhook by its resource and target. Set the target, too. The data source asana_webhooks lists all webhooks of a resource.")
	case byTarget:
		missing("resource", "The provider finds a webhook by its resource and target. Set the resource, too. The data source asana_webhooks lists all webhooks with a target.")
	default:
		missing("id", "Set the id, or resource and target.")
	}
}

func (s *webhookDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m webhookDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !s.data.ready(&resp.Diagnostics) {
		return
	}
	defer s.data.addRunWarnings(&resp.Diagnostics)
	w, object, err := s.read(ctx, m)
	switch {
	case errors.Is(err, asana.ErrNoSuchWebhook):
		resp.Diagnostics.AddAttributeError(path.Root("target"), "Webhook not found",
			"Attribute target: There is no webhook on resource "+m.Resource.ValueString()+" with the target "+shownTarget(m.Target.ValueString())+
				" among those that the token's app registered for the token's user. Check both values. The target is compared with its query.")
	case err != nil && m.ID.IsNull():
		s.data.addFailure(&resp.Diagnostics, notRead("webhook", object, err))
	case err != nil:
		s.data.addFailure(&resp.Diagnostics, notFound("webhook", object, err))
	default:
		target := m.Target
		m.webhookRecordModel = recordOf(ctx, w, &resp.Diagnostics)
		if !target.IsNull() {
			m.Target = target // Asana may spell it in another way
		}
		resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	}
}

// read fetches the webhook by its gid, or by resource and target, and says which
// one it is about.
func (s *webhookDataSource) read(ctx context.Context, m webhookDataModel) (w *asana.Webhook, object string, err error) {
	if m.ID.IsNull() {
		w, err = s.data.client.FindWebhook(ctx, asana.WebhookQuery{
			Workspace: cmp.Or(m.Workspace.ValueString(), s.data.workspace),
			Resource:  m.Resource.ValueString(), Target: m.Target.ValueString(),
		})
		return w, describePair(m.Resource.ValueString(), m.Target.ValueString()), err
	}
	w, err = s.data.client.ReadWebhook(ctx, m.ID.ValueString())
	return w, "webhook " + m.ID.ValueString(), err
}
