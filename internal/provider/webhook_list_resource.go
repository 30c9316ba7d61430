package provider

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var _ list.ListResourceWithConfigure = (*webhookListResource)(nil)

// webhookListResource serves terraform query.
type webhookListResource struct{ data *providerData }

func newWebhookListResource() list.ListResource { return &webhookListResource{} }

func (l *webhookListResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_webhook"
}

func (l *webhookListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the webhooks of a workspace for `terraform query`, which can generate configuration for them and import them all. It requires Terraform 1.14. OpenTofu has no queries. " +
			"It finds only webhooks that the token's app registered for the token's user. It can't read their secrets.",
		Attributes: map[string]schema.Attribute{
			"workspace":     schema.StringAttribute{MarkdownDescription: queryWorkspace, Optional: true, Validators: []validator.String{isGID}},
			"resource":      schema.StringAttribute{MarkdownDescription: queryResource, Optional: true, Validators: []validator.String{isResource}},
			"target_prefix": schema.StringAttribute{MarkdownDescription: queryTargetPrefix, Optional: true, Validators: []validator.String{isNotEmpty}},
		},
	}
}

func (l *webhookListResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

// List streams the webhooks. A failure is pushed as the last result, so that a
// page that can't be read does not look like a short list.
func (l *webhookListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var q webhooksQuery
	diags := req.Config.Get(ctx, &q)
	var workspace string
	if !diags.HasError() && l.data.ready(&diags) {
		workspace = l.data.workspaceOr(ctx, q.Workspace, &diags)
	}
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		var n int64
		var last diag.Diagnostics // which no webhook shows
		for w, err := range q.webhooks(ctx, l.data.client, workspace) {
			if err != nil {
				l.data.addFailure(&last, failure{"Webhooks not listed", "the webhooks of workspace " + workspace, err})
				break
			}
			n++
			if !push(l.listed(ctx, req, &w)) || n == req.Limit {
				return
			}
		}
		l.data.addRunWarnings(&last)
		if len(last) > 0 {
			push(list.ListResult{Diagnostics: last})
		}
	}
}

// listed describes one webhook, as an import would.
func (l *webhookListResource) listed(ctx context.Context, req list.ListRequest, w *asana.Webhook) list.ListResult {
	result := req.NewListResult(ctx)
	name := l.data.client.Quote(w.Resource.Name, maxName)
	if name == "" {
		name = cmp.Or(w.Resource.GID, "object that no longer exists")
	}
	result.DisplayName = fmt.Sprintf("%s → %s", name, shownTarget(w.Target))
	var m webhookModel
	if req.IncludeResource {
		// An attribute that is set makes an object of it, whose other
		// attributes are null, each of its own type.
		result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), w.GID)...)
		result.Diagnostics.Append(result.Resource.Get(ctx, &m)...)
		m.setRecord(ctx, w, &result.Diagnostics)
		m.setDefaults()
		result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
	}
	result.Diagnostics.Append(result.Identity.Set(ctx, identityModel{GID: types.StringValue(w.GID)})...)
	l.data.addRunWarnings(&result.Diagnostics)
	return result
}
