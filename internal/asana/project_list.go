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
		return o.portfolioProjects(list[portfolioItem](ctx, c, "getItemsForPortfolio", query, "portfolios", o.Portfolio, "items"))
	}
	if !o.IncludeArchived {
		query.Set("archived", strconv.FormatBool(o.Archived))
	}
	if o.Team != "" {
		return list[Project](ctx, c, "getProjectsForTeam", query, "teams", o.Team, "projects")
	}
	return list[Project](ctx, c, "getProjectsForWorkspace", query, "workspaces", o.Workspace, "projects")
}

// portfolioProjects yields the projects among the items of a portfolio, of which
// Asana lists the archived ones, too.
func (o ProjectListOptions) portfolioProjects(items iter.Seq2[portfolioItem, error]) iter.Seq2[Project, error] {
	return func(yield func(Project, error) bool) {
		for item, err := range items {
			if err == nil && (item.isPortfolio() || !o.IncludeArchived && item.Archived != o.Archived) {
				continue
			}
			if !yield(item.Project, err) {
				return
			}
		}
	}
}

// portfolioItem is a project, or another portfolio, in a portfolio.
type portfolioItem struct {
	Project
	ResourceType string `json:"resource_type"`
}

// isPortfolio reports whether the item is a portfolio. Asana does not document that
// a list can be asked for the type, so the URL of the page counts, too.
func (i portfolioItem) isPortfolio() bool {
	page, err := ParseObjectURL(i.PermalinkURL)
	return i.ResourceType == "portfolio" || err == nil && page.Type == "portfolio"
}
