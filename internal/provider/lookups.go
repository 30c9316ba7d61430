package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// computed is an attribute that Asana fills in.
func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

// lookups are all kinds of objects that are looked up.
func lookups() []lookup {
	return []lookup{
		workspaceLookup(), projectLookup(), sectionLookup(), tagLookup(), teamLookup(),
		portfolioLookup(), userLookup(), userTaskListLookup(),
	}
}

// found is what every lookup gives.
type found struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

func foundOf(gid, name string) found {
	return found{ID: types.StringValue(gid), Name: types.StringValue(name)}
}

// Descriptions of what several data sources say of an object.
const (
	permalinkDescription = "URL of its page in Asana. Null if Asana does not return it."
	archivedDescription  = "Whether the project is archived."
	teamDescription      = "Gid of the team that shares the project. Null in a workspace that is not an organization."
)

// workspaceLookup is asana_workspace.
func workspaceLookup() lookup {
	type model struct {
		found
		IsOrganization types.Bool `tfsdk:"is_organization"`
		EmailDomains   []string   `tfsdk:"email_domains"`
	}
	return lookup{
		kind: "workspace", key: "name", isID: isGID(),
		description: "Looks up a workspace or organization by gid or by exact name. Use it for the `workspace` of the provider and of other data sources, and for webhooks on a whole workspace.",
		attributes: map[string]schema.Attribute{
			"is_organization": schema.BoolAttribute{MarkdownDescription: "Whether the workspace is an organization, which has teams.", Computed: true},
			"email_domains": schema.ListAttribute{
				MarkdownDescription: "Email domains of the organization, in Asana's order. Empty for a workspace that is not an organization.",
				Computed:            true, ElementType: types.StringType,
			},
		},
		get: getAs((*asana.Client).GetWorkspace, func(w *asana.Workspace) any {
			domains := append([]string{}, w.EmailDomains...) // empty, not null
			return model{foundOf(w.GID, w.Name), types.BoolValue(w.IsOrganization), domains}
		}),
		names: func(string) asana.NameList { return asana.WorkspaceNames() },
	}
}

// projectLookup is asana_project.
func projectLookup() lookup {
	type model struct {
		found
		Workspace    types.String `tfsdk:"workspace"`
		Team         types.String `tfsdk:"team"`
		Archived     types.Bool   `tfsdk:"archived"`
		PermalinkURL types.String `tfsdk:"permalink_url"`
	}
	return lookup{
		kind: "project", key: "name", place: "workspace", isID: isGID(),
		description: "Looks up a project by gid or by exact name within a workspace. Its gid can be the `resource` of a webhook.",
		attributes: map[string]schema.Attribute{
			"team":          computed(teamDescription),
			"archived":      schema.BoolAttribute{MarkdownDescription: archivedDescription, Computed: true},
			"permalink_url": computed(permalinkDescription),
		},
		get: getAs((*asana.Client).GetProject, func(p *asana.Project) any {
			return model{
				foundOf(p.GID, p.Name), stringOrNull(p.Workspace.GID), stringOrNull(p.Team.GID),
				types.BoolValue(p.Archived), stringOrNull(p.PermalinkURL),
			}
		}),
		names: asana.ProjectNames,
	}
}

// teamLookup is asana_team.
func teamLookup() lookup {
	type model struct {
		found
		Workspace    types.String `tfsdk:"workspace"`
		PermalinkURL types.String `tfsdk:"permalink_url"`
	}
	return lookup{
		kind: "team", key: "name", place: "workspace", isID: isGID(),
		description: "Looks up a team by gid or by exact name within an organization. Use it for webhooks on a whole team, which require `filters`.",
		attributes:  map[string]schema.Attribute{"permalink_url": computed(permalinkDescription)},
		get: getAs((*asana.Client).GetTeam, func(t *asana.Team) any {
			return model{foundOf(t.GID, t.Name), stringOrNull(t.Organization.GID), stringOrNull(t.PermalinkURL)}
		}),
		names: asana.TeamNames,
	}
}

// portfolioLookup is asana_portfolio.
func portfolioLookup() lookup {
	type model struct {
		found
		Workspace    types.String `tfsdk:"workspace"`
		Owner        types.String `tfsdk:"owner"`
		PermalinkURL types.String `tfsdk:"permalink_url"`
	}
	return lookup{
		kind: "portfolio", key: "name", place: "workspace", isID: isGID(),
		description: "Looks up a portfolio by gid or by exact name. Use it for webhooks on a portfolio, which require `filters`. By name, it finds only portfolios that the token's user owns, because Asana lists no others.",
		attributes: map[string]schema.Attribute{
			"owner":         computed("Gid of the user who owns the portfolio."),
			"permalink_url": computed(permalinkDescription),
		},
		get: getAs((*asana.Client).GetPortfolio, func(p *asana.Portfolio) any {
			return model{foundOf(p.GID, p.Name), stringOrNull(p.Workspace.GID), stringOrNull(p.Owner.GID), stringOrNull(p.PermalinkURL)}
		}),
		names: asana.PortfolioNames,
	}
}

// userLookup is asana_user.
func userLookup() lookup {
	type model struct {
		found
		Workspace  types.String `tfsdk:"workspace"`
		Email      types.String `tfsdk:"email"`
		Workspaces []string     `tfsdk:"workspaces"`
	}
	return lookup{
		kind: "user", key: "name", place: "workspace", isID: isUser(), fallbackID: "me",
		description: "Looks up a user by gid, by email address or by exact name within a workspace. Without any of them, it returns the token's user.",
		attributes: map[string]schema.Attribute{
			"email": computed("Email address. Null if the token's user may not see it."),
			"workspace": schema.StringAttribute{
				MarkdownDescription: "Gid of the workspace or organization in which to look for the `name`. Defaults to the provider's `workspace`.",
				Optional:            true,
				Validators:          []validator.String{isGID()},
			},
			"workspaces": schema.SetAttribute{
				MarkdownDescription: "Gids of the workspaces that the user shares with the token's user.",
				Computed:            true, ElementType: types.StringType,
			},
		},
		get: getAs((*asana.Client).GetUser, func(u *asana.User) any {
			workspaces := []string{}
			for _, w := range u.Workspaces {
				workspaces = append(workspaces, w.GID)
			}
			// A user belongs to many workspaces: the argument only says where
			// to look for the name.
			return model{foundOf(u.GID, u.Name), types.StringNull(), stringOrNull(u.Email), workspaces}
		}),
		names: asana.UserNames,
	}
}
