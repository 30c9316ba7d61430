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
	w := newWorld(t, asanatest.Options{RequestsPerMinute: 3})
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
		w.sim.Advance(tt.advance)
		r := w.do("GET", "/workspaces", "")
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
	w.token = w.sim.AddToken(w.sim.Me(), "another app")
	if r := w.do("GET", "/workspaces", ""); r.status != 200 {
		t.Errorf("another token: %d", r.status)
	}
}

func TestConcurrencyLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{MaxReads: 1, MaxWrites: 2})
	holds := []*asanatest.Hold{w.sim.Hold(asanatest.GetWorkspaces), w.sim.Hold(asanatest.CreateWebhook), w.sim.HoldAfter(asanatest.CreateWebhook)}
	answers := make(chan reply)
	go func() { answers <- w.do("GET", "/workspaces", "") }()
	<-holds[0].Arrived()
	r := w.do("GET", "/users/me", "")
	r.wantError(t, 429, tooManyMessage)
	if got, ok := r.header["Retry-After"]; ok {
		t.Errorf("Retry-After %q, want none", got)
	}
	go func() { answers <- w.do("POST", "/webhooks", creation(w.project, hookURL+"/a")) }()
	<-holds[1].Arrived()
	go func() { answers <- w.do("POST", "/webhooks", creation(w.project, hookURL+"/b")) }()
	<-holds[2].Arrived()
	w.do("DELETE", "/webhooks/1", "").wantError(t, 429, tooManyMessage)

	me := w.token
	w.token = w.sim.AddToken(w.sim.Me(), "another app")
	w.do("DELETE", "/webhooks/1", "").wantError(t, 404, "webhook: Not a recognized ID: 1") // each token has its own
	for _, h := range holds {
		h.Release()
		<-answers
	}
	w.token = me
	w.do("DELETE", "/webhooks/1", "").wantError(t, 404, "webhook: Not a recognized ID: 1")
}

// A create holds its slot during the handshake, even when it is refused in the
// end.
func TestConcurrencyLimit_handshake(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{MaxWrites: 1})
	var during reply
	w.sim.Mount("https://caller.example.com", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		during = w.do("DELETE", "/webhooks/1", "")
	}))
	w.do("POST", "/webhooks", creation(w.project, "https://caller.example.com"))
	during.wantError(t, 429, tooManyMessage)
	w.do("DELETE", "/webhooks/1", "").wantError(t, 404, "webhook: Not a recognized ID: 1")
}

// The CDN refuses a body before anything else, in HTML.
func TestCDN_refusesBodies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{RequestsPerMinute: 1})
	w.token = "wrong"
	for _, method := range []string{"GET", "DELETE"} {
		r := w.do(method, "/webhooks/1", "{}")
		if r.status != 403 || !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") || !strings.Contains(r.body, "<html>") {
			t.Errorf("%s: %d %s %s", method, r.status, r.header.Get("Content-Type"), r.body)
		}
	}
	w.do("GET", "/webhooks/1", "").wantError(t, 401, "Not Authorized")
	w.do("GET", "/webhooks/1", "").wantError(t, 429, tooManyMessage) // the limit comes before the token
}
