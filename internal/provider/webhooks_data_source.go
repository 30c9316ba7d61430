package provider

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ datasource.DataSourceWithConfigure = (*webhooksDataSource)(nil)

type webhooksDataSource struct{ dataSource }

type webhooksDataModel struct {
	webhooksQuery
	Webhooks []webhookRecordModel `tfsdk:"webhooks"`
}

func newWebhooksDataSource() datasource.DataSource {
	return &webhooksDataSource{dataSource{typeName: "webhooks"}}
}

func (s *webhooksDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the webhooks of a workspace that the token's app registered for the token's user. Asana lists no others. You can restrict the list to one resource, or to targets with a common prefix.",
		Attributes: map[string]schema.Attribute{
			"workspace":     optionalComputed(queryWorkspace, isGID),
			"resource":      optional(queryResource, isResource),
			"target_prefix": optional(queryTargetPrefix, isNotEmpty),
			"webhooks": schema.ListNestedAttribute{
				MarkdownDescription: "Webhooks, sorted by gid. Empty if there are none.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: webhookRecordAttributes()},
			},
		},
	}
}

func (s *webhooksDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m webhooksDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !s.data.ready(&resp.Diagnostics) {
		return
	}
	defer s.data.addRunWarnings(&resp.Diagnostics)
	workspace := s.data.workspaceOr(ctx, m.Workspace, &resp.Diagnostics)
	if workspace == "" {
		return
	}
	m.Workspace, m.Webhooks = types.StringValue(workspace), []webhookRecordModel{}
	for w, err := range m.webhooks(ctx, s.data.client, workspace) {
		if err != nil {
			s.data.addFailure(&resp.Diagnostics, failure{"Webhooks not listed", "the webhooks of workspace " + workspace, err})
			return
		}
		m.Webhooks = append(m.Webhooks, recordOf(ctx, &w, &resp.Diagnostics))
	}
	slices.SortFunc(m.Webhooks, func(a, b webhookRecordModel) int {
		return compareGIDs(a.ID.ValueString(), b.ID.ValueString())
	})
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// compareGIDs orders gids as the numbers that they are.
func compareGIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}
