package asanatest_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// largeFilters is as reported: see errFilters.
const largeFilters = "Webhooks for larger scoped resources must have at least one filter and all filters must be in our whitelist."

func TestFilters_onCreate(t *testing.T) {
	t.Parallel()
	const ok = ""
	for _, tt := range []struct {
		name, on, filters string
		status            int
		message           string
	}{
		{"project without", "project", `[]`, 201, ok},
		{"project with null", "project", `null`, 201, ok},
		{"project with all keys null", "project", `[{"resource_type":null,"resource_subtype":null,"action":null,"fields":null}]`, 201, ok},
		{"project with fields", "project", `[{"resource_type":"task","action":"changed","fields":["due_on","name"]}]`, 201, ok},
		{"project with subtype", "project", `[{"resource_type":"task","resource_subtype":"milestone"}]`, 201, ok},
		{"not an object", "project", `["task"]`, 400, `filters: Value is not an object: "task"`},
		{"unknown key", "project", `[{"type":"task"}]`, 400, `Unrecognized request field "type"`},
		{"action of a wrong type", "project", `[{"action":1}]`, 400, "action: Value is not a string: 1"},
		{"unknown action", "project", `[{"action":"created"}]`, 400, "filters: Not a valid action: created"},
		{"fields of a wrong type", "project", `[{"action":"changed","fields":"name"}]`, 400, `fields: Value is not a list of strings: "name"`},
		{"fields without an action", "project", `[{"fields":["name"]}]`, 400, "filters: fields is only valid for the action changed"},
		{"fields with added", "project", `[{"action":"added","fields":["name"]}]`, 400, "filters: fields is only valid for the action changed"},
		{"empty fields with added", "project", `[{"action":"added","fields":[]}]`, 201, ok},
		{"task without", "task", `[]`, 201, ok},
		{"story without", "story", `[]`, 201, ok},
		{"section without", "section", `[]`, 201, ok},
		{"tag with tasks", "tag", `[{"resource_type":"task","action":"changed","fields":["completed"]}]`, 201, ok},
		{"goal without", "goal", `[]`, 201, ok},
		{"task list with tasks", "list", `[{"resource_type":"task","action":"added"}]`, 201, ok},

		{"workspace without", "workspace", `[]`, 400, largeFilters},
		{"team without", "team", `[]`, 400, largeFilters},
		{"portfolio without", "portfolio", `[]`, 400, largeFilters},
		{"workspace with projects", "workspace", `[{"resource_type":"project"},{"resource_type":"project","action":"undeleted"}]`, 201, ok},
		{"team with memberships", "team", `[{"resource_type":"team_membership","action":"added"},{"resource_type":"team_membership","action":"removed"}]`, 201, ok},
		{"workspace with memberships", "workspace", `[{"resource_type":"workspace_membership"}]`, 201, ok},
		{"workspace with tasks", "workspace", `[{"resource_type":"task"}]`, 400, largeFilters},
		{"workspace with anything", "workspace", `[{"action":"added"}]`, 400, largeFilters},
		{"team with fields", "team", `[{"resource_type":"project","action":"changed","fields":["name"]}]`, 400, largeFilters},
		{"team with changed memberships", "team", `[{"resource_type":"team_membership","action":"changed"}]`, 400, largeFilters},
		{"workspace with an unknown action", "workspace", `[{"resource_type":"project","action":"created"}]`, 400, largeFilters},
		{"portfolio with project statuses", "portfolio", `[{"resource_type":"project_status","action":"changed"}]`, 400, largeFilters},
		{"one good, one bad", "workspace", `[{"resource_type":"project"},{"resource_type":"story"}]`, 400, largeFilters},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			task := f.sim.AddTask(f.project, "T")
			gid := map[string]string{
				"project": f.project, "workspace": f.workspace, "task": task, "story": f.sim.AddStory(task, "S"),
				"section": f.sim.AddSection(f.project, "To do"), "tag": f.sim.AddTag(f.workspace, "Urgent"),
				"goal": f.sim.AddGoal(f.workspace, "Grow"), "list": f.sim.UserTaskList(f.sim.Me(), f.workspace),
				"team": f.sim.AddTeam(f.workspace, "Team"), "portfolio": f.sim.AddPortfolio(f.workspace, "P"),
			}[tt.on]
			f.do("POST", "/webhooks", `{"data":{"resource":"`+gid+`","target":"`+hookURL+`","filters":`+tt.filters+`}}`).wantError(t, tt.status, tt.message)
		})
	}
}

func TestFilters_update(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	before := f.create(hookURL)
	path := "/webhooks/" + before
	secret := f.sim.Webhooks()[0].Secret
	for _, tt := range []struct {
		name, body string
		status     int
		want       string // filters afterwards, or the message
	}{
		{"set", `{"data":{"filters":[{"action":"changed"}]}}`, 200, `[{"action":"changed","fields":null,"resource_subtype":null,"resource_type":null}]`},
		{"replace", `{"data":{"filters":[{"resource_type":"task"}]}}`, 200, `[{"action":null,"fields":null,"resource_subtype":null,"resource_type":"task"}]`},
		{"bad filter", `{"data":{"filters":[{"action":"x"}]}}`, 400, "filters: Not a valid action: x"},
		{"target", `{"data":{"target":"https://hooks.example.com/b"}}`, 400, `Unrecognized request field "target"`},
		{"resource", `{"data":{"resource":"1","filters":[]}}`, 400, `Unrecognized request field "resource"`},
		{"beside data", `{"filters":[]}`, 400, `Unrecognized request field "filters"`},
		{"not JSON", `nope`, 400, "Could not parse request data, invalid JSON"},
		{"clear", `{"data":{"filters":[]}}`, 200, `[]`},
		{"null", `{"data":{"filters":null}}`, 200, `[]`},
	} {
		r := f.do("PUT", path+"?opt_fields=filters", tt.body)
		if r.status != tt.status {
			t.Errorf("%s: %d %s, want %d", tt.name, r.status, r.body, tt.status)
		}
		got := r.message()
		if tt.status == 200 {
			got, tt.want = r.body, `{"data":{"filters":`+tt.want+`,"gid":"`+before+`"}}`
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
	if after := f.sim.Webhooks()[0]; after.Secret != secret || after.Target != hookURL {
		t.Errorf("an update changed more than filters: %+v", after)
	}
	if n := len(f.target.takeReceived()); n != 1 {
		t.Errorf("the target was asked %d times, want once at creation", n)
	}
}

func TestFilters_updateWhereMandatory(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gid := f.sim.AddWebhook(asanatest.Webhook{Resource: f.workspace, Target: hookURL, Filters: []asanatest.Filter{{ResourceType: "project"}}})
	f.do("PUT", "/webhooks/"+gid, `{"data":{"filters":[]}}`).wantError(t, 400, largeFilters)
	if got, _ := f.sim.Webhook(gid); len(got.Filters) != 1 {
		t.Errorf("filters afterwards: %v", got.Filters)
	}
}

// The refusal as a whole, in the status that an option chooses.
func TestFilters_refusalOnLargeResource(t *testing.T) {
	t.Parallel()
	for _, want := range []int{400, 403} {
		f := newFixture(t, asanatest.Options{FilterRefusalStatus: want})
		r := f.do("POST", "/webhooks", createBody(f.workspace, hookURL))
		body := `{"errors":[{"error":"invalid_filters_for_larger_scoped_webhooks","message":"` + largeFilters + `","user_message":"` + largeFilters + `","help":"For more information`
		if r.status != want || !strings.HasPrefix(r.body, body) {
			t.Errorf("got  %d %s\nwant %d %s", r.status, r.body, want, body)
		}
		if n := len(f.target.takeReceived()); n != 0 {
			t.Errorf("%d handshakes", n)
		}
	}
}

// Where filters on tasks are accepted, tasks send nothing all the same.
func TestFilters_tasksOnWorkspace(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{AllowTaskFilters: true})
	r := f.do("POST", "/webhooks", `{"data":{"resource":"`+f.workspace+`","target":"`+hookURL+`","filters":[{"resource_type":"task"}]}}`)
	if r.status != 201 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	f.target.takeReceived()
	f.sim.Emit(asanatest.Event{Resource: f.sim.AddTask(f.project, "T"), Action: "added"})
	if got := f.target.takeReceived(); len(got) != 0 {
		t.Errorf("the target received %v", got)
	}
}
