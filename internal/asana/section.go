package asana

import "context"

// Section is a part of a project: a heading in a list, a column on a board.
type Section struct {
	// NamedResource is its gid and its name.
	NamedResource
	// Project is where it belongs.
	Project NamedResource `json:"project"`
}

func (s Section) check() error { return checkRecord(s.GID, s.Project.GID) }

// GetSection returns a section, or an error that is [ErrNotFound].
func (c *Client) GetSection(ctx context.Context, gid string) (*Section, error) {
	return getObject[Section](ctx, c, "getSection", "sections", gid)
}
