package provider_test

import (
	"fmt"
	"testing"
)

// unknownSecret is a configuration whose existing_secret is unknown in a run that
// has another revision than the last one.
func (a *api) unknownSecret(revision int, arguments string) string {
	return a.existingWebhook(arguments, `terraform_data.later.id == "" ? "never" : var.existing`) + fmt.Sprintf(`
resource "terraform_data" "later" {
  triggers_replace = %d
}
`, revision)
}

func TestAccWebhook_existingSecretUnknownUntilApply(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	hook := a.foreign(t)
	w := newWorkdir(t, a.unknownSecret(1, ``)+importBlock(hook.GID))
	withExisting(w, "mistyped-"+hook.GID)
	plan := w.must(t, "plan", "-out=saved.plan")
	plan.contains(t, "asana_webhook.test will be updated in-place", "+ secret_sha256 = (known after apply)")
	w.must(t, "apply", "saved.plan")
	hasSecret(t, w, "mistyped-"+hook.GID)
	w.must(t, "plan", "-detailed-exitcode")

	withExisting(w, hook.Secret)
	w.write(t, a.unknownSecret(2, ``))
	w.apply(t)
	hasSecret(t, w, hook.Secret)

	// It may turn out to be null, which changes nothing.
	withoutExisting(w)
	w.write(t, a.unknownSecret(3, ``))
	w.apply(t)
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode")
	a.onlyReads(t)
}

func TestAccWebhook_existingSecretUnknownAndReturned(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.unknownSecret(1, ``))
	withExisting(w, "of-no-webhook-yet")
	w.apply(t).contains(t, staleSecret)
	hook := a.only(t)
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode").contains(t, staleSecret)
	w.write(t, a.unknownSecret(2, ``))
	plan := w.must(t, "plan", "-out=saved.plan")
	plan.contains(t, staleSecret)
	plan.lacks(t, "~ secret")
	w.must(t, "apply", "saved.plan")
	a.agrees(t, w, 1)
}

// With secret_storage = "none" the argument would be in the state nevertheless.
func TestAccWebhook_existingSecretWithoutStorage(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.existingWebhook(`secret_storage = "none"`))
	w.must(t, "validate") // which does not know the variable
	withExisting(w, "hidden-key")
	a.refusesStorage(t, w, "plan")
	if n := len(a.Requests()); n != 0 {
		t.Errorf("%d calls", n)
	}
	// An unknown value that turns out to be null conflicts with nothing.
	withoutExisting(w)
	w.write(t, a.unknownSecret(1, `secret_storage = "none"`))
	w.apply(t)
	a.withoutSecretIn(t, w)
	w.must(t, "plan", "-detailed-exitcode")
	// One that turns out to be a secret is refused before it is stored.
	withExisting(w, "hidden-key")
	w.write(t, a.unknownSecret(2, `secret_storage = "none"`))
	a.refusesStorage(t, w, "apply", "-auto-approve")
	a.withoutSecretIn(t, w)
	if stateAttribute(t, w, "existing_secret") != nil {
		t.Error("the argument is in the state")
	}
}

func (a *api) refusesStorage(t *testing.T, w *workdir, args ...string) {
	t.Helper()
	out := w.run(t, args...)
	if out.code != 1 {
		t.Errorf("%v ended with %d", args, out.code)
	}
	out.contains(t, "Error: existing_secret conflicts with secret_storage", `secret_storage = "none" keeps the secret out of the state, but Terraform stores every argument in the state, existing_secret included.`,
		"Remove existing_secret", `set secret_storage = "state"`)
}

// A secret that was not stored can come back without a new webhook, if it is the
// one that Asana returned.
func TestAccWebhook_existingSecretOfOneNotStored(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(`secret_storage = "none"`))
	w.apply(t)
	hook := a.only(t)
	a.ResetRequests()
	w.write(t, a.existingWebhook(``))
	withExisting(w, "another-"+hook.GID)
	out := w.run(t, "plan")
	out.contains(t, "Error: existing_secret does not match webhook", "is not secret_sha256", "Set existing_secret to the secret of this webhook.", "remove existing_secret.")
	if out.code != 1 {
		t.Errorf("the plan ended with %d", out.code)
	}
	withExisting(w, hook.Secret)
	w.apply(t).contains(t, "0 added, 1 changed, 0 destroyed")
	a.onlyReads(t)
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode")
	withExisting(w, "another-"+hook.GID)
	w.apply(t).contains(t, staleSecret)
	hasSecret(t, w, hook.Secret)

	// Its way out of the state: the argument goes, too.
	w.write(t, a.webhook(`secret_storage = "none"`))
	w.apply(t)
	a.withoutSecretIn(t, w)
	if stateAttribute(t, w, "existing_secret") != nil {
		t.Error("the argument is in the state")
	}
}

func TestAccWebhook_existingSecretOfOneImportedWithoutStorage(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	hook := a.foreign(t)
	w := newWorkdir(t, a.webhook(`secret_storage = "none"`)+importBlock(hook.GID))
	w.apply(t)
	w.write(t, a.existingWebhook(``))
	withExisting(w, hook.Secret)
	w.apply(t).contains(t, "0 added, 1 changed, 0 destroyed")
	hasSecret(t, w, hook.Secret)
	w.write(t, a.webhook(`secret_storage = "none"`))
	w.apply(t)
	a.withoutSecretIn(t, w)
	if found := filesWith(t, w.dir, hook.Secret); len(found) != 1 || found[0] != "terraform.tfstate.backup" {
		t.Errorf("the secret is in %v", found)
	}
	a.onlyReads(t)
}

func TestAccWebhook_existingSecretThatIsNone(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ value, want string }{
		"empty":      {``, "The value is empty"},
		"line break": {`hidden-key\n`, "use trimspace()"},
		"in between": {`hidden key`, "a character that no X-Hook-Secret header can have"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			// Even a secret that stands in the configuration is not shown.
			out := newWorkdir(t, a.webhook(`existing_secret = "`+tc.value+`"`)).run(t, "plan")
			out.contains(t, "Error: Invalid existing_secret", "Attribute existing_secret: ", tc.want, "with asana_webhook.test, on main.tf")
			out.keepsQuiet(t, "hidden")
			if out.code != 1 || len(a.Requests()) != 0 {
				t.Errorf("the plan ended with %d after %d calls", out.code, len(a.Requests()))
			}
		})
	}
}

// One that is found wrong in the apply, after the webhook that it replaces was
// deleted, names what was deleted.
func TestAccWebhook_existingSecretWrongAfterADeletion(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.unknownSecret(1, ``))
	w.apply(t)
	hook := a.only(t)
	withExisting(w, "hidden key")
	w.write(t, a.unknownSecret(2, ``))
	out := w.run(t, "apply", "-auto-approve", "-replace=asana_webhook.test")
	out.contains(t, "Error: Invalid existing_secret", "Webhook "+hook.GID+", which sent the events of resource", "was deleted earlier in this run.")
	out.keepsQuiet(t, "hidden key")
	if out.code != 1 || len(a.Webhooks()) != 0 {
		t.Errorf("the apply ended with %d, and %d webhooks exist", out.code, len(a.Webhooks()))
	}
}
