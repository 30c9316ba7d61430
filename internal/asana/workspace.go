package asana

import (
	"context"
	"iter"
	"net/url"
)

// Workspace is the top of Asana's hierarchy: everything belongs to one.
type Workspace struct {
	// GID identifies the workspace.
	GID string `json:"gid"`
	// Name is what people call it.
	Name string `json:"name"`
}

// Workspaces yields the workspaces that the token's user belongs to.
func (c *Client) Workspaces(ctx context.Context) iter.Seq2[Workspace, error] {
	return list[Workspace](ctx, c, opGetWorkspaces, url.Values{}, "workspaces")
}
