package asanatest_test

import (
	"net/http"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const duplicateMessage = "Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another."

func TestDuplicate_key(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	colleague := f.sim.AddUser("Colleague", "c@example.com", f.workspace)
	other := f.sim.AddProject(f.workspace, "Other")
	me, them, myOtherApp := f.token, f.sim.AddToken(colleague, asanatest.DefaultApp), f.sim.AddToken(f.sim.Me(), "another app")
	first := f.create(hookURL + "/a?x=1")
	for _, tt := range []struct {
		name, token, resource, target, filters string
		want                                   int
	}{
		{"same pair", me, f.project, hookURL + "/a?x=1", `[]`, 403},
		{"other filters", me, f.project, hookURL + "/a?x=1", `[{"action":"added"}]`, 403},
		{"other app", myOtherApp, f.project, hookURL + "/a?x=1", `[]`, 403},
		{"other query", me, f.project, hookURL + "/a?x=2", `[]`, 201},
		{"other case", me, f.project, hookURL + "/A?x=1", `[]`, 201},
		{"other resource", me, other, hookURL + "/a?x=1", `[]`, 201},
		{"other user", them, f.project, hookURL + "/a?x=1", `[]`, 201},
	} {
		f.token = tt.token
		r := f.do("POST", "/webhooks", `{"data":{"resource":"`+tt.resource+`","target":"`+tt.target+`","filters":`+tt.filters+`}}`)
		if r.status != tt.want {
			t.Errorf("%s: got %d %s, want %d", tt.name, r.status, r.body, tt.want)
		}
		if tt.want == 403 && r.message() != duplicateMessage {
			t.Errorf("%s: message %q", tt.name, r.message())
		}
	}
	f.token = me
	f.do("DELETE", "/webhooks/"+first, "")
	f.create(hookURL + "/a?x=1")
}

func TestDuplicate_isFoundBeforeTheHandshake(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	f.create(hookURL)
	f.target.takeReceived()
	f.do("POST", "/webhooks", createBody(f.project, hookURL)).wantError(t, 403, duplicateMessage)
	if got := f.target.takeReceived(); len(got) != 0 {
		t.Errorf("the target was asked %d times", len(got))
	}
}

// Two creates of one pair get through the first check together. The second to
// finish its handshake is the duplicate.
func TestDuplicate_race(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	arrived, proceed := make(chan chan struct{}), make(chan apiResponse)
	f.target.setHandler(func(rw http.ResponseWriter, r *http.Request) {
		goOn := make(chan struct{})
		arrived <- goOn
		<-goOn
		echoSecret(rw, r)
	})
	for range 2 {
		go func() { proceed <- f.do("POST", "/webhooks", createBody(f.project, hookURL)) }()
	}
	first, second := <-arrived, <-arrived
	close(second)
	if r := <-proceed; r.status != 201 {
		t.Errorf("first to finish: %d %s", r.status, r.body)
	}
	close(first)
	(<-proceed).wantError(t, 403, duplicateMessage)
	if n := len(f.sim.Webhooks()); n != 1 {
		t.Errorf("%d webhooks, want 1", n)
	}
}
