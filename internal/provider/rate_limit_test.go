package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// many is a configuration with so many webhooks.
func (a *api) many(n int) string {
	return a.provider("") + fmt.Sprintf(`
resource "asana_webhook" "test" {
  count    = %d
  resource = %q
  target   = "%s/${count.index}"
}`, n, a.project, receivers)
}

// refused counts the requests of some operations that were answered with 429.
func (a *api) refused(ops ...asanatest.Op) int {
	n := 0
	for _, r := range a.Requests(ops...) {
		if r.Status == http.StatusTooManyRequests {
			n++
		}
	}
	return n
}

// Terraform may do a hundred things at a time; Asana allows 15 writes and 50
// reads. Creating and destroying so many webhooks takes a call for each, and no
// more than a few besides.
func TestAccWebhook_manyAtATime(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(o *asanatest.Options) {
		o.MaxWrites, o.MaxReads, o.Latency = 15, 50, 200*time.Millisecond
	})
	const n, few = 60, 20
	w := newWorkdir(t, a.many(n))
	w.must(t, "apply", "-auto-approve", "-parallelism=100")
	a.agrees(t, w, n)
	if calls := len(a.Requests()); calls > n+few {
		t.Errorf("creating took %d calls for %d webhooks", calls, n)
	}
	w.must(t, "plan", "-detailed-exitcode", "-parallelism=100")
	before := len(a.Requests())
	w.must(t, "destroy", "-auto-approve", "-parallelism=100")
	a.agrees(t, w, 0)
	if calls := len(a.Requests()) - before; calls > n+few {
		t.Errorf("destroying took %d calls for %d webhooks", calls, n)
	}
	if n := a.refused(); n != 0 {
		t.Errorf("%d requests were refused, want none", n)
	}
}

// A refusal pauses all that uses the token, until the time that Asana names. Only
// those writes are refused, too, that were under way with it: there are 15 at the
// most, and none is refused twice.
func TestAccWebhook_rateLimit(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(o *asanatest.Options) {
		o.RequestsPerMinute, o.MaxWrites, o.MaxReads = 150, 15, 50
	})
	var atWork []*asanatest.Hold
	for range 15 {
		atWork = append(atWork, a.Hold(asanatest.CreateWebhook))
	}
	w := newWorkdir(t, a.many(30))
	r := w.start(t, "apply", "-auto-approve", "-parallelism=100")
	for _, post := range atWork {
		r.await(t, "15 POSTs", post.Arrived())
	}
	// Somebody used up the token's minute, 40 seconds ago, so there is no room
	// now, and much in 20 seconds, by when a busy machine has sent what was held.
	for range 150 {
		other := httptest.NewRequest(http.MethodGet, "/api/1.0/workspaces", nil)
		other.Header.Set("Authorization", "Bearer "+a.Token())
		a.ServeHTTP(httptest.NewRecorder(), other)
	}
	a.Advance(40 * time.Second)
	for _, post := range atWork {
		post.Release()
	}
	if out := r.end(); out.code != 0 {
		t.Fatalf("ended with %d: %s", out.code, out.text)
	}
	a.agrees(t, w, 30)
	a.refusedOnceAtMost(t)
}

// Whoever registers more than a plan allows in a minute learns from the first
// refusal how much that is, and keeps to it. Asana's clock is moved forward in between,
// so that the refusal asks for 15 seconds instead of a minute.
func TestAccWebhook_rateIsLearned(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(o *asanatest.Options) {
		o.RequestsPerMinute, o.MaxWrites, o.MaxReads = 150, 15, 50
	})
	const n = 170
	var handshakes atomic.Int32
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch handshakes.Add(1) {
		case 1: // The requests of the plan, which the apply can't count, are of an earlier minute.
			a.Advance(time.Minute + time.Second)
		case 60:
			a.Advance(45 * time.Second)
		}
		echo(w, r)
	}))
	w := newWorkdir(t, a.many(n))
	w.must(t, "apply", "-auto-approve", "-parallelism=100")
	a.agrees(t, w, n)
	if a.refused(asanatest.CreateWebhook) == 0 {
		t.Fatal("no POST was refused, want the limit to be reached")
	}
	// The last ones are sent at the rate that was learned, 2.4 a second, however
	// busy the machine is. Without that, they are sent at once.
	if took := a.timeOfLast(n - 150); took < 6*time.Second {
		t.Errorf("the last %d creations took %v, want them to keep to the rate", n-150, took)
	}
}

// timeOfLast returns the time from the first to the last of the creations that were
// accepted last.
func (a *api) timeOfLast(n int) time.Duration {
	var accepted []time.Time
	for _, r := range a.Requests(asanatest.CreateWebhook) {
		if r.Status == http.StatusCreated {
			accepted = append(accepted, r.Time)
		}
	}
	return accepted[len(accepted)-1].Sub(accepted[len(accepted)-n])
}

// The error of a creation that never gets a slot says so, and does not blame the network.
func TestAccWebhook_noFreeSlot(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	without := make(chan struct{}) // closed when one is without a place
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-without:
			w.WriteHeader(http.StatusNotFound)
		case <-r.Context().Done():
		}
	}))
	config := strings.Replace(a.many(16), "count ", "timeouts = { create = \"1s\" }\n  count ", 1)
	w := newWorkdir(t, config)
	r := w.start(t, "apply", "-auto-approve", "-parallelism=100")
	r.await(t, "the error", r.screen.shows(regexp.MustCompile("Asana serves 15")))
	close(without)
	out := r.end()
	out.contains(t, "Error: Webhook not created", "other requests of this run used all of them until timeouts.create was over",
		"Raise timeouts.create", "nothing remains in Asana")
	out.keepsQuiet(t, "Check the network")
	a.agrees(t, w, 0)
}

// refusedOnceAtMost expects that a request was refused, of creations no more than
// can be under way at a time, and none of them twice. Where a look-up is refused
// first, no creation needs to be.
func (a *api) refusedOnceAtMost(t *testing.T) {
	t.Helper()
	if a.refused() == 0 {
		t.Error("no request was refused, want the limit to be reached")
	}
	if n := a.refused(asanatest.CreateWebhook); n > 15 {
		t.Errorf("%d POSTs were refused, want 15 at the most", n)
	}
	sent := map[string]int{}
	for _, r := range a.Requests(asanatest.CreateWebhook) {
		sent[string(r.Body)]++
		if sent[string(r.Body)] > 2 {
			t.Errorf("sent more than twice: %s", r.Body)
		}
	}
}
