package asanatest_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	team := f.sim.AddTeam(f.workspace, "Team")
	ofTeam := f.sim.AddProject(team, "Of the team")
	portfolio := f.sim.AddPortfolio(f.workspace, "Portfolio")
	task := f.sim.AddTask(f.project, "Task")
	subtask := f.sim.AddTask(task, "Subtask")
	ada := f.sim.AddUser("Ada", "ada@example.com", f.workspace)
	section, tag, goal := f.sim.AddSection(f.project, "To do"), f.sim.AddTag(f.workspace, "Urgent"), f.sim.AddGoal(team, "Grow")
	mine := f.sim.UserTaskList(f.sim.Me(), f.workspace)
	gids := strings.NewReplacer("SECTION", section, "TAG", tag, "GOAL", goal, "MYTASKS", mine, "ME", f.sim.Me(), "WORKSPACE", f.workspace, "OFTEAM", ofTeam, "PROJECT", f.project,
		"TEAM", team, "FOLIO", portfolio, "SUBTASK", subtask, "TASK", task, "ADA", ada)
	const created = `"created_at":"2024-10-24T09:41:07.123Z"`
	const acme = `{"gid":"WORKSPACE","resource_type":"workspace","name":"Acme"}`
	me := `{"gid":"ME","resource_type":"user","name":"Test User"}`
	for _, tt := range []struct{ path, want string }{
		{"/workspaces", `[{"gid":"WORKSPACE","name":"Acme","resource_type":"workspace"}]`},
		{"/workspaces/WORKSPACE", `{"gid":"WORKSPACE","resource_type":"workspace","name":"Acme","is_organization":true,"email_domains":["example.com"]}`},
		{"/projects/PROJECT", `{"gid":"PROJECT","resource_type":"project","name":"Bugs","archived":false,` + created + `,"permalink_url":"https://app.asana.com/1/WORKSPACE/project/PROJECT","workspace":` + acme + `}`},
		{"/projects/OFTEAM?opt_fields=team.name,workspace", `{"gid":"OFTEAM","team":{"gid":"TEAM","name":"Team"},"workspace":{"gid":"WORKSPACE","resource_type":"workspace"}}`},
		{"/projects?workspace=WORKSPACE", `[{"gid":"PROJECT","name":"Bugs","resource_type":"project"},{"gid":"OFTEAM","name":"Of the team","resource_type":"project"}]`},
		{"/workspaces/WORKSPACE/projects?opt_fields=name", `[{"gid":"PROJECT","name":"Bugs"},{"gid":"OFTEAM","name":"Of the team"}]`},
		{"/users/me", `{"gid":"ME","resource_type":"user","name":"Test User","email":"user@example.com","photo":null,"workspaces":[` + acme + `]}`},
		{"/users/ADA?opt_fields=name,email", `{"email":"ada@example.com","gid":"ADA","name":"Ada"}`},
		{"/users/ada@example.com?opt_fields=name", `{"gid":"ADA","name":"Ada"}`},
		{"/users?workspace=WORKSPACE", `[{"gid":"ME","name":"Test User","resource_type":"user"},{"gid":"ADA","name":"Ada","resource_type":"user"}]`},
		{"/teams/TEAM", `{"gid":"TEAM","resource_type":"team","name":"Team","organization":` + acme + `,"permalink_url":"https://app.asana.com/1/WORKSPACE/team/TEAM"}`},
		{"/workspaces/WORKSPACE/teams", `[{"gid":"TEAM","name":"Team","resource_type":"team"}]`},
		{"/portfolios/FOLIO", `{"gid":"FOLIO","resource_type":"portfolio","name":"Portfolio",` + created + `,"permalink_url":"https://app.asana.com/1/WORKSPACE/portfolio/FOLIO","owner":` + me + `,"workspace":` + acme + `}`},
		{"/portfolios?workspace=WORKSPACE", `[{"gid":"FOLIO","name":"Portfolio","resource_type":"portfolio"}]`},
		{"/tasks/TASK", `{"gid":"TASK","resource_type":"task","name":"Task","resource_subtype":"default_task","completed":false,` + created + `,"permalink_url":"https://app.asana.com/1/WORKSPACE/task/TASK","projects":[{"gid":"PROJECT","resource_type":"project","name":"Bugs"}],"workspace":` + acme + `}`},
		{"/sections/SECTION", `{"gid":"SECTION","resource_type":"section","name":"To do",` + created + `,"project":{"gid":"PROJECT","resource_type":"project","name":"Bugs"}}`},
		{"/projects/PROJECT/sections", `[{"gid":"SECTION","name":"To do","resource_type":"section"}]`},
		{"/tags/TAG", `{"gid":"TAG","resource_type":"tag","name":"Urgent","color":null,"notes":"",` + created + `,"followers":[],"permalink_url":"https://app.asana.com/0/TAG/list","workspace":` + acme + `}`},
		{"/goals/GOAL", `{"gid":"GOAL","resource_type":"goal","name":"Grow","is_workspace_level":false,"due_on":null,"owner":` + me + `,"team":{"gid":"TEAM","resource_type":"team","name":"Team"},"workspace":` + acme + `}`},
		{"/users/me/user_task_list?workspace=WORKSPACE", `{"gid":"MYTASKS","resource_type":"user_task_list","name":"My tasks in Acme","owner":` + me + `,"workspace":` + acme + `}`},
		{"/user_task_lists/MYTASKS?opt_fields=owner.name", `{"gid":"MYTASKS","owner":{"gid":"ME","name":"Test User"}}`},
		{"/tasks/SUBTASK?opt_fields=parent,projects", `{"gid":"SUBTASK","parent":{"gid":"TASK","resource_type":"task"},"projects":[]}`},
	} {
		r := f.do("GET", gids.Replace(tt.path), "")
		if want := gids.Replace(`{"data":` + tt.want + `}`); r.status != 200 || r.body != want {
			t.Errorf("%s:\ngot  %d %s\nwant 200 %s", tt.path, r.status, r.body, want)
		}
	}
}

func TestLookup_refusals(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	hidden := f.sim.AddProject(f.workspace, "Hidden")
	f.sim.Hide(hidden)
	gone := f.sim.AddProject(f.workspace, "Gone")
	f.sim.Remove(gone)
	foreign := f.sim.AddWorkspace("Foreign")
	team := f.sim.AddTeam(foreign, "Theirs")
	f.token = f.sim.AddToken(f.sim.AddUser("Ada", "ada@example.com", f.workspace), "app")
	for _, tt := range []struct {
		method, path string
		status       int
		message      string
	}{
		{"GET", "/projects/abc", 400, "project: Not a recognized ID: abc"},
		{"GET", "/projects/1", 404, "project: Not a recognized ID: 1"},
		{"GET", "/projects/" + gone, 404, "project: Not a recognized ID: " + gone},
		{"GET", "/tasks/" + f.project, 404, "task: Not a recognized ID: " + f.project},
		{"GET", "/projects/" + hidden, 403, "You do not have access to this project."},
		{"GET", "/teams/" + team, 403, "You do not have access to this team."},
		{"GET", "/workspaces/" + foreign, 403, "You do not have access to this workspace."},
		{"GET", "/workspaces/" + foreign + "/teams", 403, "You do not have access to this workspace."},
		{"GET", "/users/nobody@example.com", 400, "user: Not a recognized ID: nobody@example.com"},
		{"GET", "/portfolios", 400, "workspace: Missing input"},
		{"POST", "/projects/" + f.project, 404, "No matching route for request"},
		{"PATCH", "/webhooks/1", 404, "No matching route for request"},
		{"PUT", "/webhooks", 404, "No matching route for request"},
		{"GET", "/webhooks/", 404, "No matching route for request"},
		{"GET", "/webhooks/1/2", 404, "No matching route for request"},
		{"GET", "", 404, "No matching route for request"},
	} {
		f.do(tt.method, tt.path, "").wantError(t, tt.status, tt.message)
	}
	if got := f.do("GET", "/projects", "").gids(); len(got) != 1 || got[0] != f.project {
		t.Errorf("all projects that Ada may see: %v", got)
	}
	f.base = "https://app.asana.com"
	f.do("GET", "/webhooks", "").wantError(t, 404, "No matching route for request")
}

// What hangs below a removed object goes with it, and so do the webhooks.
func TestRemove(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	task := f.sim.AddTask(f.project, "Task")
	subtask := f.sim.AddTask(task, "Subtask")
	other := f.sim.AddProject(f.workspace, "Other")
	f.sim.AddWebhook(asanatest.Webhook{GID: "1", Resource: subtask, Target: hookURL})
	f.sim.AddWebhook(asanatest.Webhook{GID: "2", Resource: other, Target: hookURL})
	f.sim.Rename(other, "Renamed")
	f.sim.Remove(f.project)
	for path, want := range map[string]int{"/tasks/" + subtask: 404, "/projects/" + f.project: 404, "/webhooks/1": 404, "/webhooks/2": 200} {
		if got := f.do("GET", path, "").status; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	if got := f.do("GET", "/webhooks/2", "").text("data", "resource", "name"); got != "Renamed" {
		t.Errorf("resource name %q, want Renamed", got)
	}
}
