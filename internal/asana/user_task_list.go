package asana

import (
	"context"
	"net/url"
)

// UserTaskList is the list of the tasks that are assigned to a user in a workspace:
// "My tasks" in Asana.
type UserTaskList struct {
	// NamedResource is its gid and its name.
	NamedResource
	// Owner is the user.
	Owner NamedResource `json:"owner"`
	// Workspace is where the tasks belong.
	Workspace NamedResource `json:"workspace"`
}

func (l UserTaskList) check() error { return checkRecord(l.GID, l.Owner.GID, l.Workspace.GID) }

// GetUserTaskList returns a user's task list, or an error that is [ErrNotFound].
func (c *Client) GetUserTaskList(ctx context.Context, gid string) (*UserTaskList, error) {
	return getObject[UserTaskList](ctx, c, "getUserTaskList", "user_task_lists", gid)
}

// GetUserTaskListOf returns the task list of a user in a workspace. The user is a gid,
// an email address or "me".
func (c *Client) GetUserTaskListOf(ctx context.Context, user, workspace string) (*UserTaskList, error) {
	ca := get("getUserTaskListForUser", url.Values{"workspace": {workspace}}, "users", user, "user_task_list")
	return doRecord[UserTaskList](ctx, c, ca, "")
}
