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
	// IsOrganization tells an organization from a workspace that is none. A
	// list does not say.
	IsOrganization bool `json:"is_organization"`
	// EmailDomains are those of an organization. A list does not say.
	EmailDomains []string `json:"email_domains"`
}

func (w Workspace) id() string { return w.GID }

func (w Workspace) check() error { return checkRecord(w.GID) }

// GetWorkspace returns a workspace, or an error that is [ErrNotFound].
func (c *Client) GetWorkspace(ctx context.Context, gid string) (*Workspace, error) {
	return getObject[Workspace](ctx, c, "getWorkspace", nil, "workspaces", gid)
}

// Workspaces yields the workspaces that the token's user belongs to.
func (c *Client) Workspaces(ctx context.Context) iter.Seq2[Workspace, error] {
	return list[Workspace](ctx, c, opGetWorkspaces, url.Values{}, "workspaces")
}
