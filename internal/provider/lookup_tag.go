package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// tagLookup is asana_tag.
func tagLookup() lookup {
	type model struct {
		found
		Workspace    types.String `tfsdk:"workspace"`
		PermalinkURL types.String `tfsdk:"permalink_url"`
	}
	return lookup{
		kind: "tag", key: "name", place: "workspace", isID: isGID(),
		description: "Looks up a tag by gid or by exact name within a workspace. A webhook on a tag sends the events of the tasks that have it.",
		attributes:  map[string]schema.Attribute{"permalink_url": computed(permalinkDescription)},
		get: getAs((*asana.Client).GetTag, func(t *asana.Tag) any {
			return model{foundOf(t.GID, t.Name), stringOrNull(t.Workspace.GID), stringOrNull(t.PermalinkURL)}
		}),
		names: asana.TagNames,
	}
}
