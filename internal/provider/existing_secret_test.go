package provider_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const staleSecret = "Warning: Stale existing_secret"

// existing is a variable for the secret, so that no configuration shows it.
const existing = `
variable "existing" {
  type      = string
  sensitive = true
  default   = null
}
`

// withExisting sets the variable for the next runs.
func withExisting(w *workdir, secret string) {
	recordedMessages.addSecret(secret)
	w.setenv("TF_VAR_existing=" + secret)
}

// withoutExisting makes the variable null.
func withoutExisting(w *workdir) {
	w.env = slices.DeleteFunc(w.env, func(s string) bool { return strings.HasPrefix(s, "TF_VAR_existing=") })
}

// existingWebhook is a configuration with existing_secret: the variable, unless
// another expression is named.
func (a *api) existingWebhook(arguments string, secret ...string) string {
	return a.webhook("existing_secret = "+append(secret, "var.existing")[0]+"\n"+arguments) + existing
}

// foreign is a webhook that was created elsewhere.
func (a *api) foreign(t *testing.T) asanatest.Webhook {
	t.Helper()
	hook, _ := a.Webhook(a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target}))
	return hook
}

// importBlock imports a webhook.
func importBlock(gid string) string {
	return fmt.Sprintf("import {\n  to = asana_webhook.test\n  id = %q\n}\n", gid)
}

// hasSecret expects a secret and its digest in the state.
func hasSecret(t *testing.T, w *workdir, secret string) {
	t.Helper()
	if stateAttribute(t, w, "secret") != secret || stateAttribute(t, w, "secret_sha256") != digest(secret) {
		t.Error("secret and digest in the state are not as they should be")
	}
}

// onlyReads expects that nothing in Asana was changed.
func (a *api) onlyReads(t *testing.T) {
	t.Helper()
	for _, op := range []asanatest.Op{asanatest.CreateWebhook, asanatest.UpdateWebhook, asanatest.DeleteWebhook} {
		if n := a.calls(op); n != 0 {
			t.Errorf("%d calls of %s", n, op)
		}
	}
}

func TestAccWebhook_existingSecretAfterImport(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	hook := a.foreign(t)
	w := newWorkdir(t, a.webhook(``))
	w.must(t, "import", "asana_webhook.test", hook.GID).contains(t, "If you know the secret, set existing_secret to it", "null, unless the configuration sets existing_secret")
	w.write(t, a.existingWebhook(``))
	withExisting(w, hook.Secret)
	plan := w.must(t, "plan", "-out=saved.plan")
	plan.contains(t, "asana_webhook.test will be updated in-place", "+ existing_secret = (sensitive value)", "+ secret = (sensitive value)", digest(hook.Secret))
	plan.lacks(t, staleSecret)
	w.must(t, "apply", "saved.plan").contains(t, "0 added, 1 changed, 0 destroyed")
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode").lacks(t, staleSecret)

	// Without the argument, nothing changes, now and when something else does.
	w.write(t, a.webhook(``))
	w.must(t, "plan", "-detailed-exitcode")
	a.onlyReads(t)
	w.write(t, a.webhook(`filters = [{ resource_type = "task" }]`))
	w.must(t, "plan").lacks(t, "existing_secret", "+ secret", "~ secret", "- secret")
	w.apply(t)
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccWebhook_existingSecretInTheApplyThatImports(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	hook := a.foreign(t)
	log := filepath.Join(t.TempDir(), "trace.log")
	w := newWorkdir(t, a.existingWebhook(``)+importBlock(hook.GID), "TF_LOG=TRACE", "TF_LOG_PATH="+log)
	withExisting(w, hook.Secret)
	w.apply(t).contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode")
	w.must(t, "show").keepsQuiet(t, hook.Secret)
	a.onlyReads(t)
	if found := filesWith(t, filepath.Dir(log), hook.Secret); len(found) != 0 {
		t.Errorf("the secret is in %v", found)
	}
}

// A mistyped secret is corrected in place, as often as it takes, until Asana
// returns one.
func TestAccWebhook_existingSecretCorrected(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	hook := a.foreign(t)
	w := newWorkdir(t, a.existingWebhook(``)+importBlock(hook.GID))
	withExisting(w, "mistyped-"+hook.GID)
	w.apply(t)
	hasSecret(t, w, "mistyped-"+hook.GID)
	w.write(t, a.webhook(``)) // it is not in use for a while
	w.apply(t)
	w.must(t, "state", "mv", "asana_webhook.test", "asana_webhook.other")
	w.must(t, "state", "mv", "asana_webhook.other", "asana_webhook.test")
	w.write(t, a.existingWebhook(``))
	withExisting(w, hook.Secret)
	out := w.apply(t)
	out.contains(t, "0 added, 1 changed, 0 destroyed")
	out.lacks(t, staleSecret)
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode")
	a.onlyReads(t)

	// Once it is replaced, the argument is stale, whatever its value becomes.
	w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.test").contains(t, staleSecret, "Asana returns a new secret for it", "Remove existing_secret")
	second := a.only(t)
	hasSecret(t, w, second.Secret)
	w.must(t, "plan", "-detailed-exitcode").contains(t, staleSecret, "Asana returned for webhook "+second.GID, "Remove existing_secret")
	withExisting(w, "changed-"+hook.GID)
	w.apply(t).contains(t, staleSecret)
	hasSecret(t, w, second.Secret)
	w.must(t, "plan", "-detailed-exitcode").contains(t, staleSecret)

	// The old secret leaves the state with the argument.
	w.write(t, a.webhook(``))
	w.apply(t).lacks(t, staleSecret)
	hasSecret(t, w, second.Secret)
	if stateAttribute(t, w, "existing_secret") != nil {
		t.Error("the state still has the stale secret")
	}
	w.must(t, "plan", "-detailed-exitcode").lacks(t, staleSecret)
	a.agrees(t, w, 1)
}

func TestAccWebhook_existingSecretOfANewWebhook(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.existingWebhook(``))
	withExisting(w, "of-no-webhook")
	w.must(t, "plan", "-out=saved.plan").contains(t, staleSecret, "This plan creates a webhook", "with asana_webhook.test, on main.tf")
	w.must(t, "apply", "saved.plan")
	first := a.only(t)
	hasSecret(t, w, first.Secret)
	w.must(t, "plan", "-detailed-exitcode").contains(t, staleSecret)

	// Asana deletes a webhook whose deliveries fail: the next one is new, too.
	a.DeleteWebhook(first.GID)
	w.apply(t).contains(t, "Warning: Webhook no longer exists", staleSecret)
	a.agrees(t, w, 1)
	w.must(t, "plan", "-detailed-exitcode").contains(t, staleSecret)
	w.write(t, a.webhook(``))
	w.apply(t)
	a.agrees(t, w, 1)
}

// An existing secret does not survive a replacement, whatever the reason for it.
func TestAccWebhook_existingSecretAndReplacements(t *testing.T) {
	t.Parallel()
	for name, arguments := range map[string][2]string{
		"rotation":              {`rotation_triggers = { quarter = "1" }`, `rotation_triggers = { quarter = "2" }`},
		"create before destroy": {``, `lifecycle { create_before_destroy = true }`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			hook := a.foreign(t)
			w := newWorkdir(t, a.existingWebhook(arguments[0])+importBlock(hook.GID))
			withExisting(w, hook.Secret)
			w.apply(t)
			hasSecret(t, w, hook.Secret)
			config := a.existingWebhook(arguments[1])
			if strings.Contains(name, "before") {
				config = strings.Replace(config, target, target+"?v=2", 1)
			}
			w.write(t, config)
			plan := w.must(t, "plan", "-out=saved.plan")
			plan.contains(t, staleSecret, "Plan: 1 to add, 0 to change, 1 to destroy.")
			if n := strings.Count(plan.text, staleSecret); n != 1 {
				t.Errorf("%d warnings, want 1", n)
			}
			w.must(t, "apply", "saved.plan")
			if current := a.only(t); current.GID == hook.GID {
				t.Error("it was not replaced")
			}
			a.agrees(t, w, 1)
			w.must(t, "plan", "-detailed-exitcode").contains(t, staleSecret)
		})
	}
}

// A secret that Asana returned stays, and one that equals it is no reason to warn.
func TestAccWebhook_existingSecretBesideAReturnedOne(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	hook := a.only(t)
	w.write(t, a.existingWebhook(``))
	withExisting(w, "another-"+hook.GID)
	plan := w.must(t, "plan", "-out=saved.plan")
	plan.contains(t, staleSecret, "1 to change")
	plan.lacks(t, "~ secret", digest("another-"+hook.GID))
	w.must(t, "apply", "saved.plan")
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode").contains(t, staleSecret)
	withExisting(w, hook.Secret)
	w.apply(t).lacks(t, staleSecret)
	hasSecret(t, w, hook.Secret)
	withExisting(w, "another-"+hook.GID)
	w.apply(t).contains(t, staleSecret)
	hasSecret(t, w, hook.Secret)
}
