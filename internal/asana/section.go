package asana

import "context"

// Section is a part of a project: a heading in a list, a column on a board.
type Section struct {
	// GID identifies the section.
	GID string `json:"gid"`
	// Name is what people call it.
	Name string `json:"name"`
	// Project is where it belongs.
	Project NamedResource `json:"project"`
}

func (s Section) id() string { return s.GID }

func (s Section) check() error { return checkRecord(s.GID, s.Project.GID) }

// GetSection returns a section, or an error that is [ErrNotFound].
func (c *Client) GetSection(ctx context.Context, gid string) (*Section, error) {
	return getObject[Section](ctx, c, "getSection", nil, "sections", gid)
}
