package asanatest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestWebhook_getAndDelete(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	gid := w.create(hookURL)
	hidden := w.create(hookURL + "/hidden")
	w.sim.Hide(hidden)
	for _, method := range []string{"GET", "DELETE"} {
		w.do(method, "/webhooks/abc", "").wantError(t, 400, "webhook: Not a recognized ID: abc")
		w.do(method, "/webhooks/123", "").wantError(t, 404, "webhook: Not a recognized ID: 123")
		w.do(method, "/webhooks/"+hidden, "").wantError(t, 403, "You do not have access to this webhook.")
	}
	if r := w.do("DELETE", "/webhooks/"+gid, ""); r.status != 200 || r.body != `{"data":{}}` {
		t.Errorf("DELETE: %d %s", r.status, r.body)
	}
	w.do("DELETE", "/webhooks/"+gid, "").wantError(t, 404, "webhook: Not a recognized ID: "+gid)
	w.do("GET", "/webhooks/"+gid, "").wantError(t, 404, "webhook: Not a recognized ID: "+gid)
	w.do("PUT", "/webhooks/"+gid, `{"data":{"filters":[]}}`).wantError(t, 404, "webhook: Not a recognized ID: "+gid)
}

func TestWebhook_getFailing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	at := time.Date(2024, 10, 23, 1, 2, 3, 0, time.UTC)
	gid := w.sim.AddWebhook(asanatest.Webhook{
		GID: "42", Resource: w.workspace, Target: hookURL, CreatedAt: at, LastSuccessAt: at.Add(time.Hour),
		LastFailureAt: at.Add(2 * time.Hour), LastFailureContent: "500 Oops", RetryCount: 3,
		NextAttemptAfter: at.Add(3 * time.Hour), DeletionAt: at.Add(25 * time.Hour),
	})
	want := `{"data":{"gid":"42","resource_type":"webhook","active":true,` +
		`"resource":{"gid":"` + w.workspace + `","resource_type":"workspace","name":"Acme"},"target":"https://hooks.example.com",` +
		`"created_at":"2024-10-23T01:02:03.000Z","last_success_at":"2024-10-23T02:02:03.000Z",` +
		`"last_failure_at":"2024-10-23T03:02:03.000Z","last_failure_content":"500 Oops","delivery_retry_count":3,` +
		`"next_attempt_after":"2024-10-23T04:02:03.000Z","failure_deletion_timestamp":"2024-10-24T02:02:03.000Z",` +
		`"filters":[],"is_workspace_webhook":true}}`
	if r := w.do("GET", "/webhooks/"+gid, ""); r.status != 200 || r.body != want {
		t.Errorf("got  %d %s\nwant 200 %s", r.status, r.body, want)
	}
}

func TestWebhooks_list(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	elsewhere := w.sim.AddWorkspace("Elsewhere")
	there := w.sim.AddProject(elsewhere, "There")
	task := w.sim.AddTask(w.sim.AddTask(w.project, "T"), "Subtask")
	colleague := w.sim.AddUser("Colleague", "c@example.com", w.workspace)
	add := func(gid, resource, user, app string) {
		w.sim.AddWebhook(asanatest.Webhook{GID: gid, Resource: resource, Target: hookURL + "/" + gid, User: user, App: app})
	}
	add("200", w.project, "", "")
	add("30", task, "", "")
	add("1000", w.workspace, "", "")
	add("5", there, "", "")
	add("6", w.project, colleague, "")
	add("7", w.project, "", "another app")
	add("8", w.project, "", "")
	w.sim.Hide("8")

	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"?workspace=" + w.workspace, []string{"30", "200", "1000"}},
		{"?workspace=" + w.workspace + "&resource=" + w.project, []string{"200"}},
		{"?workspace=" + w.workspace + "&resource=" + task, []string{"30"}},
		{"?workspace=" + w.workspace + "&resource=" + there, []string{}},
		{"?workspace=" + elsewhere, []string{"5"}},
	} {
		if r := w.do("GET", "/webhooks"+tt.query, ""); r.status != 200 || !slices.Equal(r.gids(), tt.want) {
			t.Errorf("%s: got %d %v, want %v", tt.query, r.status, r.gids(), tt.want)
		}
	}
	want := `{"data":[{"active":true,"gid":"5","resource":{"gid":"` + there + `","name":"There","resource_type":"project"},"resource_type":"webhook","target":"https://hooks.example.com/5"}]}`
	if r := w.do("GET", "/webhooks?workspace="+elsewhere, ""); r.body != want {
		t.Errorf("got  %s\nwant %s", r.body, want)
	}

	w.token = w.sim.AddToken(w.sim.Me(), "another app")
	if got := w.do("GET", "/webhooks?workspace="+w.workspace, "").gids(); !slices.Equal(got, []string{"7"}) {
		t.Errorf("the other app sees %v", got)
	}
	w.do("GET", "/webhooks/200", "").wantError(t, 403, "You do not have access to this webhook.")
	w.token = w.sim.AddToken(colleague, asanatest.DefaultApp)
	if got := w.do("GET", "/webhooks?workspace="+w.workspace, "").gids(); !slices.Equal(got, []string{"6"}) {
		t.Errorf("the colleague sees %v", got)
	}
	w.do("DELETE", "/webhooks/200", "").wantError(t, 403, "You do not have access to this webhook.")
	w.do("GET", "/webhooks?workspace="+elsewhere, "").wantError(t, 403, "You do not have access to this workspace.")
}

func TestWebhooks_listRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	for _, tt := range []struct {
		query   string
		status  int
		message string
	}{
		{"", 400, "workspace: Missing input"},
		{"?workspace=", 400, "workspace: Missing input"},
		{"?workspace=abc", 400, "workspace: Not a recognized ID: abc"},
		{"?workspace=12", 404, "workspace: Not a recognized ID: 12"},
		{"?workspace=" + w.project, 404, "workspace: Not a recognized ID: " + w.project},
		{"?workspace=" + w.workspace + "&resource=abc", 400, "resource: Not a recognized ID: abc"},
		{"?workspace=" + w.workspace + "&resource=12", 404, "resource: Not a recognized ID: 12"},
		{"?workspace=" + w.workspace + "&limit=0", 400, "limit: Must be between 1 and 100"},
		{"?workspace=" + w.workspace + "&limit=101", 400, "limit: Must be between 1 and 100"},
		{"?workspace=" + w.workspace + "&limit=x", 400, "limit: Must be between 1 and 100"},
		{"?workspace=" + w.workspace + "&limit=1&offset=x", 400, "offset: Your pagination token is invalid."},
	} {
		w.do("GET", "/webhooks"+tt.query, "").wantError(t, tt.status, tt.message)
	}
}

func TestWebhooks_listLag(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{ListLag: 5 * time.Second})
	gid := w.create(hookURL)
	for _, tt := range []struct {
		advance time.Duration
		want    []string
	}{{0, []string{}}, {4 * time.Second, []string{}}, {time.Second, []string{gid}}} {
		w.sim.Advance(tt.advance)
		if got := w.do("GET", "/webhooks?workspace="+w.workspace, "").gids(); !slices.Equal(got, tt.want) {
			t.Errorf("another %s later: got %v, want %v", tt.advance, got, tt.want)
		}
	}
	if r := w.do("GET", "/webhooks/"+gid, ""); r.status != 200 {
		t.Errorf("GET: %d", r.status)
	}
}

func TestDrift(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	gid := w.create(hookURL)
	w.sim.SetActive(gid, false)
	w.sim.SetFilters(gid, []asanatest.Filter{{Action: "changed", Fields: []string{"name"}}})
	if !w.sim.EditWebhook(gid, func(h *asanatest.Webhook) { h.GID, h.Target = "1", hookURL+"/moved" }) {
		t.Error("EditWebhook did not find the webhook")
	}
	want := `{"data":{"active":false,"filters":[{"action":"changed","fields":["name"],"resource_subtype":null,"resource_type":null}],"gid":"` + gid + `","target":"https://hooks.example.com/moved"}}`
	if r := w.do("GET", "/webhooks/"+gid+"?opt_fields=active,filters,target", ""); r.body != want {
		t.Errorf("got  %s\nwant %s", r.body, want)
	}
	snapshot := w.sim.Webhooks()[0]
	snapshot.Filters[0].Fields[0] = "mine"
	if again := w.sim.Webhooks()[0].Filters[0].Fields[0]; again != "name" {
		t.Errorf("a snapshot shares its fields: %q", again)
	}
	w.sim.DeleteWebhook(gid)
	if w.sim.EditWebhook(gid, func(*asanatest.Webhook) {}) {
		t.Error("EditWebhook found a deleted webhook")
	}
	if _, ok := w.sim.Webhook(gid); ok {
		t.Error("the deleted webhook is there")
	}
}
