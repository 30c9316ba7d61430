package asanatest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// objectTree is one object of each kind, one below the other, with a webhook on
// each.
type objectTree struct {
	*fixture
	gids map[string]string
}

func newObjectTree(t *testing.T) objectTree {
	t.Helper()
	f := newFixture(t, asanatest.Options{})
	gids := map[string]string{"workspace": f.workspace, "sibling": f.project}
	gids["team"] = f.sim.AddTeam(f.workspace, "Team")
	gids["project"] = f.sim.AddProject(gids["team"], "Project")
	gids["portfolio"] = f.sim.AddPortfolio(f.workspace, "Portfolio")
	f.sim.AddToPortfolio(gids["portfolio"], gids["project"])
	gids["task"] = f.sim.AddTask(gids["project"], "Task")
	gids["subtask"] = f.sim.AddTask(gids["task"], "Subtask")
	gids["story"] = f.sim.AddStory(gids["subtask"], "Comment")
	ada := f.sim.AddUser("Ada", "ada@example.com")
	gids["section"] = f.sim.AddSection(gids["project"], "To do")
	gids["tag"] = f.sim.AddTag(f.workspace, "Urgent")
	gids["goal"] = f.sim.AddGoal(gids["team"], "Grow")
	gids["list"] = f.sim.UserTaskList(ada, f.workspace)
	gids["filed task"] = f.sim.AddTask(gids["project"], "In a section, tagged and assigned")
	f.sim.AddToSection(gids["section"], gids["filed task"])
	f.sim.AddToTag(gids["tag"], gids["filed task"])
	f.sim.Assign(gids["filed task"], f.sim.Me())
	f.sim.Assign(gids["filed task"], ada)
	gids["filed story"] = f.sim.AddStory(gids["filed task"], "Comment")
	gids["private task"] = f.sim.AddTask(gids["list"], "In no project")
	gids["outer"] = f.sim.AddPortfolio(f.workspace, "Around the portfolio")
	f.sim.AddToPortfolio(gids["outer"], gids["portfolio"])
	gids["team membership"] = f.sim.AddMembership(gids["team"], ada)
	gids["workspace membership"] = f.sim.AddMembership(f.workspace, ada)
	for name, gid := range gids {
		if !strings.Contains(name, " ") {
			f.sim.AddWebhook(asanatest.Webhook{Resource: gid, Target: hookURL + "/" + name})
		}
	}
	return objectTree{f, gids}
}

func TestEvent_bubbling(t *testing.T) {
	t.Parallel()
	tr := newObjectTree(t)
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
		{"sibling", []string{"/sibling", "/workspace"}},
	} {
		tr.sim.Emit(asanatest.Event{Resource: tr.gids[tt.of], Action: "added"})
		var got []string
		for _, r := range tr.target.takeReceived() {
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
	f := newFixture(t, asanatest.Options{})
	task := f.sim.AddTask(f.project, "Task")
	story := f.sim.AddStory(task, "Comment")
	other := f.sim.AddProject(f.workspace, "Other")
	f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL})
	gids := strings.NewReplacer("TASK", task, "STORY", story, "OTHER", other, "PROJECT", f.project, "ME", f.sim.Me())
	const at = `"created_at":"2024-10-24T09:41:07.123Z"`
	const ofTask = `"resource":{"gid":"TASK","resource_type":"task","resource_subtype":"default_task"}`
	for _, tt := range []struct {
		name  string
		event asanatest.Event
		want  string
	}{
		{
			"changed",
			asanatest.Event{Resource: task, Action: "changed", Field: "due_on", User: f.sim.Me()},
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
			asanatest.Event{Resource: f.project, Action: "undeleted"},
			`{"user":null,` + at + `,"action":"undeleted","resource":{"gid":"PROJECT","resource_type":"project"},"parent":null}`,
		},
	} {
		f.sim.Emit(tt.event)
		got := f.target.takeReceived()
		if want := gids.Replace(`{"events":[` + tt.want + `]}`); len(got) != 1 || got[0].body != want {
			t.Errorf("%s:\ngot  %v\nwant %s", tt.name, got, want)
		}
	}
}

func TestEvent_filters(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	task := f.sim.AddTask(f.project, "Task")
	story := f.sim.AddStory(task, "Comment")
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
		gid := f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL, Filters: tt.filters})
		f.sim.Emit(tt.event)
		if got := len(f.target.takeReceived()) == 1; got != tt.passes {
			t.Errorf("%s: passes %v, want %v", tt.name, got, tt.passes)
		}
		f.sim.DeleteWebhook(gid)
	}
	f.sim.SetActive(f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL}), false)
	f.sim.Emit(changed)
	if n := len(f.target.takeReceived()); n != 0 {
		t.Errorf("an inactive webhook got %d deliveries", n)
	}
}
