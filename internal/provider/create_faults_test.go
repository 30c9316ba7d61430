package provider_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// foreignWebhooks are webhooks that no create of ours may touch: one of the same app
// on the same project, made a moment ago, and one of the same user's other app.
func (a *api) foreignWebhooks() []string {
	now := time.Now()
	return []string{
		a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: receivers + "/foreign", CreatedAt: now}),
		a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: receivers + "/asana?", App: "another", CreatedAt: now}),
	}
}

// calls counts the requests of an operation.
func (a *api) calls(op asanatest.Op) int { return len(a.Requests(op)) }

// An answer that is lost after the webhook was made took the only copy of the
// secret with it. That webhook goes, and another one comes.
func TestAccWebhook_answerLostAfterTheWork(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]asanatest.Fault{
		"reset":            {Reset: true},
		"500":              {Status: http.StatusInternalServerError},
		"502 HTML":         {Status: http.StatusBadGateway, HTML: true},
		"truncated 201":    {Truncate: true},
		"201 that is HTML": {Status: http.StatusCreated, HTML: true},
		"201 of nothing":   {Status: http.StatusCreated, Body: `{"data":{}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			foreign := a.foreignWebhooks()
			fault.Op, fault.After = asanatest.CreateWebhook, true
			a.Inject(fault)
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			a.agrees(t, w, 1, foreign...)
			if posts, deletes := a.calls(asanatest.CreateWebhook), a.calls(asanatest.DeleteWebhook); posts != 2 || deletes != 1 {
				t.Errorf("%d POSTs and %d DELETEs, want 2 and 1", posts, deletes)
			}
		})
	}
}

// Before the work is done the answer looks the same. Nothing is there to be
// deleted, but only once a handshake can't be running any more is that known,
// which takes these tests 15 seconds.
func TestAccWebhook_answerLostBeforeTheWork(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]asanatest.Fault{
		"reset":    {Reset: true},
		"500":      {Status: http.StatusInternalServerError},
		"503":      {Status: http.StatusServiceUnavailable},
		"502 HTML": {Status: http.StatusBadGateway, HTML: true},
		"504 HTML": {Status: http.StatusGatewayTimeout, HTML: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			foreign := a.foreignWebhooks()
			fault.Op = asanatest.CreateWebhook
			a.Inject(fault)
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			a.agrees(t, w, 1, foreign...)
			if posts, deletes := a.calls(asanatest.CreateWebhook), a.calls(asanatest.DeleteWebhook); posts != 2 || deletes != 0 {
				t.Errorf("%d POSTs and %d DELETEs, want 2 and none", posts, deletes)
			}
		})
	}
}

// A connection may end while the handshake is still running. What comes of it
// is waited for even when the time is over, or it would stay behind.
func TestAccWebhook_connectionLostDuringTheHandshake(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	foreign := a.foreignWebhooks()
	looked := a.HoldAfter(asanatest.GetWebhooks)
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.cut()
		<-looked.Arrived() // the provider has looked, and found nothing yet
		looked.Release()
		echo(w, r)
	}))
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Delay: 1200 * time.Millisecond})
	w := newWorkdir(t, a.webhook(`timeouts = { create = "1s" }`))
	a.fails(t, w, "got no usable answer, and took all the time", "Nothing remains in Asana")
	a.agrees(t, w, 0, foreign...)
	if n := a.calls(asanatest.DeleteWebhook); n != 1 {
		t.Errorf("%d DELETEs, want that of what the handshake made", n)
	}
}

// Whatever a creation ends with: if an answer was lost before and nothing is
// known of what it made, the error says so.
func TestAccWebhook_mayBeOrphaned(t *testing.T) {
	t.Parallel()
	const unseen = "The answer to an attempt was lost, and the provider did not find a webhook of that attempt."
	for name, tc := range map[string]struct {
		lag    time.Duration
		faults []asanatest.Fault
		create string
		want   []string
	}{
		"the token is refused then": {
			0, []asanatest.Fault{
				{Op: asanatest.CreateWebhook, After: true, Reset: true},
				{Op: asanatest.CreateWebhook, Status: http.StatusUnauthorized, Times: -1},
				{Op: asanatest.GetWorkspaces, Status: http.StatusForbidden, Times: -1},
			}, "2m", []string{"401 Unauthorized", "Asana did not accept the access token", unseen},
		},
		"something forbids the answer": {
			time.Minute,
			[]asanatest.Fault{{Op: asanatest.CreateWebhook, After: true, Status: http.StatusForbidden, HTML: true, Times: -1}},
			"2m",
			[]string{"403 Forbidden", "This answer does not come from Asana's API, but from an intermediary", unseen},
		},
		"the list lags for long": {
			time.Hour,
			[]asanatest.Fault{{Op: asanatest.CreateWebhook, After: true, Reset: true}},
			"20s",
			[]string{
				"It is most likely an orphan of this creation: the answer to an attempt was lost, and Asana's lists do not show the webhook yet.",
				"with replace_existing = true.",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, func(o *asanatest.Options) { o.ListLag = tc.lag })
			for _, fault := range tc.faults {
				a.Inject(fault)
			}
			w := newWorkdir(t, a.webhook(fmt.Sprintf(`timeouts = { create = %q }`, tc.create)))
			a.fails(t, w, tc.want...)
			a.agrees(t, w, 0, a.only(t).GID)

			// The way out that the message shows.
			a.ClearFaults()
			a.Advance(2 * time.Hour)
			w.write(t, a.webhook(`replace_existing = true`))
			w.apply(t)
			a.agrees(t, w, 1)
		})
	}
}

// The handshake alone may take longer than request_timeout, so that does not
// hold for a create; but after 30 seconds nobody waits for it any longer.
func TestAccWebhook_answerTooLate(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	foreign := a.foreignWebhooks()
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, After: true, Delay: time.Minute})
	w := newWorkdir(t, a.provider(`request_timeout = "1s"`)+a.webhookTo(target, ``))
	w.apply(t)
	a.agrees(t, w, 1, foreign...)
}

func TestAccWebhook_createOutlastsTheRequestTimeout(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, After: true, Delay: 2 * time.Second})
	w := newWorkdir(t, a.provider(`request_timeout = "1s"`)+a.webhookTo(target, ``))
	w.apply(t)
	a.agrees(t, w, 1)
	if n := a.calls(asanatest.CreateWebhook); n != 1 {
		t.Errorf("%d POSTs, want 1", n)
	}
}

func TestAccWebhook_secretMissingOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	foreign := a.foreignWebhooks()
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, DropSecret: true})
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	a.agrees(t, w, 1, foreign...)
	if posts, deletes := a.calls(asanatest.CreateWebhook), a.calls(asanatest.DeleteWebhook); posts != 2 || deletes != 1 {
		t.Errorf("%d POSTs and %d DELETEs, want 2 and 1", posts, deletes)
	}
}

func TestAccWebhook_secretMissingTwice(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	foreign := a.foreignWebhooks()
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, DropSecret: true, Times: 2})
	w := newWorkdir(t, a.webhook(``))
	a.fails(t, w, "Error: Webhook secret missing", "both answers had no secret (X-Hook-Secret)",
		"So the provider deleted both", "Nothing remains in Asana")
	a.agrees(t, w, 0, foreign...)
}

// fails applies in vain, and expects texts and no secret in what is printed.
func (a *api) fails(t *testing.T, w *workdir, texts ...string) output {
	t.Helper()
	out := w.run(t, "apply", "-auto-approve")
	if out.code != 1 {
		t.Errorf("terraform apply ended with %d, want 1", out.code)
	}
	out.contains(t, texts...)
	a.quiet(t, out)
	return out
}

// quiet expects that no token and no secret of a webhook is in what was printed.
func (a *api) quiet(t *testing.T, out output) {
	t.Helper()
	out.keepsQuiet(t, a.Token())
	for _, hook := range a.Webhooks() {
		out.keepsQuiet(t, hook.Secret)
	}
}
