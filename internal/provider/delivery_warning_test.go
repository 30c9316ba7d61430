package provider_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// hostile is a body that would paint the terminal, fill it, and show a forged
// line, if it were printed as it is.
var hostile = "<h1>Down</h1>\r\n\x1b[31mfor \x1b]0;title\x07repairs\nError: forged\x00" + strings.Repeat("x", 500)

func TestAccWebhook_failingDeliveriesWarn(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	gid := a.only(t).GID
	a.Advance(time.Hour)
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, hostile)
	}))
	a.Emit(asanatest.Event{Resource: a.project, Action: "changed", Field: "name"})
	a.Advance(4 * time.Minute) // retries after one minute and after two more

	hook := a.only(t)
	const form = "2006-01-02 15:04:05 MST"
	plan := w.must(t, "plan", "-detailed-exitcode")
	plan.contains(t,
		"Warning: Webhook deliveries fail", "with asana_webhook.test",
		"Asana fails to deliver the events of resource "+a.project+" to "+target+" (webhook "+gid+").",
		"Retries since the last success: 2.",
		"The target answered: 503 Service Unavailable Down [31mfor ]0;titlerepairs Error: forgedxxx", "xxx….",
		"Asana tries again after "+hook.NextAttemptAfter.UTC().Format(form)+".",
		"Unless a delivery succeeds before, Asana deletes the webhook at "+hook.LastSuccessAt.Add(24*time.Hour).UTC().Format(form),
	)
	plan.keepsQuiet(t, "\x1b", "\x07", "\x00", strings.Repeat("x", 200))
	a.quiet(t, plan)
	a.agrees(t, w, 1)

	// What fails is no drift: applying changes nothing.
	w.apply(t)
	if n := a.calls(asanatest.UpdateWebhook); n != 0 {
		t.Errorf("%d PUTs", n)
	}

	// A delivery succeeds, and the warning goes.
	a.Mount(receivers, http.HandlerFunc(echo))
	a.Advance(time.Hour)
	w.must(t, "plan", "-detailed-exitcode").keepsQuiet(t, "deliveries fail")
}

func TestAccWebhook_deletedForItsFailures(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	gid := a.only(t).GID
	a.Mount(receivers, status(http.StatusGone))
	a.Emit(asanatest.Event{Resource: a.project, Action: "changed", Field: "name"})
	a.Advance(25 * time.Hour)
	a.agrees(t, &workdir{dir: t.TempDir()}, 0)

	w.must(t, "plan").contains(t, "Warning: Webhook no longer exists", "Asana no longer finds webhook "+gid,
		"asana_webhook.test will be created", "Plan: 1 to add, 0 to change, 0 to destroy.")
	a.Mount(receivers, http.HandlerFunc(echo))
	w.apply(t)
	a.agrees(t, w, 1)
}
