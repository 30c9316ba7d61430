package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// queryPassword is a password in the query of a target. Terraform hides no
// sensitive value in a diagnostic, so it is in none: TestMain looks for it in
// all that any test prints.
const queryPassword = "kept-from-messages"

// private is a target with that password.
const private = target + "?token=" + queryPassword

// sensitiveTarget returns a folder with a webhook whose target is sensitive.
func (a *api) sensitiveTarget(t *testing.T, target, arguments string, env ...string) *workdir {
	t.Helper()
	recordedMessages.addSecret(queryPassword)
	return newWorkdir(t, a.provider("")+fmt.Sprintf(`
variable "target" {
  type      = string
  sensitive = true
}
resource "asana_webhook" "test" {
  resource = %q
  target   = var.target
  %s
}
`, a.project, arguments), append(env, "TF_VAR_target="+target)...)
}

// quotesURL is a receiver that fails, and shows the URL that it was sent.
func quotesURL(w http.ResponseWriter, r *http.Request) {
	http.Error(w, "cannot POST "+r.URL.String(), http.StatusNotFound)
}

func TestAccWebhook_sensitiveTargetOfAFailedHandshake(t *testing.T) {
	t.Parallel()
	a := newAPI(t, local)
	url := receiver(t, quotesURL)
	// Asana's words may quote the target as well.
	a.Inject(asanatest.Fault{
		Op: asanatest.CreateWebhook, Status: http.StatusBadRequest, Times: -1,
		Body: `{"errors":[{"message":"The remote server at ` + url + `?token=` + queryPassword + ` did not respond with the handshake secret."}]}`,
	})
	log := filepath.Join(t.TempDir(), "provider.log")
	w := a.sensitiveTarget(t, url+"?token="+queryPassword, `timeouts = { create = "1s" }`, "TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH="+log)
	out := a.fails(t, w, "Webhook handshake failed", "The handshake with "+url+"?… failed ",
		"(it shows the target without what may be a password: put the real target between the last two quotes)",
		"-d '{}' '"+url+"?…'")
	out.keepsQuiet(t, queryPassword)
	logged, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(logged, []byte("does not complete the handshake yet")) || bytes.Contains(logged, []byte(queryPassword)) {
		t.Error("the log lacks the progress, or shows the query")
	}
}

// sensitiveCases are what else names a target, each of a webhook that was created.
func sensitiveCases() map[string]func(*testing.T, *api, *workdir) (output, string) {
	return map[string]func(*testing.T, *api, *workdir) (out output, says string){
		"gone": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			a.DeleteWebhook(a.only(t).GID)
			return w.must(t, "plan"), "to " + target + "?…."
		},
		"failing deliveries": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			a.Mount(receivers, http.HandlerFunc(quotesURL))
			a.Advance(time.Hour)
			a.Emit(asanatest.Event{Resource: a.project, Action: "changed", Field: "name"})
			a.Advance(4 * time.Minute)
			return w.must(t, "plan"), "to " + target + "?… (webhook"
		},
		"import of a failing one": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			a.Mount(receivers, http.HandlerFunc(quotesURL))
			a.Advance(time.Hour)
			a.Emit(asanatest.Event{Resource: a.project, Action: "changed", Field: "name"})
			a.Advance(4 * time.Minute)
			w.must(t, "state", "rm", "asana_webhook.test")
			return w.must(t, "import", "asana_webhook.test", a.only(t).GID), "to " + target + "?… (webhook"
		},
		"removed, and not created again": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: http.StatusForbidden})
			return w.run(t, "apply", "-auto-approve", "-replace=asana_webhook.test"), "which sent the events of resource " + a.project + " to " + target + "?…, was deleted earlier"
		},
		"not created": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			w.must(t, "destroy", "-auto-approve")
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: http.StatusForbidden})
			return w.run(t, "apply", "-auto-approve"), "(a webhook on resource " + a.project + " with target " + target + "?…) was 403 Forbidden"
		},
		"duplicate": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			w.must(t, "state", "rm", "asana_webhook.test")
			return w.run(t, "apply", "-auto-approve"), "Webhook " + a.only(t).GID + " already has this resource and target"
		},
		"not deleted": func(t *testing.T, a *api, w *workdir) (output, string) {
			t.Helper()
			a.Inject(asanatest.Fault{Op: asanatest.DeleteWebhook, Status: http.StatusForbidden})
			return w.run(t, "destroy", "-auto-approve"), "(webhook " + a.only(t).GID
		},
	}
}

func TestAccWebhook_sensitiveTargetIsNotShown(t *testing.T) {
	t.Parallel()
	for name, run := range sensitiveCases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := a.sensitiveTarget(t, private, ``)
			w.apply(t).keepsQuiet(t, queryPassword)
			out, says := run(t, a, w)
			out.contains(t, says)
			out.keepsQuiet(t, queryPassword)
		})
	}
}

func TestAccWebhookData_sensitiveTargetIsNotShown(t *testing.T) {
	t.Parallel()
	recordedMessages.addSecret(queryPassword)
	for name, tc := range map[string]struct {
		fault asanatest.Fault
		want  string
	}{
		"not found": {asanatest.Fault{}, "with the target " + target + "?… among"},
		"forbidden": {asanatest.Fault{Op: asanatest.GetWebhooks, Status: http.StatusForbidden}, "with target " + target + "?…) was 403 Forbidden"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			a.Inject(tc.fault)
			w := newWorkdir(t, a.provider("")+fmt.Sprintf(`
variable "target" {
  sensitive = true
}
data "asana_webhook" "it" {
  resource = %q
  target   = var.target
}`, a.project), "TF_VAR_target="+private)
			out := w.run(t, "plan")
			out.contains(t, tc.want)
			out.keepsQuiet(t, queryPassword)
		})
	}
}

func TestWebhookList_displayNameLacksTheQuery(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: private})
	results := newLister(t, a, a.workspace).list(t, 10, false, nil)
	if len(results) != 1 || results[0].DisplayName != "Launch → "+target+"?…" {
		t.Errorf("%d results, %q", len(results), results[0].DisplayName)
	}
}

func TestProbeTarget_sensitiveTargetIsNotShown(t *testing.T) {
	t.Parallel()
	recordedMessages.addSecret(queryPassword)
	for name, handler := range map[string]http.HandlerFunc{
		"quoted in the answer": quotesURL,
		"quoted in a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/login?next="+r.URL.Query().Get("token"), http.StatusFound)
		},
		"completes": echo,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := newProbed(t, handler).URL + "/hook"
			progress, diagnostics := newProbe(t, loopbackAPI, url+"?token="+queryPassword, nil).invoke(t)
			contains(t, progress, "Probing "+url+"?….")
			if strings.Contains(progress+diagnostics, queryPassword) {
				t.Error("the query is shown")
			}
			if name != "completes" {
				contains(t, diagnostics, "the target "+url+"?… does not complete the handshake", "'"+url+"?…'")
			}
		})
	}
}
