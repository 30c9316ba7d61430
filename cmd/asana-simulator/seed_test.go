package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sampleSeed = `{
  "workspaces": [{"name": "Acme", "gid": "101"}],
  "users": [{"name": "Ada", "email": "ada@example.com"}, {"name": "Bob", "gid": "7", "workspaces": ["Acme"]}],
  "teams": [{"name": "Ops", "gid": "102", "members": ["ada@example.com", "me"]}],
  "projects": [
    {"name": "Launch", "gid": "103", "team": "Ops"},
    {"name": "Old", "gid": "104", "workspace": "101", "archived": true}
  ],
  "sections": [{"name": "To do", "gid": "105", "project": "Launch"}],
  "tags": [{"name": "urgent", "gid": "106", "workspace": "Acme"}],
  "tasks": [{"name": "Ship", "gid": "107", "project": "103", "section": "To do", "tags": ["urgent"], "assignee": "Bob"}],
  "portfolios": [
    {"name": "Outer", "gid": "108", "items": ["Inner", "Launch"]},
    {"name": "Inner", "gid": "109", "owner": "me", "items": ["Old"]},
    {"name": "Hers", "owner": "Ada"}
  ]
}`

// writeSeed writes a seed file and returns its path.
func writeSeed(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSeedFile(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "-seed", writeSeed(t, sampleSeed), "-projects", "1")
	for name, want := range map[string]string{
		"ASANA_WORKSPACE": "101", "ASANA_TEAM": "102", "ASANA_PROJECT": "103", "ASANA_SECTION": "105", "ASANA_TAG": "106", "ASANA_TASK": "107", "ASANA_PORTFOLIO": "108",
	} {
		if p.env[name] != want {
			t.Errorf("%s=%s, want %s", name, p.env[name], want)
		}
	}
	for _, tt := range []struct{ path, want string }{
		{"/teams/102/projects?opt_fields=name", `"name":"Project 1"`},
		{"/workspaces/101/projects?archived=true", `"gid":"104"`},
		{"/portfolios/108/items", `{"gid":"109","name":"Inner","resource_type":"portfolio"}`},
		{"/portfolios/108/items", `"gid":"103"`},
		{"/portfolios/109/items", `"gid":"104"`},
		{"/portfolios?workspace=101", `"gid":"109"`},
		{"/users?team=102", `"name":"Ada"`},
		{"/users?workspace=101", `"gid":"7"`},
		{"/projects/103/sections", `"name":"To do"`},
		{"/tasks/107", `"name":"Ship"`},
	} {
		if _, answer := p.api("GET", tt.path, ""); !strings.Contains(answer, tt.want) {
			t.Errorf("%s: %s, want %s", tt.path, answer, tt.want)
		}
	}
	if _, answer := p.api("GET", "/portfolios?workspace=101", ""); strings.Contains(answer, "Hers") {
		t.Errorf("another user's portfolio is listed: %s", answer)
	}
	_, answer := p.api("GET", "/users/7/user_task_list?workspace=101", "")
	list, _, _ := strings.Cut(strings.TrimPrefix(answer, `{"data":{"gid":"`), `"`)
	target := newReceiver(t)
	for _, resource := range []string{list, "105", "106"} {
		p.register(resource, target.URL+"/"+resource)
	}
	var got deliveries
	p.control("POST", "/events", `{"resource":"107"}`, &got)
	if len(got.Deliveries) != 3 {
		t.Errorf("the task's event reaches %+v, want task list, section and tag", got)
	}
}

func TestSeedFile_mistakes(t *testing.T) {
	t.Parallel()
	const acme = `"workspaces":[{"name":"Acme"}]`
	for _, tt := range []struct{ content, want string }{
		{`{`, "unexpected EOF"},
		{`{"workspace":[]}`, `unknown field "workspace"`},
		{`{"workspaces":[{"name":"A","gid":"x"}]}`, `workspace "A": "x" is not a gid`},
		{`{"workspaces":[{"name":"A","gid":"1"},{"name":"B","gid":"1"}]}`, `workspace "B": an object with gid "1" exists already`},
		{`{"teams":[{"name":"T"}]}`, `team "T": set "workspace" to the gid or the name of one`},
		{`{"workspaces":[{"name":"A"},{"name":"B"}],"projects":[{"name":"P"}]}`, `project "P": set "workspace"`},
		{`{` + acme + `,"projects":[{"name":"P","team":"Ops"}]}`, `project "P": there is no team "Ops"`},
		{`{` + acme + `,"projects":[{"name":"P"},{"name":"P"}],"sections":[{"name":"S","project":"P"}]}`, `section "S": there are 2 objects of type project named "P": refer to one by its gid`},
		{`{` + acme + `,"sections":[{"name":"S"}]}`, `section "S": set "project" to the gid or the name of one`},
		{`{` + acme + `,"projects":[{"name":"P"}],"tasks":[{"name":"T","project":"P","tags":["x"]}]}`, `task "T": there is no tag "x"`},
		{`{` + acme + `,"portfolios":[{"name":"F","items":["x"]}]}`, `portfolio "F": there is no project "x"`},
		{`{` + acme + `,"teams":[{"name":"T","members":["nobody"]}]}`, `team "T": there is no user "nobody"`},
		{`{"users":[{"name":"U"}]}`, `user "U": set "workspace"`},
	} {
		path := writeSeed(t, tt.content)
		_, err := newSimulator(config{seed: path}, io.Discard)
		if err == nil || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.content, err, tt.want)
		}
	}
	if _, err := newSimulator(config{seed: writeSeed(t, `{}`), projects: 1}, io.Discard); err == nil || !strings.Contains(err.Error(), "projects need a workspace") {
		t.Errorf("projects without a workspace: %v", err)
	}
}

// A file without tasks and projects serves all the same.
func TestSeedFile_empty(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "-seed", writeSeed(t, `{}`))
	if status, answer := p.api("GET", "/users/me", ""); status != 200 || p.env["ASANA_WORKSPACE"] != "" {
		t.Errorf("%d %s, workspace %q", status, answer, p.env["ASANA_WORKSPACE"])
	}
}
