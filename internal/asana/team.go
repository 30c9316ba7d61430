package asana

import "context"

// Team is a group of people in an organization.
type Team struct {
	// NamedResource is its gid and its name.
	NamedResource
	// Organization is the workspace that it belongs to.
	Organization NamedResource `json:"organization"`
	// PermalinkURL is its page in Asana.
	PermalinkURL string `json:"permalink_url"`
}

func (t Team) check() error { return checkRecord(t.GID, t.Organization.GID) }

// GetTeam returns a team, or an error that is [ErrNotFound].
func (c *Client) GetTeam(ctx context.Context, gid string) (*Team, error) {
	return getObject[Team](ctx, c, "getTeam", "teams", gid)
}
