package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// projectsOf is a data source asana_projects with the gids in an output.
func projectsOf(arguments string) string {
	return fmt.Sprintf(`
data "asana_projects" "all" {
  %s
}

output "gids" {
  value = join(" ", data.asana_projects.all.projects[*].id)
}
`, arguments) + outputs("data.asana_projects.all", "workspace", "projects")
}

func TestAccProjects(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	nested, second := c.AddPortfolio(c.workspace, "Nested"), c.AddProject(c.team, "Second")
	archived := c.AddProject(c.team, "Archived")
	c.SetArchived(archived, true)
	for _, item := range []string{archived, nested, second, c.project} {
		c.AddToPortfolio(c.portfolio, item)
	}
	c.AddToPortfolio(nested, c.AddProject(c.AddTeam(c.workspace, "Other"), "In the nested portfolio"))

	for name, tc := range map[string]struct {
		arguments string
		want      []string
		workspace string
	}{
		"team":                {fmt.Sprintf("team = %q", c.team), []string{second}, "null"},
		"team, archived":      {fmt.Sprintf("team = %q\narchived = true", c.team), []string{archived}, "null"},
		"team, both":          {fmt.Sprintf("team = %q\ninclude_archived = true", c.team), []string{second, archived}, "null"},
		"portfolio":           {fmt.Sprintf("portfolio = %q", c.portfolio), []string{c.project, second}, "null"},
		"portfolio, archived": {fmt.Sprintf("portfolio = %q\narchived = true", c.portfolio), []string{archived}, "null"},
		"portfolio, both":     {fmt.Sprintf("portfolio = %q\ninclude_archived = true", c.portfolio), []string{c.project, second, archived}, "null"},
		"nothing archived":    {"archived = true\ninclude_archived = false\nworkspace = " + fmt.Sprintf("%q", c.AddWorkspace("Empty Corp")), nil, ""},
		"workspace, archived": {"archived = true", []string{archived}, fmt.Sprintf("%q", c.workspace)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkdir(t, c.in()+projectsOf(tc.arguments), withoutAsana()...)
			w.apply(t)
			if got := strings.Fields(w.must(t, "output", "-raw", "gids").text); !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			if got := w.must(t, "output", "-raw", "workspace").text; tc.workspace != "" && got != tc.workspace {
				t.Errorf("workspace %s, want %s", got, tc.workspace)
			}
		})
	}
}

// One record has all that the description promises, and needs no request of its own.
func TestAccProjects_records(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	inTeam := c.AddProject(c.team, "In the team")
	w := newWorkdir(t, c.in()+projectsOf(""), withoutAsana()...)
	w.apply(t)
	url := "https://app.asana.com/1/" + c.workspace + "/project/"
	want := fmt.Sprintf(`[{"archived":false,"id":%q,"name":"Launch","permalink_url":%q,"team":null},`, c.project, url+c.project) +
		fmt.Sprintf(`{"archived":false,"id":%q,"name":"In the team","permalink_url":%q,"team":%q}]`, inTeam, url+inTeam, c.team)
	if got := w.must(t, "output", "-raw", "projects").text; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if n := c.calls(asanatest.GetProject); n != 0 {
		t.Errorf("%d projects were read one by one", n)
	}
}

func TestAccProjects_pages(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	var want []string
	for i := range 1050 {
		want = append(want, c.AddProject(c.team, fmt.Sprintf("Project %d", i)))
	}
	w := newWorkdir(t, c.in()+projectsOf(fmt.Sprintf("team = %q", c.team)), withoutAsana()...)
	w.must(t, "apply", "-auto-approve")
	if got := strings.Fields(w.must(t, "output", "-raw", "gids").text); !slices.Equal(got, want) {
		t.Errorf("%d projects, want %d sorted by gid", len(got), len(want))
	}
	if list, all := c.calls(asanatest.GetProjectsForTeam), len(c.Requests()); list != 11 || all != list {
		t.Errorf("%d calls for the list and %d in all, want 11", list, all)
	}
}

func TestAccProjects_refused(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	for name, tc := range map[string]struct {
		arguments string
		bare      bool // the provider has no workspace
		want      []string
	}{
		"two places":        {"team = \"1\"\nportfolio = \"2\"", false, []string{"Error: Conflicting arguments", `: portfolio = "2" Attribute portfolio: Projects are listed of one place, and both team and portfolio are set. Remove one of them.`}},
		"team in workspace": {"workspace = \"1\"\nteam = \"2\"", false, []string{"both workspace and team are set"}},
		"archived twice":    {"archived = true\ninclude_archived = true", false, []string{"Error: Conflicting arguments", ": archived = true Attribute archived: With include_archived = true"}},
		"no gid":            {`team = "Marketing"`, false, []string{`Attribute team: "Marketing" is not a gid`}},
		"which workspace":   {"", true, []string{"Error: Missing workspace", "- Example Corp (" + c.workspace + ")"}},
		"unknown team":      {`team = "404404"`, false, []string{"Error: Projects not read", "(the projects of team 404404) was", "404 Not Found"}},
		"unknown portfolio": {`portfolio = "404404"`, false, []string{"Error: Projects not read", "the projects of portfolio 404404"}},
		"unknown workspace": {`workspace = "404404"`, false, []string{"Error: Projects not read", "the projects of workspace 404404"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			provider := c.in()
			if tc.bare {
				provider = c.provider("")
			}
			out := newWorkdir(t, provider+projectsOf(tc.arguments), withoutAsana()...).run(t, "plan")
			out.contains(t, tc.want...)
			if out.code != 1 {
				t.Errorf("exit code %d", out.code)
			}
		})
	}
}

// A list that breaks off is an error, because a short one would delete webhooks.
func TestAccProjects_secondPageFails(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	for range 150 {
		c.AddProject(c.team, "One of many")
	}
	c.inject(asanatest.Fault{Status: http.StatusInternalServerError, Skip: 1, Times: -1}, asanatest.GetProjectsForTeam)
	w := newWorkdir(t, c.provider("max_retries = 0")+projectsOf(fmt.Sprintf("team = %q", c.team)), withoutAsana()...)
	out := w.run(t, "plan")
	out.contains(t, "Error: Projects not read", "the projects of team "+c.team)
	if out.code != 1 {
		t.Errorf("exit code %d", out.code)
	}
}
