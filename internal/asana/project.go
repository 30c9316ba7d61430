package asana

import "context"

// Project is a list or board of tasks.
type Project struct {
	// GID identifies the project.
	GID string `json:"gid"`
	// Name is what people call it.
	Name string `json:"name"`
	// Archived tells whether it is put away; it still sends events.
	Archived bool `json:"archived"`
	// PermalinkURL is its page in Asana.
	PermalinkURL string `json:"permalink_url"`
	// Workspace is where it belongs.
	Workspace NamedResource `json:"workspace"`
	// Team shares it; empty in a workspace that is not an organization.
	Team NamedResource `json:"team"`
}

func (p Project) id() string { return p.GID }

func (p Project) check() error { return checkRecord(p.GID, p.Workspace.GID, p.Team.GID) }

// GetProject returns a project, or an error that is [ErrNotFound].
func (c *Client) GetProject(ctx context.Context, gid string) (*Project, error) {
	return getObject[Project](ctx, c, "getProject", nil, "projects", gid)
}
