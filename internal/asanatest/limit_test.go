package asanatest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const tooManyMessage = "You've made too many requests and hit a rate limit. Please retry after the given amount of time."

func TestRateLimit(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{RequestsPerMinute: 3})
	for _, tt := range []struct {
		name       string
		advance    time.Duration
		retryAfter string // empty: let in
	}{
		{"0s", 0, ""},
		{"10s", 10 * time.Second, ""},
		{"20s", 10 * time.Second, ""},
		{"20.5s: must wait until 0s and 10s are a minute old", 500 * time.Millisecond, "50"},
		{"70.5s: 20s and 20.5s, the refused one, are left", 50 * time.Second, ""},
		{"71s: must wait until 20s and 20.5s are a minute old", 500 * time.Millisecond, "10"},
		{"81s: 70.5s and 71s are left", 10 * time.Second, ""},
		{"81s again: must wait until 70.5s and 71s are a minute old", 0, "50"},
	} {
		f.sim.Advance(tt.advance)
		r := f.do("GET", "/workspaces", "")
		if tt.retryAfter == "" && r.status != 200 {
			t.Errorf("%s: %d", tt.name, r.status)
		}
		if tt.retryAfter != "" {
			r.wantError(t, 429, tooManyMessage)
		}
		if got := r.header.Get("Retry-After"); got != tt.retryAfter {
			t.Errorf("%s: Retry-After %q, want %q", tt.name, got, tt.retryAfter)
		}
	}
	f.token = f.sim.AddToken(f.sim.Me(), "another app")
	if r := f.do("GET", "/workspaces", ""); r.status != 200 {
		t.Errorf("another token: %d", r.status)
	}
}

func TestConcurrencyLimit(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{MaxReads: 1, MaxWrites: 2})
	holds := []*asanatest.Hold{f.sim.Hold(asanatest.GetWorkspaces), f.sim.Hold(asanatest.CreateWebhook), f.sim.HoldAfter(asanatest.CreateWebhook)}
	answers := make(chan apiResponse)
	go func() { answers <- f.do("GET", "/workspaces", "") }()
	<-holds[0].Arrived()
	r := f.do("GET", "/users/me", "")
	r.wantError(t, 429, tooManyMessage)
	if got, ok := r.header["Retry-After"]; ok {
		t.Errorf("Retry-After %q, want none", got)
	}
	go func() { answers <- f.do("POST", "/webhooks", createBody(f.project, hookURL+"/a")) }()
	<-holds[1].Arrived()
	go func() { answers <- f.do("POST", "/webhooks", createBody(f.project, hookURL+"/b")) }()
	<-holds[2].Arrived()
	f.do("DELETE", "/webhooks/1", "").wantError(t, 429, tooManyMessage)

	me := f.token
	f.token = f.sim.AddToken(f.sim.Me(), "another app")
	f.do("DELETE", "/webhooks/1", "").wantError(t, 404, "webhook: Not a recognized ID: 1") // each token has its own
	for _, h := range holds {
		h.Release()
		<-answers
	}
	f.token = me
	f.do("DELETE", "/webhooks/1", "").wantError(t, 404, "webhook: Not a recognized ID: 1")
}

// A create holds its slot during the handshake, even when it is refused in the
// end.
func TestConcurrencyLimit_handshake(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{MaxWrites: 1})
	var during apiResponse
	f.sim.Mount("https://caller.example.com", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		during = f.do("DELETE", "/webhooks/1", "")
	}))
	f.do("POST", "/webhooks", createBody(f.project, "https://caller.example.com"))
	during.wantError(t, 429, tooManyMessage)
	f.do("DELETE", "/webhooks/1", "").wantError(t, 404, "webhook: Not a recognized ID: 1")
}

// The CDN refuses a body before anything else, in HTML.
func TestCDN_refusesBodies(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{RequestsPerMinute: 1})
	f.token = "wrong"
	for _, method := range []string{"GET", "DELETE"} {
		r := f.do(method, "/webhooks/1", "{}")
		if r.status != 403 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") || !strings.Contains(r.body, "<html>") {
			t.Errorf("%s: %d %s %s", method, r.status, r.header.Get("Content-Type"), r.body)
		}
	}
	f.do("GET", "/webhooks/1", "").wantError(t, 401, "Not Authorized")
	f.do("GET", "/webhooks/1", "").wantError(t, 429, tooManyMessage) // the limit comes before the token
}
