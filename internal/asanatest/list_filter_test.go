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
	w := newWorld(t, asanatest.Options{})
	gids := map[string]string{"ws": w.workspace, "bugs": w.project, "me": w.sim.Me(), "elsewhere": w.sim.AddWorkspace("Elsewhere")}
	gids["there"] = w.sim.AddProject(gids["elsewhere"], "There")
	gids["team"] = w.sim.AddTeam(w.workspace, "Team")
	gids["ours"] = w.sim.AddProject(gids["team"], "Ours")
	gids["old"] = w.sim.AddProject(gids["team"], "Old")
	w.sim.SetArchived(gids["old"], true)
	gids["ada"] = w.sim.AddUser("Ada", "ada@example.com", w.workspace)
	w.sim.AddMembership(gids["team"], gids["ada"])
	gids["folio"] = w.sim.AddPortfolio(w.workspace, "Folio")
	gids["nested"] = w.sim.AddPortfolio(w.workspace, "Nested")
	w.sim.AddToPortfolio(gids["folio"], gids["ours"])
	w.sim.AddToPortfolio(gids["folio"], gids["nested"])
	w.sim.AddToPortfolio(gids["nested"], gids["bugs"])
	var err error
	if gids["hers"], err = w.sim.Add(asanatest.Object{Type: "portfolio", Name: "Hers", Parent: w.workspace, User: gids["ada"]}); err != nil {
		t.Fatal(err)
	}
	gids["section"] = w.sim.AddSection(gids["ours"], "To do")
	w.sim.AddSection(gids["bugs"], "New")
	gids["tag"] = w.sim.AddTag(w.workspace, "Urgent")
	gids["far tag"] = w.sim.AddTag(gids["elsewhere"], "Far")

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
		if r := w.do("GET", path, ""); r.status != 200 || !slices.Equal(r.gids(), want) {
			t.Errorf("%s: %d %s, want %q", tt.path, r.status, r.body, tt.want)
		}
	}
	w.token = w.sim.AddToken(gids["ada"], "app")
	if got := w.do("GET", "/portfolios?workspace="+w.workspace, "").gids(); !slices.Equal(got, []string{gids["hers"]}) {
		t.Errorf("Ada's portfolios: %v", got)
	}
}

func TestList_filterRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	foreign := w.sim.AddWorkspace("Foreign")
	theirs := w.sim.AddTeam(foreign, "Theirs")
	w.token = w.sim.AddToken(w.sim.AddUser("Ada", "ada@example.com", w.workspace), "app")
	for _, tt := range []struct {
		path    string
		status  int
		message string
	}{
		{"/projects?team=abc", 400, "team: Not a recognized ID: abc"},
		{"/projects?team=" + w.project, 404, "team: Not a recognized ID: " + w.project},
		{"/projects?team=" + theirs, 403, "You do not have access to this team."},
		{"/teams/" + theirs + "/projects", 403, "You do not have access to this team."},
		{"/projects?archived=yes", 400, "archived: Value is not a boolean: yes"},
		{"/users?team=1", 404, "team: Not a recognized ID: 1"},
		{"/portfolios?owner=me", 400, "workspace: Missing input"},
		{"/portfolios?workspace=" + w.workspace + "&owner=nobody", 400, "owner: Not a recognized ID: nobody"},
		{"/portfolios/1/items", 404, "portfolio: Not a recognized ID: 1"},
		{"/projects/1/sections", 404, "project: Not a recognized ID: 1"},
		{"/tags?workspace=1", 404, "workspace: Not a recognized ID: 1"},
		{"/users/me/user_task_list", 400, "workspace: Missing input"},
		{"/users/nobody/user_task_list", 400, "user: Not a recognized ID: nobody"},
		{"/users/me/user_task_list?workspace=" + foreign, 403, "You do not have access to this workspace."},
	} {
		w.do("GET", tt.path, "").wantError(t, tt.status, tt.message)
	}
	w.token = w.sim.Token()
	w.do("GET", "/users/ada@example.com/user_task_list?workspace="+foreign, "").wantError(t, 403, "The user is not a member of this workspace.")
}
