package asanatest_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// The signature was computed with another program:
// printf '{"events":[]}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
func TestDelivery_signature(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL + "/in?a=b", Secret: "0123456789abcdef0123456789abcdef"})
	f.sim.Advance(8 * time.Hour)
	got := f.target.takeReceived()
	if len(got) != 1 {
		t.Fatalf("%d deliveries, want 1", len(got))
	}
	if got[0].body != `{"events":[]}` || got[0].uri != "/in?a=b" {
		t.Errorf("got %s with %s", got[0].uri, got[0].body)
	}
	if sig := got[0].header.Get("X-Hook-Signature"); sig != "b8e5e1612f52653b9177d6a1b25773f910e9317fb1f3df63f0d0cf2efdfc02a3" {
		t.Errorf("signature %s", sig)
	}
	if got[0].header.Get("X-Hook-Secret") != "" || got[0].header.Get("Content-Type") != "application/json" {
		t.Errorf("headers %v", got[0].header)
	}
}

func TestHeartbeat(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gid := f.create(hookURL)
	f.target.takeReceived()
	for _, tt := range []struct {
		advance time.Duration
		want    int
	}{
		{0, 1}, // around creation
		{0, 0},
		{8*time.Hour - time.Second, 0},
		{time.Second, 1},
		{24 * time.Hour, 3},
	} {
		f.sim.Advance(tt.advance)
		if n := len(f.target.takeReceived()); n != tt.want {
			t.Errorf("another %s later: %d heartbeats, want %d", tt.advance, n, tt.want)
		}
	}
	if h, _ := f.sim.Webhook(gid); !h.LastSuccessAt.Equal(time.Date(2024, 10, 25, 17, 41, 7, 123e6, time.UTC)) {
		t.Errorf("last success %s", h.LastSuccessAt)
	}
	f.sim.SetActive(gid, false)
	f.sim.Advance(48 * time.Hour)
	if n := len(f.target.takeReceived()); n != 0 {
		t.Errorf("inactive, but %d heartbeats", n)
	}
}

// Retries after 1, 2, 4, ... minutes, deletion 24 hours after the last success.
func TestDelivery_backoffAndDeletion(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gid := f.create(hookURL)
	f.sim.Advance(0)
	f.target.takeReceived()
	f.target.setHandler(func(rw http.ResponseWriter, _ *http.Request) { http.Error(rw, "out of order", 500) })
	f.sim.Advance(time.Hour)
	f.sim.Emit(asanatest.Event{Resource: f.project, Action: "changed", Field: "name"})
	if n := len(f.target.takeReceived()); n != 1 {
		t.Fatalf("%d attempts when Emit returned, want 1", n)
	}
	at := func(day, hour, minute int) time.Time {
		return time.Date(2024, 10, day, hour, minute, 7, 123e6, time.UTC)
	}
	for _, tt := range []struct {
		advance        time.Duration
		attempts       int
		retries        int
		failedAt, next time.Time
	}{
		{0, 0, 0, at(24, 10, 41), at(24, 10, 42)},
		{59 * time.Second, 0, 0, at(24, 10, 41), at(24, 10, 42)},
		{time.Second, 1, 1, at(24, 10, 42), at(24, 10, 44)},
		{2 * time.Minute, 1, 2, at(24, 10, 44), at(24, 10, 48)},
		{60 * time.Minute, 4, 6, at(24, 11, 44), at(24, 12, 48)},
	} {
		f.sim.Advance(tt.advance)
		if n := len(f.target.takeReceived()); n != tt.attempts {
			t.Errorf("another %s later: %d attempts, want %d", tt.advance, n, tt.attempts)
		}
		h, ok := f.sim.Webhook(gid)
		if !ok || h.RetryCount != tt.retries || !h.LastFailureAt.Equal(tt.failedAt) || !h.NextAttemptAfter.Equal(tt.next) {
			t.Errorf("another %s later: %d retries, failed %s, next %s", tt.advance, h.RetryCount, h.LastFailureAt, h.NextAttemptAfter)
		}
		if !h.LastSuccessAt.Equal(at(24, 9, 41)) || !h.DeletionAt.Equal(at(25, 9, 41)) || h.LastFailureContent != "500 Internal Server Error\n\nout of order\n" {
			t.Errorf("success %s, deletion %s, content %q", h.LastSuccessAt, h.DeletionAt, h.LastFailureContent)
		}
	}
	f.sim.Advance(at(25, 9, 41).Add(-time.Second).Sub(at(24, 11, 44)))
	if _, ok := f.sim.Webhook(gid); !ok {
		t.Error("deleted a second too early")
	}
	f.sim.Advance(time.Second)
	f.do("GET", "/webhooks/"+gid, "").wantError(t, 404, "webhook: Not a recognized ID: "+gid)
}

// What comes while a delivery waits for its retry queues up behind it, and all
// of it arrives, in order and signed, once the target is well again.
func TestDelivery_recovery(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gid := f.create(hookURL)
	f.sim.Advance(0)
	f.target.takeReceived()
	f.target.setHandler(statusHandler(503))
	f.sim.Emit(asanatest.Event{Resource: f.project, Action: "changed", Field: "name"})
	f.sim.Emit(asanatest.Event{Resource: f.project, Action: "deleted"})
	failing := f.target.takeReceived()
	f.target.setHandler(nil)
	f.sim.Advance(time.Minute)
	got := f.target.takeReceived()
	if len(failing) != 1 || len(got) != 2 {
		t.Fatalf("%d deliveries while failing, %d afterwards, want 1 and 2", len(failing), len(got))
	}
	if got[0].body != failing[0].body || got[0].header.Get("X-Hook-Signature") != failing[0].header.Get("X-Hook-Signature") {
		t.Errorf("the retry differs from the first attempt: %s", got[0].body)
	}
	want := `{"events":[{"user":null,"created_at":"2024-10-24T09:41:07.123Z","action":"deleted","resource":{"gid":"` + f.project + `","resource_type":"project"},"parent":null}]}`
	if got[1].body != want {
		t.Errorf("got  %s\nwant %s", got[1].body, want)
	}
	h, _ := f.sim.Webhook(gid)
	if h.RetryCount != 0 || !h.NextAttemptAfter.IsZero() || !h.DeletionAt.IsZero() || h.LastFailureContent != "503 Service Unavailable\n\n" ||
		!h.LastSuccessAt.Equal(time.Date(2024, 10, 24, 9, 42, 7, 123e6, time.UTC)) {
		t.Errorf("afterwards %+v", h)
	}
	f.sim.Advance(48 * time.Hour)
	if _, ok := f.sim.Webhook(gid); !ok {
		t.Error("deleted, although it is well")
	}
}

func TestDelivery_answers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		answer http.HandlerFunc
		ok     bool
	}{
		{"200", statusHandler(200), true},
		{"204", statusHandler(204), true},
		{"201", statusHandler(201), false},
		{"302", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/b", 302) }, false},
		{"410", statusHandler(410), false},
		{"reset", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			gid := f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL})
			f.target.setHandler(tt.answer)
			f.sim.Emit(asanatest.Event{Resource: f.project, Action: "deleted"})
			if h, _ := f.sim.Webhook(gid); h.LastFailureAt.IsZero() != tt.ok || (h.LastFailureContent == "") != tt.ok {
				t.Errorf("got %+v", h)
			}
			if n := len(f.target.takeReceived()); n != 1 {
				t.Errorf("%d attempts, want 1", n)
			}
		})
	}
}

func TestDelivery_timeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, asanatest.Options{Now: time.Now})
		gid := f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL})
		f.target.setHandler(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		begin := time.Now()
		f.sim.Emit(asanatest.Event{Resource: f.project, Action: "deleted"})
		if got := time.Since(begin); got != 10*time.Second {
			t.Errorf("took %s, want 10s", got)
		}
		if h, _ := f.sim.Webhook(gid); h.LastFailureContent != "context deadline exceeded" {
			t.Errorf("failure content %q", h.LastFailureContent)
		}
	})
}

// A target may use the API, and delete the very webhook, while it answers.
func TestDelivery_targetDeletesTheWebhook(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gid := f.create(hookURL)
	f.target.setHandler(func(http.ResponseWriter, *http.Request) {
		f.do("DELETE", "/webhooks/"+gid, "")
		f.sim.Emit(asanatest.Event{Resource: f.project, Action: "deleted"})
	})
	f.target.takeReceived()
	f.sim.Advance(24 * time.Hour)
	if n := len(f.target.takeReceived()); n != 1 {
		t.Errorf("%d deliveries, want 1", n)
	}
}
