package asanatest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// tree is one object of each kind, one below the other, with a webhook on each.
type tree struct {
	*world
	gids map[string]string
}

func newTree(t *testing.T) tree {
	t.Helper()
	w := newWorld(t, asanatest.Options{})
	gids := map[string]string{"workspace": w.workspace, "bystander": w.project}
	gids["team"] = w.sim.AddTeam(w.workspace, "Team")
	gids["project"] = w.sim.AddProject(gids["team"], "Project")
	gids["portfolio"] = w.sim.AddPortfolio(w.workspace, "Portfolio")
	w.sim.AddToPortfolio(gids["portfolio"], gids["project"])
	gids["task"] = w.sim.AddTask(gids["project"], "Task")
	gids["subtask"] = w.sim.AddTask(gids["task"], "Subtask")
	gids["story"] = w.sim.AddStory(gids["subtask"], "Comment")
	ada := w.sim.AddUser("Ada", "ada@example.com")
	gids["section"] = w.sim.AddSection(gids["project"], "To do")
	gids["tag"] = w.sim.AddTag(w.workspace, "Urgent")
	gids["goal"] = w.sim.AddGoal(gids["team"], "Grow")
	gids["list"] = w.sim.UserTaskList(ada, w.workspace)
	gids["filed task"] = w.sim.AddTask(gids["project"], "In a section, tagged and assigned")
	w.sim.AddToSection(gids["section"], gids["filed task"])
	w.sim.AddToTag(gids["tag"], gids["filed task"])
	w.sim.Assign(gids["filed task"], w.sim.Me())
	w.sim.Assign(gids["filed task"], ada)
	gids["filed story"] = w.sim.AddStory(gids["filed task"], "Comment")
	gids["private task"] = w.sim.AddTask(gids["list"], "In no project")
	gids["outer"] = w.sim.AddPortfolio(w.workspace, "Around the portfolio")
	w.sim.AddToPortfolio(gids["outer"], gids["portfolio"])
	gids["team membership"] = w.sim.AddMembership(gids["team"], ada)
	gids["workspace membership"] = w.sim.AddMembership(w.workspace, ada)
	for name, gid := range gids {
		if !strings.Contains(name, " ") {
			w.sim.AddWebhook(asanatest.Webhook{Resource: gid, Target: hookURL + "/" + name})
		}
	}
	return tree{w, gids}
}

func TestEvent_bubbling(t *testing.T) {
	t.Parallel()
	tr := newTree(t)
	for _, tt := range []struct {
		of   string
		want []string // in order of the alphabet
	}{
		{"story", []string{"/project", "/story", "/subtask", "/task"}},
		{"subtask", []string{"/project", "/subtask", "/task"}},
		{"task", []string{"/project", "/task"}},
		{"project", []string{"/portfolio", "/project", "/team", "/workspace"}},
		{"team membership", []string{"/team", "/workspace"}},
		{"workspace membership", []string{"/workspace"}},
		{"portfolio", []string{"/portfolio"}},
		{"section", []string{"/project", "/section"}},
		{"tag", []string{"/tag"}},
		{"goal", []string{"/goal"}},
		{"list", []string{"/list"}},
		{"filed task", []string{"/list", "/project", "/section", "/tag"}},
		{"filed story", []string{"/list", "/project", "/section", "/tag"}},
		{"private task", []string{"/list"}},
		{"team", []string{"/team"}},
		{"workspace", []string{"/workspace"}},
		{"bystander", []string{"/bystander", "/workspace"}},
	} {
		tr.sim.Emit(asanatest.Event{Resource: tr.gids[tt.of], Action: "added"})
		var got []string
		for _, r := range tr.target.take() {
			got = append(got, r.uri)
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: reaches %v, want %v", tt.of, got, tt.want)
		}
	}
}

func TestEvent_body(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	task := w.sim.AddTask(w.project, "Task")
	story := w.sim.AddStory(task, "Comment")
	other := w.sim.AddProject(w.workspace, "Other")
	w.sim.AddWebhook(asanatest.Webhook{Resource: w.project, Target: hookURL})
	gids := strings.NewReplacer("TASK", task, "STORY", story, "OTHER", other, "PROJECT", w.project, "ME", w.sim.Me())
	const at = `"created_at":"2024-10-24T09:41:07.123Z"`
	const ofTask = `"resource":{"gid":"TASK","resource_type":"task","resource_subtype":"default_task"}`
	for _, tt := range []struct {
		name  string
		event asanatest.Event
		want  string
	}{
		{
			"changed",
			asanatest.Event{Resource: task, Action: "changed", Field: "due_on", User: w.sim.Me()},
			`{"user":{"gid":"ME","resource_type":"user"},` + at + `,"action":"changed",` + ofTask + `,"parent":null,"change":{"field":"due_on","action":"changed"}}`,
		},
		{
			"field gained something",
			asanatest.Event{Resource: task, Action: "changed", Field: "followers", ChangeAction: "added"},
			`{"user":null,` + at + `,"action":"changed",` + ofTask + `,"parent":null,"change":{"field":"followers","action":"added"}}`,
		},
		{
			"added",
			asanatest.Event{Resource: story, Action: "added"},
			`{"user":null,` + at + `,"action":"added","resource":{"gid":"STORY","resource_type":"story","resource_subtype":"comment_added"},"parent":{"gid":"TASK","resource_type":"task","resource_subtype":"default_task"}}`,
		},
		{
			"removed from elsewhere",
			asanatest.Event{Resource: task, Action: "removed", Parent: other},
			`{"user":null,` + at + `,"action":"removed",` + ofTask + `,"parent":{"gid":"OTHER","resource_type":"project"}}`,
		},
		{
			"undeleted",
			asanatest.Event{Resource: w.project, Action: "undeleted"},
			`{"user":null,` + at + `,"action":"undeleted","resource":{"gid":"PROJECT","resource_type":"project"},"parent":null}`,
		},
	} {
		w.sim.Emit(tt.event)
		got := w.target.take()
		if want := gids.Replace(`{"events":[` + tt.want + `]}`); len(got) != 1 || got[0].body != want {
			t.Errorf("%s:\ngot  %v\nwant %s", tt.name, got, want)
		}
	}
}

func TestEvent_filters(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	task := w.sim.AddTask(w.project, "Task")
	story := w.sim.AddStory(task, "Comment")
	changed := asanatest.Event{Resource: task, Action: "changed", Field: "name"}
	added := asanatest.Event{Resource: story, Action: "added"}
	for _, tt := range []struct {
		name    string
		filters []asanatest.Filter
		event   asanatest.Event
		passes  bool
	}{
		{"none", nil, changed, true},
		{"empty filter", []asanatest.Filter{{}}, changed, true},
		{"type", []asanatest.Filter{{ResourceType: "task"}}, changed, true},
		{"other type", []asanatest.Filter{{ResourceType: "story"}}, changed, false},
		{"subtype", []asanatest.Filter{{ResourceType: "story", ResourceSubtype: "comment_added"}}, added, true},
		{"other subtype", []asanatest.Filter{{ResourceType: "task", ResourceSubtype: "milestone"}}, changed, false},
		{"action", []asanatest.Filter{{Action: "changed"}}, changed, true},
		{"other action", []asanatest.Filter{{Action: "deleted"}}, changed, false},
		{"field", []asanatest.Filter{{Action: "changed", Fields: []string{"due_on", "name"}}}, changed, true},
		{"other field", []asanatest.Filter{{Action: "changed", Fields: []string{"due_on"}}}, changed, false},
		{"any of two", []asanatest.Filter{{ResourceType: "story"}, {ResourceType: "task"}}, changed, true},
		{"none of two", []asanatest.Filter{{ResourceType: "story", Action: "deleted"}, {ResourceType: "task"}}, added, false},
	} {
		gid := w.sim.AddWebhook(asanatest.Webhook{Resource: w.project, Target: hookURL, Filters: tt.filters})
		w.sim.Emit(tt.event)
		if got := len(w.target.take()) == 1; got != tt.passes {
			t.Errorf("%s: passes %v, want %v", tt.name, got, tt.passes)
		}
		w.sim.DeleteWebhook(gid)
	}
	w.sim.SetActive(w.sim.AddWebhook(asanatest.Webhook{Resource: w.project, Target: hookURL}), false)
	w.sim.Emit(changed)
	if n := len(w.target.take()); n != 0 {
		t.Errorf("an inactive webhook got %d deliveries", n)
	}
}
