package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var (
	_ datasource.DataSourceWithConfigure      = (*projectsDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*projectsDataSource)(nil)
)

type projectsDataSource struct{ dataSource }

type projectsDataModel struct {
	Workspace       types.String         `tfsdk:"workspace"`
	Team            types.String         `tfsdk:"team"`
	Portfolio       types.String         `tfsdk:"portfolio"`
	Archived        types.Bool           `tfsdk:"archived"`
	IncludeArchived types.Bool           `tfsdk:"include_archived"`
	Projects        []projectRecordModel `tfsdk:"projects"`
}

type projectRecordModel struct {
	ID           types.String `tfsdk:"id"`
	Name         types.String `tfsdk:"name"`
	Archived     types.Bool   `tfsdk:"archived"`
	Team         types.String `tfsdk:"team"`
	PermalinkURL types.String `tfsdk:"permalink_url"`
}

func newProjectsDataSource() datasource.DataSource {
	return &projectsDataSource{dataSource{typeName: "projects"}}
}

func (s *projectsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists all projects of a workspace, a team or a portfolio that the token's user can see. Use it with `for_each` to register a webhook on each of them. It sends one request for each hundred projects.",
		Attributes: map[string]schema.Attribute{
			"workspace":        optionalComputed("Gid of the workspace or organization whose projects are listed. Defaults to the provider's `workspace` if neither `team` nor `portfolio` is set, and is null otherwise. Conflicts with `team` and `portfolio`. In a large organization, prefer a team or a portfolio, because Asana's list of a whole organization may time out.", isGID),
			"team":             optional("Gid of the team whose projects are listed. Conflicts with `workspace` and `portfolio`.", isGID),
			"portfolio":        optional("Gid of the portfolio whose projects are listed. The list does not include portfolios inside this one, nor their projects. Use another data source for each of them. Conflicts with `workspace` and `team`.", isGID),
			"archived":         schema.BoolAttribute{MarkdownDescription: "Whether to list the archived projects instead of the others. Defaults to `false`. Conflicts with `include_archived = true`.", Optional: true},
			"include_archived": schema.BoolAttribute{MarkdownDescription: "Whether to list the archived projects as well as the others. Defaults to `false`. With `true`, it conflicts with `archived`.", Optional: true},
			"projects": schema.ListNestedAttribute{
				MarkdownDescription: "Projects, sorted by gid. Empty if there are none.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":            computed("Gid of the project."),
					"name":          computed("Name of the project. Several projects can have the same name."),
					"archived":      computedBool(archivedDescription),
					"team":          computed(teamDescription),
					"permalink_url": computed(permalinkDescription),
				}},
			},
		},
	}
}

// ValidateConfig refuses two places, and two ways to say which of their projects.
func (s *projectsDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var m projectsDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if places := m.places(); len(places) > 1 {
		resp.Diagnostics.AddAttributeError(path.Root(places[1]), "Conflicting arguments",
			"Attribute "+places[1]+": Projects are listed of one place, and both "+places[0]+" and "+places[1]+" are set. Remove one of them.")
	}
	if m.IncludeArchived.ValueBool() && !m.Archived.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("archived"), "Conflicting arguments",
			"Attribute archived: With include_archived = true, both archived projects and others are listed. Remove one of the two arguments.")
	}
}

func (s *projectsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m projectsDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !s.data.ready(&resp.Diagnostics) {
		return
	}
	defer s.data.addRunWarnings(&resp.Diagnostics)
	if m.Team.IsNull() && m.Portfolio.IsNull() {
		workspace := s.data.workspaceOr(ctx, m.Workspace, &resp.Diagnostics)
		if workspace == "" {
			return
		}
		m.Workspace = types.StringValue(workspace)
	}
	m.Projects = []projectRecordModel{}
	workspace, team, portfolio := m.Workspace.ValueString(), m.Team.ValueString(), m.Portfolio.ValueString()
	for p, err := range s.data.client.ProjectRecords(ctx, asana.ProjectListOptions{
		Workspace: workspace, Team: team, Portfolio: portfolio,
		Archived: m.Archived.ValueBool(), IncludeArchived: m.IncludeArchived.ValueBool(),
	}) {
		if err != nil {
			place := m.places()[0] + " " + cmp.Or(workspace, team, portfolio)
			s.data.addFailure(&resp.Diagnostics, notRead("projects", "the projects of "+place, err))
			return
		}
		m.Projects = append(m.Projects, projectRecordModel{
			types.StringValue(p.GID), types.StringValue(p.Name), types.BoolValue(p.Archived), stringOrNull(p.Team.GID), stringOrNull(p.PermalinkURL),
		})
	}
	slices.SortFunc(m.Projects, func(a, b projectRecordModel) int {
		return compareGIDs(a.ID.ValueString(), b.ID.ValueString())
	})
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// places names the arguments that say whose projects are listed.
func (m *projectsDataModel) places() []string {
	var set []string
	for _, argument := range []struct {
		name  string
		value types.String
	}{{"workspace", m.Workspace}, {"team", m.Team}, {"portfolio", m.Portfolio}} {
		if !argument.value.IsNull() {
			set = append(set, argument.name)
		}
	}
	return set
}
