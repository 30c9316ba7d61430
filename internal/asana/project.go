package asana

import "context"

// Project is a list or board of tasks.
type Project struct {
	// NamedResource is its gid and its name.
	NamedResource
	// Archived tells whether it is put away; it still sends events.
	Archived bool `json:"archived"`
	// PermalinkURL is its page in Asana.
	PermalinkURL string `json:"permalink_url"`
	// Workspace is where it belongs.
	Workspace NamedResource `json:"workspace"`
	// Team shares it; empty in a workspace that is not an organization.
	Team NamedResource `json:"team"`
}

func (p Project) check() error { return checkRecord(p.GID, p.Workspace.GID, p.Team.GID) }

// GetProject returns a project, or an error that is [ErrNotFound].
func (c *Client) GetProject(ctx context.Context, gid string) (*Project, error) {
	return getObject[Project](ctx, c, "getProject", "projects", gid)
}
