package provider

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ datasource.DataSourceWithConfigure = (*webhooksDataSource)(nil)

// webhooksDataSource lists webhooks.
type webhooksDataSource struct{ data *providerData }

type webhooksDataModel struct {
	webhooksQuery
	Webhooks []webhookRecordModel `tfsdk:"webhooks"`
}

func newWebhooksDataSource() datasource.DataSource { return &webhooksDataSource{} }

func (s *webhooksDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_webhooks"
}

func (s *webhooksDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the webhooks of a workspace that the token's app registered for the token's user. Asana lists no others. You can restrict the list to one resource, or to targets with a common prefix.",
		Attributes: map[string]schema.Attribute{
			"workspace": schema.StringAttribute{
				MarkdownDescription: queryWorkspace, Optional: true, Computed: true, Validators: []validator.String{isGID()},
			},
			"resource": schema.StringAttribute{
				MarkdownDescription: queryResource, Optional: true, Validators: []validator.String{isResource()},
			},
			"target_prefix": schema.StringAttribute{
				MarkdownDescription: queryTargetPrefix, Optional: true, Validators: []validator.String{isNotEmpty()},
			},
			"webhooks": schema.ListNestedAttribute{
				MarkdownDescription: "Webhooks, sorted by gid. Empty if there are none.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: webhookRecordAttributes()},
			},
		},
	}
}

func (s *webhooksDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	s.data = dataFrom(req.ProviderData, &resp.Diagnostics)
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
