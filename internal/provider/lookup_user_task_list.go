package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// userTaskListLookup is asana_user_task_list.
func userTaskListLookup() lookup {
	type model struct {
		found
		User      types.String `tfsdk:"user"`
		Workspace types.String `tfsdk:"workspace"`
	}
	modelOf := func(l *asana.UserTaskList, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		return model{foundOf(l.GID, l.Name), stringOrNull(l.Owner.GID), stringOrNull(l.Workspace.GID)}, nil
	}
	return lookup{
		kind: "user_task_list", key: "user", fallbackKey: "me", place: "workspace", isID: isGID(),
		description: "Looks up the task list of a user in a workspace, which Asana shows as *My tasks*. A webhook on it sends the events of the tasks that are assigned to that user. A webhook on a workspace can't do that.",
		attributes: map[string]schema.Attribute{
			"name": computed("Name of the task list."),
			"user": schema.StringAttribute{
				MarkdownDescription: "User whose task list it is: a gid, an email address, or `me` for the token's user. If not set, the provider looks for `me`, and the value is the user's gid. Conflicts with `id`. With an `id`, it is the gid of the list's user.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{isUser()},
			},
			"workspace": schema.StringAttribute{
				MarkdownDescription: "Gid of the workspace or organization of the tasks. Defaults to the provider's `workspace`. With an `id`, it is the list's workspace.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{isGID()},
			},
		},
		get: func(ctx context.Context, c *asana.Client, gid string) (any, error) {
			return modelOf(c.GetUserTaskList(ctx, gid))
		},
		getBy: func(ctx context.Context, c *asana.Client, workspace, user string) (any, error) {
			return modelOf(c.GetUserTaskListOf(ctx, user, workspace))
		},
	}
}
