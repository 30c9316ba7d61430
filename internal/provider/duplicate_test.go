package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// existing registers a webhook for the target, as though made elsewhere an
// hour ago.
func (a *api) existing() string {
	return a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target, CreatedAt: time.Now().Add(-time.Hour)})
}

func TestAccWebhook_duplicateIsLeftAlone(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.existing()
	w := newWorkdir(t, a.webhook(``))
	a.fails(t, w, "Error: Webhook already exists",
		"Webhook "+gid+" already has this resource and target. Asana allows one webhook for each resource and target, whatever its filters are. The provider did not change the webhook.",
		"import { to = asana_webhook.NAME id = \""+gid+"\" }",
		"set replace_existing = true",
		"create_before_destroy", "change the query string of the target",
	)
	a.agrees(t, w, 0, gid)
	if n := a.calls(asanatest.DeleteWebhook); n != 0 {
		t.Errorf("%d DELETEs", n)
	}

	// The way out that the message shows.
	w.write(t, a.webhook(``)+fmt.Sprintf("import {\n  to = asana_webhook.test\n  id = %q\n}\n", gid))
	w.apply(t)
	if got := stateAttribute(t, w, "id"); got != gid {
		t.Errorf("imported %v, want %s", got, gid)
	}
	w.must(t, "plan", "-detailed-exitcode")
}

// A webhook made while a create was under way is not the create's own if the
// create lost no answer.
func TestAccWebhook_duplicateOfTheSameMomentIsLeftAlone(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	door := a.Hold(asanatest.CreateWebhook)
	w := newWorkdir(t, a.webhook(``))
	r := w.start(t, "apply", "-auto-approve")
	r.await(t, "the POST", door.Arrived())
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target})
	door.Release()
	out := r.end()
	out.contains(t, "Webhook "+gid+" already has this resource and target", "The provider did not change the webhook.")
	a.quiet(t, out)
	a.agrees(t, w, 0, gid)
}

// An answer that is lost makes a foreign webhook no more ours: Asana's clock
// shows that, even where it is far from this machine's.
func TestAccWebhook_duplicateAfterALostAnswerIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, skew := range map[string]time.Duration{"no skew": 0, "ahead": 40 * time.Minute, "behind": -40 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, func(o *asanatest.Options) { o.ClockSkew = skew })
			gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target, CreatedAt: time.Now().Add(skew - time.Minute)})
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, After: true, Reset: true})
			w := newWorkdir(t, a.webhook(``))
			a.fails(t, w, "Webhook "+gid+" already has this resource and target", "The provider did not change the webhook.")
			a.agrees(t, w, 0, gid)
		})
	}
}

// Our own orphan is known by the same clock.
func TestAccWebhook_answerLostUnderClockSkew(t *testing.T) {
	t.Parallel()
	for name, skew := range map[string]time.Duration{"ahead": 40 * time.Minute, "behind": -40 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, func(o *asanatest.Options) { o.ClockSkew = skew })
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, After: true, Reset: true})
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			a.agrees(t, w, 1)
		})
	}
}

func TestAccWebhook_replaceExisting(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid, foreign := a.existing(), a.foreignWebhooks()
	w := newWorkdir(t, a.webhook(`replace_existing = true`))
	w.apply(t).contains(t, "Warning: Existing webhook replaced", "The provider deleted webhook "+gid+" (created ", "because replace_existing is true")
	a.agrees(t, w, 1, foreign...)
	if slices.Contains(a.gids(), gid) {
		t.Error("the existing webhook was not replaced")
	}
	// Only a creation replaces; from then on it is an ordinary webhook.
	w.must(t, "plan", "-detailed-exitcode")
}

// The existing webhook must go before the new one's handshake, which may fail.
func TestAccWebhook_replaceExistingByNothing(t *testing.T) {
	t.Parallel()
	a := newAPI(t, local)
	url := receiver(t, status(http.StatusServiceUnavailable))
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: url})
	w := newWorkdir(t, a.provider("")+a.webhookTo(url, `replace_existing = true
  timeouts = { create = "1s" }`))
	a.fails(t, w, "Webhook handshake failed", "answered 503", "No webhook was created.",
		"The provider deleted webhook "+gid+" (created ", "which had this resource and target, because replace_existing is true.",
		"Until an apply succeeds, this resource has no webhook.")
	a.agrees(t, w, 0)
}

func TestAccWebhook_replaceExistingWithoutTheRight(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.existing()
	a.Inject(asanatest.Fault{Op: asanatest.DeleteWebhook, Status: 403, Times: -1})
	w := newWorkdir(t, a.webhook(`replace_existing = true`))
	a.fails(t, w, "Webhook "+gid+" already has this resource and target. The provider tried to delete it, because replace_existing is true, and that failed.",
		"403 Forbidden", "webhooks:delete", "No webhook was created, and the existing one was not changed.")
	a.agrees(t, w, 0, gid)
}

func TestAccWebhook_duplicateThatCantBeLookedFor(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.existing()
	a.Inject(asanatest.Fault{Op: asanatest.GetWorkspaces, Status: 403, Times: -1})
	w := newWorkdir(t, a.webhook(`replace_existing = true`))
	out := a.fails(t, w, "Asana reports that a webhook with this resource and target already exists. The provider could not look for it.",
		"Asana's answer to GET /workspaces", "403 Forbidden", "workspaces:read",
		"Nothing was changed. The provider needs the webhook's gid to report it, and to replace it with replace_existing.")
	out.keepsQuiet(t, "may not accept the host of the target")
	a.agrees(t, w, 0, gid)
}

// Asana lists what the token's own app registered, while the rule is about the
// user's webhooks. It might also be a list that lags, so this takes 20 seconds.
func TestAccWebhook_duplicateOfAnotherApp(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target, App: "another"})
	w := newWorkdir(t, a.webhook(`replace_existing = true`))
	a.fails(t, w, "Webhook already exists", "Asana reports that a webhook with this resource and target already exists",
		"If somebody has just deleted it, or this apply has", "another app of the same user registered it", "Delete it with that app's token", "query string to the target")
	a.agrees(t, w, 0, gid)
	if n := a.calls(asanatest.DeleteWebhook); n != 0 {
		t.Errorf("%d DELETEs", n)
	}
}

// A duplicate that another app deletes meanwhile is no reason to fail.
func TestAccWebhook_duplicateThatGoesAway(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target, App: "another"})
	looked := a.Hold(asanatest.GetWebhooks)
	w := newWorkdir(t, a.webhook(``))
	r := w.start(t, "apply", "-auto-approve")
	r.await(t, "the look-up", looked.Arrived())
	a.DeleteWebhook(gid)
	looked.Release()
	if out := r.end(); out.code != 0 {
		t.Errorf("ended with %d: %s", out.code, out.text)
	}
	a.agrees(t, w, 1)
}

// The list does not show a new webhook for a while: after a lost answer the
// orphan is found all the same.
func TestAccWebhook_listThatLags(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(o *asanatest.Options) { o.ListLag = 5 * time.Second })
	foreign := a.foreignWebhooks()
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, After: true, Reset: true})
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	a.agrees(t, w, 1, foreign...)
}

func TestAccWebhook_createBeforeDestroy(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	const lifecycle = "\n  lifecycle { create_before_destroy = true }"
	w := newWorkdir(t, a.webhook(lifecycle))
	w.apply(t)
	gid := a.only(t).GID
	out := w.run(t, "apply", "-auto-approve", "-replace=asana_webhook.test")
	out.contains(t, "Webhook "+gid+" already has this resource and target",
		"If this resource has create_before_destroy, the webhook may be the one to replace. "+
			"Two webhooks with the same resource and target can't exist at the same time. "+
			"Remove create_before_destroy, or change the query string of the target, which makes it another target.")
	a.quiet(t, out)
	a.agrees(t, w, 1)

	// The way out that the message shows.
	w.write(t, a.provider("")+a.webhookTo(target+"?v=2", lifecycle))
	w.apply(t)
	a.agrees(t, w, 1)
}

func TestAccWebhook_twoBlocksWithOnePair(t *testing.T) {
	t.Parallel()
	for _, arguments := range []string{"", "replace_existing = true"} {
		t.Run(arguments, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.provider("")+fmt.Sprintf(`
resource "asana_webhook" "test" {
  count    = 2
  resource = %q
  target   = %q
  %s
}`, a.project, target, arguments))
			out := a.fails(t, w, "Another block of this configuration created webhook", "in this run, with the same resource and target",
				"Remove one of the blocks, or add a query string to one of the targets to distinguish them.")
			a.agrees(t, w, 1)
			out.contains(t, a.only(t).GID)
			if n := a.calls(asanatest.DeleteWebhook); n != 0 {
				t.Errorf("%d DELETEs", n)
			}
		})
	}
}

// The second block comes in a later run: then it is an ordinary duplicate.
func TestAccWebhook_secondBlockInALaterRun(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	gid := a.only(t).GID
	w.write(t, a.webhook(``)+fmt.Sprintf("resource \"asana_webhook\" \"second\" {\n  resource = %q\n  target = %q\n}\n", a.project, target))
	a.fails(t, w, "Webhook "+gid+" already has this resource and target")
	a.agrees(t, w, 1)
}
