package asana_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestProjectRecords(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 0)
	team, portfolio := a.AddTeam(a.workspace, "Team"), a.AddPortfolio(a.workspace, "Roadmap")
	nested := a.AddPortfolio(a.workspace, "Nested")
	inTeam, archived := a.AddProject(team, "In the team"), a.AddProject(team, "Archived")
	a.SetArchived(archived, true)
	for _, item := range []string{nested, inTeam, archived, a.projects[0]} {
		a.AddToPortfolio(portfolio, item)
	}
	a.AddToPortfolio(nested, a.projects[1])
	active := append(slices.Clone(a.projects), inTeam)

	for name, tc := range map[string]struct {
		options asana.ProjectListOptions
		want    []string
	}{
		"workspace":              {asana.ProjectListOptions{Workspace: a.workspace}, active},
		"workspace, archived":    {asana.ProjectListOptions{Workspace: a.workspace, Archived: true}, []string{archived}},
		"workspace, both":        {asana.ProjectListOptions{Workspace: a.workspace, IncludeArchived: true}, append(slices.Clone(active), archived)},
		"team":                   {asana.ProjectListOptions{Team: team}, []string{inTeam}},
		"team, archived":         {asana.ProjectListOptions{Team: team, Archived: true}, []string{archived}},
		"team, both":             {asana.ProjectListOptions{Team: team, IncludeArchived: true}, []string{inTeam, archived}},
		"portfolio":              {asana.ProjectListOptions{Portfolio: portfolio}, []string{a.projects[0], inTeam}},
		"portfolio, archived":    {asana.ProjectListOptions{Portfolio: portfolio, Archived: true}, []string{archived}},
		"portfolio, both":        {asana.ProjectListOptions{Portfolio: portfolio, IncludeArchived: true}, []string{a.projects[0], inTeam, archived}},
		"portfolio in the other": {asana.ProjectListOptions{Portfolio: nested}, []string{a.projects[1]}},
	} {
		var gids []string
		for p, err := range a.client.ProjectRecords(t.Context(), tc.options) {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			want := asana.Project{NamedResource: asana.NamedResource{GID: p.GID, ResourceType: p.ResourceType, Name: p.Name}, Archived: p.GID == archived, PermalinkURL: "https://app.asana.com/1/" + a.workspace + "/project/" + p.GID}
			if p.GID == inTeam || p.GID == archived {
				want.Team.GID = team
				want.Team.ResourceType = "team"
			}
			if p != want || p.Name == "" {
				t.Errorf("%s: got %+v, want %+v", name, p, want)
			}
			gids = append(gids, p.GID)
		}
		slices.Sort(gids)
		if !slices.Equal(gids, tc.want) {
			t.Errorf("%s: got %q, want %q", name, gids, tc.want)
		}
	}
}

// A list that is refused is an error, never a short list.
func TestProjectRecords_refused(t *testing.T) {
	t.Parallel()
	for op, options := range map[asanatest.Op]asana.ProjectListOptions{
		asanatest.GetProjectsForWorkspace: {Workspace: "404404"},
		asanatest.GetProjectsForTeam:      {Team: "404404"},
		asanatest.GetItemsForPortfolio:    {Portfolio: "404404"},
	} {
		a := newAccount(t, 0)
		var failed error
		for p, err := range a.client.ProjectRecords(t.Context(), options) {
			if err == nil {
				t.Errorf("%s: got %+v", op, p)
			}
			failed = err
		}
		if failed == nil || len(a.Requests(op)) != 1 {
			t.Errorf("%s: %v after %d calls", op, failed, len(a.Requests(op)))
		}
	}
}

// A portfolio in a portfolio is recognized by its type, and by both forms of its URL.
func TestProjectRecords_nestedPortfolios(t *testing.T) {
	t.Parallel()
	for _, item := range []string{
		`"resource_type":"portfolio"`,
		`"permalink_url":"https://app.asana.com/0/portfolio/7/list"`,
		`"permalink_url":"https://app.asana.com/1/9/portfolio/7"`,
	} {
		c := newClient(t, script(respond(200, fmt.Sprintf(`{"data":[{"gid":"7",%s},{"gid":"8","permalink_url":"https://app.asana.com/0/8/list"}],"next_page":null}`, item))))
		var gids []string
		for p, err := range c.ProjectRecords(t.Context(), asana.ProjectListOptions{Portfolio: "5"}) {
			if err != nil {
				t.Fatal(err)
			}
			gids = append(gids, p.GID)
		}
		if !slices.Equal(gids, []string{"8"}) {
			t.Errorf("%s: got %q", item, gids)
		}
	}
}
