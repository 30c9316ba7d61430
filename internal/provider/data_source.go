package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// dataSource is what all data sources have in common.
type dataSource struct {
	typeName string // without the provider's
	data     *providerData
}

func (s *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + s.typeName
}

func (s *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	s.data = dataFrom(req.ProviderData, &resp.Diagnostics)
}

// computed is an attribute that Asana fills in.
func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

func computedBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: description, Computed: true}
}

func optional(description string, check validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: []validator.String{check}}
}

// optionalComputed is an argument that the data source fills in if it is not set.
func optionalComputed(description string, check validator.String) schema.StringAttribute {
	attribute := optional(description, check)
	attribute.Computed = true
	return attribute
}

// Descriptions of what several data sources say of an object.
const (
	permalinkDescription = "URL of its page in Asana. Null if Asana does not return it."
	archivedDescription  = "Whether the project is archived."
	teamDescription      = "Gid of the team that shares the project. Null in a workspace that is not an organization."
)
