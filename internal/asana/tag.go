package asana

import "context"

// Tag is a label of tasks in a workspace.
type Tag struct {
	// NamedResource is its gid and its name.
	NamedResource
	// PermalinkURL is its page in Asana.
	PermalinkURL string `json:"permalink_url"`
	// Workspace is where it belongs.
	Workspace NamedResource `json:"workspace"`
}

func (t Tag) check() error { return checkRecord(t.GID, t.Workspace.GID) }

// GetTag returns a tag, or an error that is [ErrNotFound].
func (c *Client) GetTag(ctx context.Context, gid string) (*Tag, error) {
	return getObject[Tag](ctx, c, "getTag", "tags", gid)
}
