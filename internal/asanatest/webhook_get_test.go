package asanatest_test

import (
	"slices"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestWebhook_getAndDelete(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gid := f.create(hookURL)
	hidden := f.create(hookURL + "/hidden")
	f.sim.Hide(hidden)
	for _, method := range []string{"GET", "DELETE"} {
		f.do(method, "/webhooks/abc", "").wantError(t, 400, "webhook: Not a recognized ID: abc")
		f.do(method, "/webhooks/123", "").wantError(t, 404, "webhook: Not a recognized ID: 123")
		f.do(method, "/webhooks/"+hidden, "").wantError(t, 403, "You do not have access to this webhook.")
	}
	if r := f.do("DELETE", "/webhooks/"+gid, ""); r.status != 200 || r.body != `{"data":{}}` {
		t.Errorf("DELETE: %d %s", r.status, r.body)
	}
	f.do("DELETE", "/webhooks/"+gid, "").wantError(t, 404, "webhook: Not a recognized ID: "+gid)
	f.do("GET", "/webhooks/"+gid, "").wantError(t, 404, "webhook: Not a recognized ID: "+gid)
	f.do("PUT", "/webhooks/"+gid, `{"data":{"filters":[]}}`).wantError(t, 404, "webhook: Not a recognized ID: "+gid)
}

func TestWebhook_getFailing(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	at := time.Date(2024, 10, 23, 1, 2, 3, 0, time.UTC)
	gid := f.sim.AddWebhook(asanatest.Webhook{
		GID: "42", Resource: f.workspace, Target: hookURL, CreatedAt: at, LastSuccessAt: at.Add(time.Hour),
		LastFailureAt: at.Add(2 * time.Hour), LastFailureContent: "500 Oops", RetryCount: 3,
		NextAttemptAfter: at.Add(3 * time.Hour), DeletionAt: at.Add(25 * time.Hour),
	})
	want := `{"data":{"gid":"42","resource_type":"webhook","active":true,` +
		`"resource":{"gid":"` + f.workspace + `","resource_type":"workspace","name":"Acme"},"target":"https://hooks.example.com",` +
		`"created_at":"2024-10-23T01:02:03.000Z","last_success_at":"2024-10-23T02:02:03.000Z",` +
		`"last_failure_at":"2024-10-23T03:02:03.000Z","last_failure_content":"500 Oops","delivery_retry_count":3,` +
		`"next_attempt_after":"2024-10-23T04:02:03.000Z","failure_deletion_timestamp":"2024-10-24T02:02:03.000Z",` +
		`"filters":[],"is_workspace_webhook":true}}`
	if r := f.do("GET", "/webhooks/"+gid, ""); r.status != 200 || r.body != want {
		t.Errorf("got  %d %s\nwant 200 %s", r.status, r.body, want)
	}
}

func TestWebhooks_list(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	elsewhere := f.sim.AddWorkspace("Elsewhere")
	there := f.sim.AddProject(elsewhere, "There")
	task := f.sim.AddTask(f.sim.AddTask(f.project, "T"), "Subtask")
	colleague := f.sim.AddUser("Colleague", "c@example.com", f.workspace)
	add := func(gid, resource, user, app string) {
		f.sim.AddWebhook(asanatest.Webhook{GID: gid, Resource: resource, Target: hookURL + "/" + gid, User: user, App: app})
	}
	add("200", f.project, "", "")
	add("30", task, "", "")
	add("1000", f.workspace, "", "")
	add("5", there, "", "")
	add("6", f.project, colleague, "")
	add("7", f.project, "", "another app")
	add("8", f.project, "", "")
	f.sim.Hide("8")

	for _, tt := range []struct {
		query string
		want  []string
	}{
		{"?workspace=" + f.workspace, []string{"30", "200", "1000"}},
		{"?workspace=" + f.workspace + "&resource=" + f.project, []string{"200"}},
		{"?workspace=" + f.workspace + "&resource=" + task, []string{"30"}},
		{"?workspace=" + f.workspace + "&resource=" + there, []string{}},
		{"?workspace=" + elsewhere, []string{"5"}},
	} {
		if r := f.do("GET", "/webhooks"+tt.query, ""); r.status != 200 || !slices.Equal(r.gids(), tt.want) {
			t.Errorf("%s: got %d %v, want %v", tt.query, r.status, r.gids(), tt.want)
		}
	}
	want := `{"data":[{"active":true,"gid":"5","resource":{"gid":"` + there + `","name":"There","resource_type":"project"},"resource_type":"webhook","target":"https://hooks.example.com/5"}]}`
	if r := f.do("GET", "/webhooks?workspace="+elsewhere, ""); r.body != want {
		t.Errorf("got  %s\nwant %s", r.body, want)
	}

	f.token = f.sim.AddToken(f.sim.Me(), "another app")
	if got := f.do("GET", "/webhooks?workspace="+f.workspace, "").gids(); !slices.Equal(got, []string{"7"}) {
		t.Errorf("the other app sees %v", got)
	}
	f.do("GET", "/webhooks/200", "").wantError(t, 403, "You do not have access to this webhook.")
	f.token = f.sim.AddToken(colleague, asanatest.DefaultApp)
	if got := f.do("GET", "/webhooks?workspace="+f.workspace, "").gids(); !slices.Equal(got, []string{"6"}) {
		t.Errorf("the colleague sees %v", got)
	}
	f.do("DELETE", "/webhooks/200", "").wantError(t, 403, "You do not have access to this webhook.")
	f.do("GET", "/webhooks?workspace="+elsewhere, "").wantError(t, 403, "You do not have access to this workspace.")
}

func TestWebhooks_listRefusals(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	for _, tt := range []struct {
		query   string
		status  int
		message string
	}{
		{"", 400, "workspace: Missing input"},
		{"?workspace=", 400, "workspace: Missing input"},
		{"?workspace=abc", 400, "workspace: Not a recognized ID: abc"},
		{"?workspace=12", 404, "workspace: Not a recognized ID: 12"},
		{"?workspace=" + f.project, 404, "workspace: Not a recognized ID: " + f.project},
		{"?workspace=" + f.workspace + "&resource=abc", 400, "resource: Not a recognized ID: abc"},
		{"?workspace=" + f.workspace + "&resource=12", 404, "resource: Not a recognized ID: 12"},
		{"?workspace=" + f.workspace + "&limit=0", 400, "limit: Must be between 1 and 100"},
		{"?workspace=" + f.workspace + "&limit=101", 400, "limit: Must be between 1 and 100"},
		{"?workspace=" + f.workspace + "&limit=x", 400, "limit: Must be between 1 and 100"},
		{"?workspace=" + f.workspace + "&limit=1&offset=x", 400, "offset: Your pagination token is invalid."},
	} {
		f.do("GET", "/webhooks"+tt.query, "").wantError(t, tt.status, tt.message)
	}
}

func TestWebhooks_listLag(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{ListLag: 5 * time.Second})
	gid := f.create(hookURL)
	for _, tt := range []struct {
		advance time.Duration
		want    []string
	}{{0, []string{}}, {4 * time.Second, []string{}}, {time.Second, []string{gid}}} {
		f.sim.Advance(tt.advance)
		if got := f.do("GET", "/webhooks?workspace="+f.workspace, "").gids(); !slices.Equal(got, tt.want) {
			t.Errorf("another %s later: got %v, want %v", tt.advance, got, tt.want)
		}
	}
	if r := f.do("GET", "/webhooks/"+gid, ""); r.status != 200 {
		t.Errorf("GET: %d", r.status)
	}
}

func TestDrift(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gid := f.create(hookURL)
	f.sim.SetActive(gid, false)
	f.sim.SetFilters(gid, []asanatest.Filter{{Action: "changed", Fields: []string{"name"}}})
	if !f.sim.EditWebhook(gid, func(h *asanatest.Webhook) { h.GID, h.Target = "1", hookURL+"/moved" }) {
		t.Error("EditWebhook did not find the webhook")
	}
	want := `{"data":{"active":false,"filters":[{"action":"changed","fields":["name"],"resource_subtype":null,"resource_type":null}],"gid":"` + gid + `","target":"https://hooks.example.com/moved"}}`
	if r := f.do("GET", "/webhooks/"+gid+"?opt_fields=active,filters,target", ""); r.body != want {
		t.Errorf("got  %s\nwant %s", r.body, want)
	}
	snapshot := f.sim.Webhooks()[0]
	snapshot.Filters[0].Fields[0] = "mine"
	if again := f.sim.Webhooks()[0].Filters[0].Fields[0]; again != "name" {
		t.Errorf("a snapshot shares its fields: %q", again)
	}
	f.sim.DeleteWebhook(gid)
	if f.sim.EditWebhook(gid, func(*asanatest.Webhook) {}) {
		t.Error("EditWebhook found a deleted webhook")
	}
	if _, ok := f.sim.Webhook(gid); ok {
		t.Error("the deleted webhook is there")
	}
}
