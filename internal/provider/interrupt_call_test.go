package provider_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// interruptible are the calls that Ctrl-C ends: each is run on a webhook that
// exists.
func interruptible() map[asanatest.Op][]string {
	return map[asanatest.Op][]string{
		asanatest.GetWebhook:    {"plan"},
		asanatest.UpdateWebhook: {"apply", "-auto-approve"},
		asanatest.DeleteWebhook: {"destroy", "-auto-approve"},
	}
}

// created returns a webhook in a folder whose configuration has other filters.
func (a *api) created(t *testing.T) *workdir {
	t.Helper()
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	w.write(t, a.webhook(`filters = [{ resource_type = "task" }]`))
	return w
}

// afterInterrupt expects that the interrupt is what the error says, and that the
// state still has the webhook.
func (a *api) afterInterrupt(t *testing.T, w *workdir, out output, says ...string) {
	t.Helper()
	out.contains(t, append(says, " was interrupted")...)
	out.keepsQuiet(t, "Check the network", "got no answer", "longer than the time for the request")
	a.quiet(t, out)
	if out.code != 1 {
		t.Errorf("terraform ended with %d", out.code)
	}
	a.agrees(t, w, 1)
	w.apply(t)
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccWebhook_interruptOfACallInFlight(t *testing.T) {
	t.Parallel()
	for op, args := range interruptible() {
		t.Run(string(op), func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := a.created(t)
			held := a.Hold(op)
			r := w.start(t, args...)
			r.await(t, "the call", held.Arrived())
			r.interrupt(t)
			out := r.end()
			if op != asanatest.GetWebhook {
				out.contains(t, "Asana may have carried out the request nevertheless. Apply again.")
			}
			a.afterInterrupt(t, w, out, "The request ", "(webhook "+a.only(t).GID)
		})
	}
}

func TestAccWebhook_interruptWhileACallWaitsForItsNextAttempt(t *testing.T) {
	t.Parallel()
	for op, args := range interruptible() {
		t.Run(string(op), func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := a.created(t)
			a.Inject(asanatest.Fault{Op: op, Status: http.StatusServiceUnavailable, Times: -1})
			r := w.start(t, args...)
			r.await(t, "the first answer", r.screen.shows(regexp.MustCompile(`Asana answered.*status=503`)))
			r.interrupt(t)
			out := r.end()
			a.ClearFaults()
			a.afterInterrupt(t, w, out, "Result of the last attempt: 503 Service Unavailable")
		})
	}
}

func TestAccWebhook_interruptWhileTheRateLimitIsAwaited(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := a.created(t)
	a.Inject(asanatest.Fault{Op: asanatest.GetWebhook, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"100"}}})
	r := w.start(t, "plan")
	r.await(t, "the first answer", r.screen.shows(regexp.MustCompile(`Asana answered.*status=429`)))
	r.interrupt(t)
	a.afterInterrupt(t, w, r.end(), "while it waited because of Asana's rate limit")
}

// The reason why no attempt succeeded says more than that the time was over.
func TestAccWebhook_connectionRefusedUntilTheTimeIsOver(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.url = "http://" + closedPort(t) + "/api/1.0"
	w := newWorkdir(t, a.webhook(`timeouts = { create = "2s" }`))
	out := a.fails(t, w, "Error: Webhook not created", "The request POST /webhooks to "+a.url, "got no answer: ", "connection refused", "Check the network")
	out.keepsQuiet(t, "deadline", "in time")
}
