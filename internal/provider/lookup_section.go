package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// sectionLookup is asana_section.
func sectionLookup() lookup {
	type model struct {
		found
		Project types.String `tfsdk:"project"`
	}
	return lookup{
		kind: "section", key: "name", place: "project", isID: isGID(),
		description: "Looks up a section of a project by gid or by exact name. A section is a heading in the list of the project, or a column on its board. A webhook on a section sends the events of the tasks in it.",
		attributes: map[string]schema.Attribute{
			"project": schema.StringAttribute{
				MarkdownDescription: "Gid of the project in which to look for the `name`. Required with `name`. With an `id`, it is the section's project.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{isGID()},
			},
		},
		get: getAs((*asana.Client).GetSection, func(s *asana.Section) any {
			return model{foundOf(s.GID, s.Name), stringOrNull(s.Project.GID)}
		}),
		names: asana.SectionNames,
	}
}
