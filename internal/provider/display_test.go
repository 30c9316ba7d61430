package provider_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// steering is text that clears a screen, forges a line and turns the direction
// of what follows, if it is printed as it is.
const steering = "\x1b[2J\u202e\r\nError: forged"

// steered is what of it may be printed.
const steered = "[2J Error: forged"

// Whoever may write a record chooses what is in it. What of it is shown is one
// line without control characters.
func TestAccWebhook_recordSteersNoTerminal(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(*testing.T, *api, *workdir) (out output, want string){
		"gone": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			a.DeleteWebhook(a.only(t).GID)
			return w.must(t, "plan"), "which sent the events of resource " + a.project + " to " + target + "/" + steered + "."
		},
		"failing": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			a.Mount(receivers, status(http.StatusNotFound))
			a.Advance(time.Hour)
			a.Emit(asanatest.Event{Resource: a.project, Action: "changed", Field: "name"})
			a.Advance(4 * time.Minute)
			return w.must(t, "apply", "-refresh-only", "-auto-approve"), "to " + target + "/" + steered + " (webhook"
		},
		"removed, and not created again": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: http.StatusForbidden})
			w.must(t, "plan", "-out=saved.plan") // which shows the attribute as it is
			return w.run(t, "apply", "saved.plan"), "which sent the events of resource " + a.project + " to " + target + "/" + steered + ", was deleted earlier"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			a.EditWebhook(a.only(t).GID, func(hook *asanatest.Webhook) { hook.Target = target + "/" + steering })
			w.must(t, "apply", "-refresh-only", "-auto-approve")
			out, want := run(t, a, w)
			out.contains(t, want)
			out.keepsQuiet(t, "\x1b", "\u202e", "\r")
		})
	}
}

func TestAccLookups_namesSteerNoTerminal(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Rename(a.workspace, "Example"+steering)
	a.Rename(a.project, "Launch"+steering)
	for name, tc := range map[string]struct{ block, want string }{
		"candidates": {fmt.Sprintf("data \"asana_project\" \"it\" {\n  name = \"Other\"\n  workspace = %q\n}", a.workspace), "- Launch" + steered + " (" + a.project + ")"},
		"workspaces": {`data "asana_webhooks" "it" {}`, "- Example" + steered + " (" + a.workspace + ")"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := newWorkdir(t, a.provider("")+tc.block).run(t, "plan")
			out.contains(t, tc.want)
			out.keepsQuiet(t, "\x1b", "\u202e", "\r")
		})
	}
}
