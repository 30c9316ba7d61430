package provider

import (
	"context"
	"iter"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

var (
	_ datasource.DataSourceWithConfigure      = (*lookupDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*lookupDataSource)(nil)
)

// lookup is a kind of object that is looked up by gid or by exact name. The
// kinds differ in their calls and in what they have beside the two.
type lookup struct {
	kind        string // "project": the data source is asana_project
	description string
	attributes  map[string]schema.Attribute // beside id, name and workspace
	global      bool                        // names are not those of one workspace
	fallback    string                      // id to take if neither is given; empty: one must be
	isID        validator.String

	// get fetches the object with a gid, as the data source's model.
	get func(ctx context.Context, c *asana.Client, gid string) (model any, err error)
	// list yields gids and names.
	list func(ctx context.Context, c *asana.Client, workspace string) iter.Seq2[asana.NamedResource, error]
}

// lookupDataSource serves a lookup.
type lookupDataSource struct {
	lookup
	data *providerData
}

func (l lookup) dataSource() datasource.DataSource { return &lookupDataSource{lookup: l} }

func (l *lookupDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.kind
}

func (l *lookupDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "Gid of the " + l.kind + ". Give it or the `name`.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{l.isID},
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "Name of the " + l.kind + ", exactly as Asana shows it, upper and lower case included. No such name, or several, is an error that lists what there is.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isNotEmpty()},
		},
	}
	if !l.global {
		attributes["workspace"] = schema.StringAttribute{
			MarkdownDescription: "Gid of the workspace or organization in which to look for the `name`. Defaults to the provider's `workspace`. With an `id`, it is read from Asana.",
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{isGID()},
		}
	}
	maps.Copy(attributes, l.attributes)
	resp.Schema = schema.Schema{MarkdownDescription: l.description, Attributes: attributes}
}

func (l *lookupDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	l.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig wants one way of naming the object.
func (l *lookupDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var id, name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	switch {
	case !id.IsNull() && !name.IsNull() && !id.IsUnknown() && !name.IsUnknown():
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Both id and name", "Attribute name: Give the id or the name of the "+l.kind+", not both.")
	case id.IsNull() && name.IsNull() && l.fallback == "":
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Neither id nor name", "Attribute id: Give the id or the name of the "+l.kind+".")
	}
}

func (l *lookupDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id, name, workspace types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	if !l.global {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("workspace"), &workspace)...)
	}
	if resp.Diagnostics.HasError() || !l.data.ready(&resp.Diagnostics) {
		return
	}
	defer l.data.addRunWarnings(&resp.Diagnostics)
	gid := id.ValueString()
	switch {
	case !name.IsNull():
		gid = l.find(ctx, name.ValueString(), workspace, &resp.Diagnostics)
	case gid == "":
		gid = l.fallback
	}
	if resp.Diagnostics.HasError() {
		return
	}
	model, err := l.get(ctx, l.data.client, gid)
	if err != nil {
		l.data.addFailure(&resp.Diagnostics, notFound(l.kind, l.kind+" "+gid, err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	if !workspace.IsNull() {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace"), workspace)...)
	}
}
