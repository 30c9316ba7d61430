package provider_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// An interrupt does not end a POST in flight: its answer holds the only copy of
// the secret.
func TestAccWebhook_interruptWhileThePostIsInFlight(t *testing.T) {
	t.Parallel()
	for name, hold := range map[string]func(*asanatest.Server, asanatest.Op) *asanatest.Hold{
		"before the work": (*asanatest.Server).Hold,
		"after the work":  (*asanatest.Server).HoldAfter,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			held := hold(a.Server, asanatest.CreateWebhook)
			w := newWorkdir(t, a.webhook(``))
			r := w.start(t, "apply", "-auto-approve")
			r.await(t, "the POST", held.Arrived())
			r.interrupt(t)
			held.Release()
			a.quiet(t, r.end())
			a.agrees(t, w, 1)
			if n := a.calls(asanatest.CreateWebhook); n != 1 {
				t.Errorf("%d POSTs, want 1", n)
			}
			w.must(t, "plan", "-detailed-exitcode")
		})
	}
}

// If that answer is lost, what was made is found and deleted in spite of the
// interrupt, and nothing new is begun.
func TestAccWebhook_interruptAndAnswerLost(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	foreign := a.foreignWebhooks()
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, After: true, Reset: true})
	held := a.HoldAfter(asanatest.CreateWebhook)
	w := newWorkdir(t, a.webhook(``))
	r := w.start(t, "apply", "-auto-approve")
	r.await(t, "the POST", held.Arrived())
	r.interrupt(t)
	held.Release()
	out := r.end()
	out.contains(t, "was interrupted. Nothing remains in Asana: the provider deleted each webhook", "Result of the last attempt: ")
	a.quiet(t, out)
	a.agrees(t, w, 0, foreign...)
	if n := a.calls(asanatest.CreateWebhook); n != 1 {
		t.Errorf("%d POSTs, want 1", n)
	}
	w.apply(t)
	a.agrees(t, w, 1, foreign...)
}

func TestAccWebhook_interruptWhileTheTargetIsAwaited(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Mount(receivers, status(http.StatusNotFound))
	w := newWorkdir(t, a.webhook(`timeouts = { create = "10m" }`))
	r := w.start(t, "apply", "-auto-approve")
	r.await(t, "the log tells of waiting", r.screen.shows(regexp.MustCompile("the target does not complete the handshake yet, attempt 1")))
	r.interrupt(t)
	out := r.end()
	out.contains(t, "Creating a webhook on resource "+a.project+" with target "+target+" was interrupted. No webhook was created",
		"Result of the last attempt: ", "incorrect status code: 404")
	a.quiet(t, out)
	a.agrees(t, w, 0)
}

// The end of timeouts.create is like an interrupt: it ends waiting.
func TestAccWebhook_timeoutWhileThePostIsInFlight(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, After: true, Delay: 2 * time.Second})
	w := newWorkdir(t, a.webhook(`timeouts = { create = "1s" }`))
	w.apply(t)
	a.agrees(t, w, 1)
}

func TestAccWebhook_timeoutAndAnswerLost(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	foreign := a.foreignWebhooks()
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, After: true, Delay: 2 * time.Second, Reset: true})
	w := newWorkdir(t, a.webhook(`timeouts = { create = "1s" }`))
	a.fails(t, w, "Webhook not created", "got no usable answer, and took all the time of timeouts.create.",
		"got no answer: ", "Nothing remains in Asana: the provider deleted each webhook")
	a.agrees(t, w, 0, foreign...)
}

func TestAccWebhook_answersLostUntilTheTimeIsOver(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	foreign := a.foreignWebhooks()
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Truncate: true})
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, After: true, Status: http.StatusBadGateway, HTML: true, Times: -1})
	w := newWorkdir(t, a.webhook(`timeouts = { create = "2s" }`))
	out := a.fails(t, w, "Webhook not created", "Nothing remains in Asana: ")
	a.agrees(t, w, 0, foreign...)
	// Each attempt calls the target, so they keep their distance: there is one, one
	// after a second, and one when the time is over. A busy machine may not come so far.
	switch n := a.calls(asanatest.CreateWebhook); n {
	case 1:
		out.contains(t, "got no usable answer, and took all the time of timeouts.create")
	case 2, 3:
		out.contains(t, fmt.Sprintf("None of %d attempts", n), "got a usable answer within timeouts.create", "502 Bad Gateway")
	default:
		t.Errorf("%d POSTs, want 3 at the most", n)
	}
}

// An answer that came, but broke off, is distinguished from one that did not come.
func TestAccWebhook_brokenAnswersUntilTheTimeIsOver(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Truncate: true, Delay: time.Second})
	w := newWorkdir(t, a.webhook(`timeouts = { create = "1s" }`))
	a.fails(t, w, "got no usable answer, and took all the time", "got an answer with status 201 that could not be read: ",
		"Nothing remains in Asana: ")
	a.agrees(t, w, 0)
}
