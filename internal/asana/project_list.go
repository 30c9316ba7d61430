package asana

import (
	"context"
	"iter"
	"net/url"
	"strconv"
)

// ProjectListOptions says which projects are listed: those of one workspace, team
// or portfolio.
type ProjectListOptions struct {
	// Workspace, Team and Portfolio are gids, of which one is not empty.
	Workspace, Team, Portfolio string
	// Archived selects the archived projects instead of the others.
	Archived bool
	// IncludeArchived selects both, whatever Archived says.
	IncludeArchived bool
}

// projectFields is everything in a [Project] that a list of projects is asked for, so
// that no project needs a request of its own.
const projectFields = "name,archived,permalink_url,team"

// ProjectRecords yields whole records of projects that the token's user can see,
// except that their workspaces are empty. Portfolios in a portfolio are left out.
func (c *Client) ProjectRecords(ctx context.Context, o ProjectListOptions) iter.Seq2[Project, error] {
	query := url.Values{"opt_fields": {projectFields}}
	if o.Portfolio != "" {
		// Asana lists the archived ones whatever it is asked for.
		items := list[Project](ctx, c, "getItemsForPortfolio", query, "portfolios", o.Portfolio, "items")
		return filtered(items, func(p Project) bool {
			return !p.isPortfolio() && (o.IncludeArchived || p.Archived == o.Archived)
		})
	}
	if !o.IncludeArchived {
		query.Set("archived", strconv.FormatBool(o.Archived))
	}
	if o.Team != "" {
		return list[Project](ctx, c, "getProjectsForTeam", query, "teams", o.Team, "projects")
	}
	return list[Project](ctx, c, "getProjectsForWorkspace", query, "workspaces", o.Workspace, "projects")
}

// isPortfolio reports whether an item of a portfolio is a portfolio itself. Asana does
// not document that a list can be asked for the type, so the URL of the page counts, too.
func (p Project) isPortfolio() bool {
	page, err := ParseObjectURL(p.PermalinkURL)
	return p.ResourceType == "portfolio" || err == nil && page.Type == "portfolio"
}
