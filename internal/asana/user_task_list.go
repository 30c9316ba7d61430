package asana

import (
	"context"
	"net/url"
)

// UserTaskList is the list of the tasks that are assigned to a user in a workspace:
// "My tasks" in Asana.
type UserTaskList struct {
	// GID identifies the list.
	GID string `json:"gid"`
	// Name is what Asana calls it.
	Name string `json:"name"`
	// Owner is the user.
	Owner NamedResource `json:"owner"`
	// Workspace is where the tasks belong.
	Workspace NamedResource `json:"workspace"`
}

func (l UserTaskList) id() string { return l.GID }

func (l UserTaskList) check() error { return checkRecord(l.GID, l.Owner.GID, l.Workspace.GID) }

// GetUserTaskList returns a user's task list, or an error that is [ErrNotFound].
func (c *Client) GetUserTaskList(ctx context.Context, gid string) (*UserTaskList, error) {
	return getObject[UserTaskList](ctx, c, "getUserTaskList", nil, "user_task_lists", gid)
}

// GetUserTaskListOf returns the task list of a user in a workspace. The user is a gid,
// an email address or "me".
func (c *Client) GetUserTaskListOf(ctx context.Context, user, workspace string) (*UserTaskList, error) {
	return getRecord[UserTaskList](ctx, c, "", "getUserTaskListForUser", url.Values{"workspace": {workspace}}, "users", user, "user_task_list")
}
