package asanatest_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// Each request is wrong in the way that its case names and in as many later
// ways as fit into it, so that the order of the checks shows.
func TestCreate_refusals(t *testing.T) {
	t.Parallel()
	const target = hookURL + "/a"
	for _, tt := range []struct {
		name    string
		path    string // default /webhooks
		token   string // default the right one
		body    string // PROJECT, WORKSPACE, HIDDEN, USER and FOREIGN stand for gids
		status  int
		message string
	}{
		{name: "wrong token", token: "wrong", path: "/nowhere", status: 401, message: "Not Authorized"},
		{name: "no route", path: "/nowhere", body: `{`, status: 404, message: "No matching route for request"},
		{name: "not JSON", body: `{`, status: 400, message: "Could not parse request data, invalid JSON"},
		{name: "no body", status: 400, message: "Could not parse request data, invalid JSON"},
		{name: "list", body: `[]`, status: 400, message: "Could not parse request data, invalid JSON"},
		{name: "null", body: `null`, status: 400, message: "Could not parse request data, invalid JSON"},
		{name: "key beside data", body: `{"resource":"1","data":{}}`, status: 400, message: `Unrecognized request field "resource"`},
		{name: "data is no object", body: `{"data":[]}`, status: 400, message: "data: Value is not an object"},
		{name: "unknown key in data", body: `{"data":{"url":"x"}}`, status: 400, message: `Unrecognized request field "url"`},
		{name: "no data", body: `{}`, status: 400, message: "You should specify one of resource"},
		{name: "null data", body: `{"data":null}`, status: 400, message: "You should specify one of resource"},
		{name: "no resource", body: `{"data":{"target":"x"}}`, status: 400, message: "You should specify one of resource"},
		{name: "resource is a number", body: `{"data":{"resource":12}}`, status: 400, message: "resource: Value is not a string: 12"},
		{name: "no target", body: `{"data":{"resource":"abc"}}`, status: 400, message: "target: Missing input"},
		{name: "gid form", body: createBody("abc", "x"), status: 400, message: "resource: Not a recognized ID: abc"},
		{name: "unknown resource", body: createBody("123", "x"), status: 404, message: "resource: Not a recognized ID: 123"},
		{name: "user as resource", body: createBody("USER", "x"), status: 404, message: "resource: Not a recognized ID: USER"},
		{name: "hidden resource", body: createBody("HIDDEN", "x"), status: 403, message: "You do not have access to this project."},
		{name: "foreign workspace", body: createBody("FOREIGN", "x"), status: 403, message: "You do not have access to this project."},
		{name: "target not a URL", body: `{"data":{"resource":"PROJECT","target":"x","filters":3}}`, status: 400, message: "target: Not a valid URL: x"},
		{name: "local target", body: `{"data":{"resource":"PROJECT","target":"http://localhost/a","filters":3}}`, status: 403, message: "target: The host is not allowed: localhost"},
		{name: "filters", body: `{"data":{"resource":"PROJECT","target":"` + target + `","filters":3}}`, status: 400, message: "filters: Value is not a list"},
		{name: "filters missing", body: createBody("WORKSPACE", target), status: 400, message: largeFilters},
		{name: "duplicate", body: createBody("PROJECT", target), status: 403, message: "Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another."},
		{name: "handshake", body: createBody("PROJECT", target+"b"), status: 400, message: "The remote server which is intended to receive the webhook responded with an incorrect status code: 500"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: target})
			f.target.setHandler(statusHandler(500))
			hidden := f.sim.AddProject(f.workspace, "Hidden")
			f.sim.Hide(hidden)
			foreign := f.sim.AddWorkspace("Foreign")
			foreignProject := f.sim.AddProject(foreign, "Theirs")
			otherUser := f.sim.AddUser("Other", "other@example.com", f.workspace)
			gids := strings.NewReplacer("PROJECT", f.project, "WORKSPACE", f.workspace, "HIDDEN", hidden, "USER", otherUser, "FOREIGN", foreignProject)
			if tt.name == "foreign workspace" { // the default user is in all: ask as another
				f.token = f.sim.AddToken(otherUser, asanatest.DefaultApp)
			}
			if tt.token != "" {
				f.token = tt.token
			}
			path := tt.path
			if path == "" {
				path = "/webhooks"
			}
			f.do("POST", path, gids.Replace(tt.body)).wantError(t, tt.status, gids.Replace(tt.message))
			if n := len(f.sim.Webhooks()); n != 1 {
				t.Errorf("%d webhooks afterwards, want the 1 from before", n)
			}
		})
	}
}

func TestCreate_record(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	r := f.do("POST", "/webhooks", `{"data":{"resource":"`+f.project+`","target":"https://hooks.example.com/a?b=c&d=e","filters":[{"resource_type":"task","action":"changed","fields":["name"]},{"action":"added","resource_type":null}]}}`)
	if r.status != 201 {
		t.Fatalf("status %d, body %s", r.status, r.body)
	}
	secret, gid := r.text("X-Hook-Secret"), r.text("data", "gid")
	want := `{"data":{"gid":"` + gid + `","resource_type":"webhook","active":true,` +
		`"resource":{"gid":"` + f.project + `","resource_type":"project","name":"Bugs"},` +
		`"target":"https://hooks.example.com/a?b=c&d=e",` +
		`"created_at":"2024-10-24T09:41:07.123Z","last_success_at":"2024-10-24T09:41:07.123Z",` +
		`"last_failure_at":null,"last_failure_content":"","delivery_retry_count":0,` +
		`"next_attempt_after":null,"failure_deletion_timestamp":null,` +
		`"filters":[{"resource_type":"task","resource_subtype":null,"action":"changed","fields":["name"]},` +
		`{"resource_type":null,"resource_subtype":null,"action":"added","fields":null}],` +
		`"is_workspace_webhook":false},"X-Hook-Secret":"` + secret + `"}`
	if r.body != want {
		t.Errorf("got  %s\nwant %s", r.body, want)
	}
	if got := r.header.Get("Content-Type"); got != "application/json; charset=UTF-8" {
		t.Errorf("Content-Type %q", got)
	}
	if got := f.do("GET", "/webhooks/"+gid, "").body; strings.Contains(got, secret) {
		t.Errorf("the secret can be read again: %s", got)
	}
	stored, ok := f.sim.Webhook(gid)
	if !ok || stored.Secret != secret || stored.User != f.sim.Me() || stored.App != asanatest.DefaultApp {
		t.Errorf("stored %+v", stored)
	}
}

func TestCreate_slim(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{SlimCreate: true})
	r := f.do("POST", "/webhooks", createBody(f.project, hookURL))
	gid := r.text("data", "gid")
	want := `{"data":{"gid":"` + gid + `","resource_type":"webhook","active":false,` +
		`"resource":{"gid":"` + f.project + `","resource_type":"project","name":"Bugs"},` +
		`"target":"https://hooks.example.com","last_success_at":null,"last_failure_at":null,"last_failure_content":null},` +
		`"X-Hook-Secret":"` + r.text("X-Hook-Secret") + `"}`
	if r.status != 201 || r.body != want {
		t.Errorf("got  %d %s\nwant 201 %s", r.status, r.body, want)
	}
	if got := f.do("GET", "/webhooks/"+gid, ""); got.member("data", "active") != true {
		t.Errorf("GET afterwards: %s", got.body)
	}
}

func TestCreate_secretIsFresh(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	form := regexp.MustCompile(`^([0-9a-f]{32}|[0-9a-f]{64})$`)
	seen := map[string]bool{}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		r := f.do("POST", "/webhooks", createBody(f.project, hookURL+"/"+name))
		secret := r.text("X-Hook-Secret")
		if !form.MatchString(secret) || seen[secret] {
			t.Errorf("secret %q is not fresh or has another form", secret)
		}
		seen[secret] = true
	}
}

func TestCreate_limits(t *testing.T) {
	t.Parallel()
	t.Run("resource", func(t *testing.T) {
		t.Parallel()
		f := newFixture(t, asanatest.Options{})
		otherUser := f.sim.AddUser("Other User", "s@example.com", f.workspace)
		for range 1000 { // of others: the limit counts all users and apps
			f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL + "/x", User: otherUser, App: "other"})
		}
		f.do("POST", "/webhooks", createBody(f.project, hookURL)).wantError(t, 403, "The resource has reached the limit of 1000 webhooks.")
	})
	t.Run("user and app", func(t *testing.T) {
		t.Parallel()
		f := newFixture(t, asanatest.Options{})
		for range 10000 {
			f.sim.AddWebhook(asanatest.Webhook{Resource: f.workspace, Target: hookURL + "/x"})
		}
		f.do("POST", "/webhooks", createBody(f.project, hookURL)).wantError(t, 403, "The app has reached the limit of 10000 webhooks for this user.")
		f.token = f.sim.AddToken(f.sim.Me(), "another app")
		f.create(hookURL)
	})
}

// The documentation's own curl creates a webhook with a form.
func TestCreate_form(t *testing.T) {
	t.Parallel()
	const filters = `[{"resource_type":"task","action":"changed","fields":["name"]}]`
	for _, tt := range []struct {
		name, body string
		status     int
		want       string // the message, or the filters of the record
	}{
		{"as documented", "resource=PROJECT&target=https%3A%2F%2Fhooks.example.com%2Fa%3Fb%3D1", 201, `[]`},
		{"filters", "resource=PROJECT&target=https%3A%2F%2Fhooks.example.com%2Fa%3Fb%3D1&filters=" + url.QueryEscape(filters), 201, `[{"action":"changed","fields":["name"],"resource_subtype":null,"resource_type":"task"}]`},
		{"no filters", "resource=PROJECT&target=https%3A%2F%2Fhooks.example.com%2Fa%3Fb%3D1&filters=", 201, `[]`},
		{"broken filters", "resource=PROJECT&target=" + hookURL + "&filters=task", 400, "filters: Value is not a list"},
		{"no resource", "target=" + hookURL, 400, "You should specify one of resource"},
		{"empty", "", 400, "You should specify one of resource"},
		{"no target", "resource=PROJECT", 400, "target: Missing input"},
		{"unknown field", "resource=PROJECT&target=" + hookURL + "&url=x", 400, `Unrecognized request field "url"`},
		{"JSON sent as a form", `{"data":{}}`, 400, `Unrecognized request field "{\"data\":{}}"`},
	} {
		f := newFixture(t, asanatest.Options{})
		f.contentType = "application/x-www-form-urlencoded"
		r := f.do("POST", "/webhooks?opt_fields=filters", strings.ReplaceAll(tt.body, "PROJECT", f.project))
		got := r.message()
		if r.status == 201 {
			got, tt.want = r.body, `{"data":{"filters":`+tt.want+`,"gid":"`+r.text("data", "gid")+`"},"X-Hook-Secret":"`+r.text("X-Hook-Secret")+`"}`
			if hook := f.sim.Webhooks()[0]; hook.Target != hookURL+"/a?b=1" {
				t.Errorf("%s: target %s", tt.name, hook.Target)
			}
		}
		if r.status != tt.status || got != tt.want {
			t.Errorf("%s: got %d %s, want %d %s", tt.name, r.status, got, tt.status, tt.want)
		}
	}
}
