package asana

import "context"

// Portfolio is a collection of projects.
type Portfolio struct {
	// NamedResource is its gid and its name.
	NamedResource
	// Owner is the user who owns it.
	Owner NamedResource `json:"owner"`
	// Workspace is where it belongs.
	Workspace NamedResource `json:"workspace"`
	// PermalinkURL is its page in Asana.
	PermalinkURL string `json:"permalink_url"`
}

func (p Portfolio) check() error { return checkRecord(p.GID, p.Owner.GID, p.Workspace.GID) }

// GetPortfolio returns a portfolio, or an error that is [ErrNotFound].
func (c *Client) GetPortfolio(ctx context.Context, gid string) (*Portfolio, error) {
	return getObject[Portfolio](ctx, c, "getPortfolio", "portfolios", gid)
}
