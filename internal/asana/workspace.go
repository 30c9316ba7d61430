package asana

import (
	"context"
	"iter"
)

// Workspace is the top of Asana's hierarchy: everything belongs to one.
type Workspace struct {
	// NamedResource is its gid and its name.
	NamedResource
	// IsOrganization tells an organization from a workspace that is none. A
	// list does not say.
	IsOrganization bool `json:"is_organization"`
	// EmailDomains are those of an organization. A list does not say.
	EmailDomains []string `json:"email_domains"`
}

// GetWorkspace returns a workspace, or an error that is [ErrNotFound].
func (c *Client) GetWorkspace(ctx context.Context, gid string) (*Workspace, error) {
	return getObject[Workspace](ctx, c, "getWorkspace", "workspaces", gid)
}

// Workspaces yields the workspaces that the token's user belongs to.
func (c *Client) Workspaces(ctx context.Context) iter.Seq2[Workspace, error] {
	return list[Workspace](ctx, c, opGetWorkspaces, nil, "workspaces")
}
