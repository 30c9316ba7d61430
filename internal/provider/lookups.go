package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// lookups are all kinds of objects that are looked up.
func lookups() []lookup {
	return []lookup{
		{
			kind: "workspace", key: "name", isID: isGID,
			description: "Looks up a workspace or organization by gid or by exact name. Use it for the `workspace` of the provider and of other data sources, and for webhooks on a whole workspace.",
			attributes: map[string]schema.Attribute{
				"is_organization": computedBool("Whether the workspace is an organization, which has teams."),
				"email_domains": schema.ListAttribute{
					MarkdownDescription: "Email domains of the organization, in Asana's order. Empty for a workspace that is not an organization.",
					Computed:            true, ElementType: types.StringType,
				},
			},
			get: getAs((*asana.Client).GetWorkspace, func(w *asana.Workspace) values {
				domains := append([]string{}, w.EmailDomains...) // empty, not null
				return values{"id": w.GID, "name": w.Name, "is_organization": w.IsOrganization, "email_domains": domains}
			}),
			names: func(string) asana.NameList { return asana.WorkspaceNames() },
		},
		{
			kind: "project", key: "name", place: "workspace", isID: isGID,
			description: "Looks up a project by gid or by exact name within a workspace. Its gid can be the `resource` of a webhook.",
			attributes: map[string]schema.Attribute{
				"team":          computed(teamDescription),
				"archived":      computedBool(archivedDescription),
				"permalink_url": computed(permalinkDescription),
			},
			get: getAs((*asana.Client).GetProject, func(p *asana.Project) values {
				return values{
					"id": p.GID, "name": p.Name, "archived": p.Archived, "workspace": stringOrNull(p.Workspace.GID),
					"team": stringOrNull(p.Team.GID), "permalink_url": stringOrNull(p.PermalinkURL),
				}
			}),
			names: asana.ProjectNames,
		},
		{
			kind: "section", key: "name", place: "project", isID: isGID,
			description: "Looks up a section of a project by gid or by exact name. A section is a heading in the list of the project, or a column on its board. A webhook on a section sends the events of the tasks in it.",
			attributes: map[string]schema.Attribute{
				"project": optionalComputed("Gid of the project in which to look for the `name`. Required with `name`. With an `id`, it is the section's project.", isGID),
			},
			get: getAs((*asana.Client).GetSection, func(s *asana.Section) values {
				return values{"id": s.GID, "name": s.Name, "project": stringOrNull(s.Project.GID)}
			}),
			names: asana.SectionNames,
		},
		{
			kind: "tag", key: "name", place: "workspace", isID: isGID,
			description: "Looks up a tag by gid or by exact name within a workspace. A webhook on a tag sends the events of the tasks that have it.",
			attributes:  map[string]schema.Attribute{"permalink_url": computed(permalinkDescription)},
			get: getAs((*asana.Client).GetTag, func(t *asana.Tag) values {
				return values{"id": t.GID, "name": t.Name, "workspace": stringOrNull(t.Workspace.GID), "permalink_url": stringOrNull(t.PermalinkURL)}
			}),
			names: asana.TagNames,
		},
		{
			kind: "team", key: "name", place: "workspace", isID: isGID,
			description: "Looks up a team by gid or by exact name within an organization. Use it for webhooks on a whole team, which require `filters`.",
			attributes:  map[string]schema.Attribute{"permalink_url": computed(permalinkDescription)},
			get: getAs((*asana.Client).GetTeam, func(t *asana.Team) values {
				return values{"id": t.GID, "name": t.Name, "workspace": stringOrNull(t.Organization.GID), "permalink_url": stringOrNull(t.PermalinkURL)}
			}),
			names: asana.TeamNames,
		},
		{
			kind: "portfolio", key: "name", place: "workspace", isID: isGID,
			description: "Looks up a portfolio by gid or by exact name. Use it for webhooks on a portfolio, which require `filters`. By name, it finds only portfolios that the token's user owns, because Asana lists no others.",
			attributes: map[string]schema.Attribute{
				"owner":         computed("Gid of the user who owns the portfolio."),
				"permalink_url": computed(permalinkDescription),
			},
			get: getAs((*asana.Client).GetPortfolio, func(p *asana.Portfolio) values {
				return values{
					"id": p.GID, "name": p.Name, "workspace": stringOrNull(p.Workspace.GID),
					"owner": stringOrNull(p.Owner.GID), "permalink_url": stringOrNull(p.PermalinkURL),
				}
			}),
			names: asana.PortfolioNames,
		},
		{
			kind: "user", key: "name", place: "workspace", isID: isUser, fallbackID: "me",
			description: "Looks up a user by gid, by email address or by exact name within a workspace. Without any of them, it returns the token's user.",
			attributes: map[string]schema.Attribute{
				"id":    optionalComputed("Gid of the user. You can also set an email address, or `me` for the token's user: the value becomes the gid. Defaults to `me` if `name` is not set. Conflicts with `name`.", isUser),
				"email": computed("Email address. Null if the token's user is not allowed to see it."),
				// A user belongs to many workspaces: the argument only says where to look for the name.
				"workspace": optional("Gid of the workspace or organization in which to look for the `name`. Defaults to the provider's `workspace`.", isGID),
				"workspaces": schema.SetAttribute{
					MarkdownDescription: "Gids of the workspaces that the user shares with the token's user.",
					Computed:            true, ElementType: types.StringType,
				},
			},
			get: getAs((*asana.Client).GetUser, func(u *asana.User) values {
				workspaces := []string{} // empty, not null
				for _, w := range u.Workspaces {
					workspaces = append(workspaces, w.GID)
				}
				return values{"id": u.GID, "name": u.Name, "email": stringOrNull(u.Email), "workspaces": workspaces}
			}),
			names: asana.UserNames,
		},
		{
			kind: "user_task_list", key: "user", fallbackKey: "me", place: "workspace", isID: isGID,
			description: "Looks up the task list of a user in a workspace, which Asana shows as *My tasks*. A webhook on it sends the events of the tasks that are assigned to that user. A webhook on a workspace can't do that.",
			attributes: map[string]schema.Attribute{
				"name":      computed("Name of the task list."),
				"user":      optionalComputed("User whose task list it is: a gid, an email address, or `me` for the token's user. If not set, the provider looks for `me`, and the value is the user's gid. Conflicts with `id`. With an `id`, it is the gid of the list's user.", isUser),
				"workspace": optionalComputed("Gid of the workspace or organization of the tasks. Defaults to the provider's `workspace`. With an `id`, it is the list's workspace.", isGID),
			},
			get: getAs((*asana.Client).GetUserTaskList, taskListValues),
			getBy: func(ctx context.Context, c *asana.Client, workspace, user string) (values, error) {
				list, err := c.GetUserTaskListOf(ctx, user, workspace)
				if err != nil {
					return nil, err
				}
				return taskListValues(list), nil
			},
		},
	}
}

func taskListValues(l *asana.UserTaskList) values {
	return values{"id": l.GID, "name": l.Name, "user": stringOrNull(l.Owner.GID), "workspace": stringOrNull(l.Workspace.GID)}
}
