package asanatest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// Every parameter that Asana documents for a list filters it.
func TestList_filters(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gids := map[string]string{"ws": f.workspace, "bugs": f.project, "me": f.sim.Me(), "elsewhere": f.sim.AddWorkspace("Elsewhere")}
	gids["there"] = f.sim.AddProject(gids["elsewhere"], "There")
	gids["team"] = f.sim.AddTeam(f.workspace, "Team")
	gids["ours"] = f.sim.AddProject(gids["team"], "Ours")
	gids["old"] = f.sim.AddProject(gids["team"], "Old")
	f.sim.SetArchived(gids["old"], true)
	gids["ada"] = f.sim.AddUser("Ada", "ada@example.com", f.workspace)
	f.sim.AddMembership(gids["team"], gids["ada"])
	gids["folio"] = f.sim.AddPortfolio(f.workspace, "Folio")
	gids["nested"] = f.sim.AddPortfolio(f.workspace, "Nested")
	f.sim.AddToPortfolio(gids["folio"], gids["ours"])
	f.sim.AddToPortfolio(gids["folio"], gids["nested"])
	f.sim.AddToPortfolio(gids["nested"], gids["bugs"])
	var err error
	if gids["hers"], err = f.sim.Add(asanatest.Object{Type: "portfolio", Name: "Hers", Parent: f.workspace, User: gids["ada"]}); err != nil {
		t.Fatal(err)
	}
	gids["section"] = f.sim.AddSection(gids["ours"], "To do")
	f.sim.AddSection(gids["bugs"], "New")
	gids["tag"] = f.sim.AddTag(f.workspace, "Urgent")
	gids["far tag"] = f.sim.AddTag(gids["elsewhere"], "Far")

	for _, tt := range []struct {
		path string // names in braces stand for gids
		want string // names, in order of creation
	}{
		{"/projects", "bugs there ours old"},
		{"/projects?workspace={ws}", "bugs ours old"},
		{"/projects?workspace={ws}&archived=false", "bugs ours"},
		{"/projects?team={team}", "ours old"},
		{"/projects?team={team}&archived=true", "old"},
		{"/projects?workspace={elsewhere}&team={team}", ""},
		{"/projects?workspace={ws}&color=red", "bugs ours old"},
		{"/workspaces/{ws}/projects?archived=true", "old"},
		{"/teams/{team}/projects", "ours old"},
		{"/teams/{team}/projects?archived=false", "ours"},
		{"/portfolios/{folio}/items", "ours nested"},
		{"/portfolios/{nested}/items", "bugs"},
		{"/users", "me ada"},
		{"/users?team={team}", "ada"},
		{"/users?workspace={elsewhere}", "me"},
		{"/portfolios?workspace={ws}", "folio nested"},
		{"/portfolios?workspace={ws}&owner=me", "folio nested"},
		{"/portfolios?workspace={ws}&owner={ada}", ""},
		{"/portfolios?workspace={elsewhere}", ""},
		{"/projects/{ours}/sections", "section"},
		{"/tags", "tag far tag"},
		{"/tags?workspace={ws}", "tag"},
		{"/workspaces/{elsewhere}/tags", "far tag"},
	} {
		path, want := tt.path, []string{}
		for name, gid := range gids {
			path = strings.ReplaceAll(path, "{"+name+"}", gid)
			if slices.Contains(strings.Fields(strings.ReplaceAll(tt.want, "far tag", "far-tag")), strings.ReplaceAll(name, " ", "-")) {
				want = append(want, gid)
			}
		}
		slices.Sort(want)
		if r := f.do("GET", path, ""); r.status != 200 || !slices.Equal(r.gids(), want) {
			t.Errorf("%s: %d %s, want %q", tt.path, r.status, r.body, tt.want)
		}
	}
	f.token = f.sim.AddToken(gids["ada"], "app")
	if got := f.do("GET", "/portfolios?workspace="+f.workspace, "").gids(); !slices.Equal(got, []string{gids["hers"]}) {
		t.Errorf("Ada's portfolios: %v", got)
	}
}

func TestList_filterRefusals(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	foreign := f.sim.AddWorkspace("Foreign")
	theirs := f.sim.AddTeam(foreign, "Theirs")
	f.token = f.sim.AddToken(f.sim.AddUser("Ada", "ada@example.com", f.workspace), "app")
	for _, tt := range []struct {
		path    string
		status  int
		message string
	}{
		{"/projects?team=abc", 400, "team: Not a recognized ID: abc"},
		{"/projects?team=" + f.project, 404, "team: Not a recognized ID: " + f.project},
		{"/projects?team=" + theirs, 403, "You do not have access to this team."},
		{"/teams/" + theirs + "/projects", 403, "You do not have access to this team."},
		{"/projects?archived=yes", 400, "archived: Value is not a boolean: yes"},
		{"/users?team=1", 404, "team: Not a recognized ID: 1"},
		{"/portfolios?owner=me", 400, "workspace: Missing input"},
		{"/portfolios?workspace=" + f.workspace + "&owner=nobody", 400, "owner: Not a recognized ID: nobody"},
		{"/portfolios/1/items", 404, "portfolio: Not a recognized ID: 1"},
		{"/projects/1/sections", 404, "project: Not a recognized ID: 1"},
		{"/tags?workspace=1", 404, "workspace: Not a recognized ID: 1"},
		{"/users/me/user_task_list", 400, "workspace: Missing input"},
		{"/users/nobody/user_task_list", 400, "user: Not a recognized ID: nobody"},
		{"/users/me/user_task_list?workspace=" + foreign, 403, "You do not have access to this workspace."},
	} {
		f.do("GET", tt.path, "").wantError(t, tt.status, tt.message)
	}
	f.token = f.sim.Token()
	f.do("GET", "/users/ada@example.com/user_task_list?workspace="+foreign, "").wantError(t, 403, "The user is not a member of this workspace.")
}
