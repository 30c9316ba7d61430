package contract_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/contract"
)

// TestSimulator asks for everything that the simulator answers, also for what
// the provider never asks: whatever it gives must be as Asana's document says.
func TestSimulator(t *testing.T) {
	t.Parallel()
	contract.Require(t)
	for name, opts := range map[string]asanatest.Options{"as captured": {}, "as documented": {SlimCreate: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim := asanatest.New(opts)
			t.Cleanup(sim.Close)
			sim.Mount("https://hooks.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Hook-Secret", r.Header.Get("X-Hook-Secret"))
			}))
			h := contract.Handler(t, sim)
			call := func(method, path, body string, want int) {
				t.Helper()
				r := httptest.NewRequest(method, "/api/1.0"+path, strings.NewReader(body))
				r.Header.Set("Authorization", "Bearer "+sim.Token())
				if body != "" {
					r.Header.Set("Content-Type", "application/json")
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != want {
					t.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
				}
			}
			ws := sim.AddWorkspace("W")
			team, project, portfolio := sim.AddTeam(ws, "T"), sim.AddProject(ws, "P"), sim.AddPortfolio(ws, "F")
			task := sim.AddTask(project, "Task")
			user := sim.AddUser("Ann", "ann@example.com", ws)
			section, tag, goal := sim.AddSection(project, "S"), sim.AddTag(ws, "G"), sim.AddGoal(ws, "Goal")
			sim.AddToPortfolio(portfolio, project)
			hidden := sim.AddProject(ws, "H")
			sim.Hide(hidden)

			for _, path := range []string{
				"/workspaces", "/workspaces?limit=1", "/workspaces/" + ws, "/users/me", "/users/" + user, "/users?workspace=" + ws,
				"/projects?workspace=" + ws, "/workspaces/" + ws + "/projects", "/projects/" + project, "/tasks/" + task,
				"/workspaces/" + ws + "/teams", "/teams/" + team, "/portfolios?workspace=" + ws + "&owner=me", "/portfolios/" + portfolio,
				"/webhooks?workspace=" + ws,
				"/projects?team=" + team + "&archived=false", "/teams/" + team + "/projects?archived=true", "/portfolios/" + portfolio + "/items",
				"/users?team=" + team, "/projects/" + project + "/sections", "/sections/" + section,
				"/tags?workspace=" + ws, "/workspaces/" + ws + "/tags", "/tags/" + tag, "/goals/" + goal,
				"/users/me/user_task_list?workspace=" + ws, "/user_task_lists/" + sim.UserTaskList(user, ws),
			} {
				call("GET", path, "", 200)
			}
			create := func(resource, filters string) string {
				return `{"data":{"resource":"` + resource + `","target":"https://hooks.example.com/h","filters":` + filters + `}}`
			}
			call("POST", "/webhooks", create(project, `[{"resource_type":"task","action":"changed","fields":["name"]}]`), 201)
			call("POST", "/webhooks", create(project, `[]`), 403)
			call("POST", "/webhooks", create(ws, `[]`), 400)
			call("POST", "/webhooks", create(ws, `[{"resource_type":"project"}]`), 201)
			call("POST", "/webhooks", create(hidden, `[]`), 403)
			call("POST", "/webhooks", create("404404", `[]`), 404)
			call("POST", "/webhooks", create("abc", `[]`), 400)

			gid := sim.Webhooks()[0].GID
			call("GET", "/webhooks/"+gid, "", 200)
			call("PUT", "/webhooks/"+gid, `{"data":{"filters":[{"resource_type":"story"}]}}`, 200)
			call("GET", "/webhooks?limit=1&workspace="+ws, "", 200)
			call("GET", "/webhooks?limit=100&workspace="+ws+"&resource="+project+"&opt_fields=active,created_at,delivery_retry_count,failure_deletion_timestamp,filters,last_failure_at,last_failure_content,last_success_at,next_attempt_after,resource,resource.name,target", "", 200)

			sim.Mount("https://hooks.example.com", http.NotFoundHandler())
			sim.Emit(asanatest.Event{Resource: task, Action: "changed", Field: "name"})
			sim.Emit(asanatest.Event{Resource: sim.AddStory(task, "hello"), Action: "added"})
			call("GET", "/webhooks/"+gid, "", 200) // with a failure
			call("POST", "/webhooks", create(task, `[]`), 400)
			call("DELETE", "/webhooks/"+gid, "", 200)
			call("GET", "/webhooks/"+gid, "", 404)
		})
	}
}
