package provider_test

import (
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestAccWebhook_droppingTheSecretWarns(t *testing.T) {
	t.Parallel()
	const warning = "Warning: Secret removed from the state"
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	hook := a.only(t)
	// A plan that replaces the webhook loses nothing that is of use.
	w.write(t, a.provider("")+a.webhookTo(target+"?v=2", `secret_storage = "none"`))
	w.must(t, "plan").keepsQuiet(t, warning)

	w.write(t, a.webhook(`secret_storage = "none"`)+`
output "signature" {
  value     = provider::asana::sign(asana_webhook.test.secret, "{}")
  sensitive = true
}
`)
	plan := w.must(t, "plan", "-out=saved.plan")
	plan.contains(t, warning, "with asana_webhook.test, on main.tf", `secret_storage = "none"`,
		"The state holds the only copy of the secret of webhook "+hook.GID+" that Terraform has",
		"The attribute secret becomes null, and so does the value of every reference to it.",
		"Before you apply, make sure that the receiver or a secrets manager has the secret.")
	plan.contains(t, "asana_webhook.test will be updated in-place")
	plan.keepsQuiet(t, hook.Secret)
	w.must(t, "apply", "saved.plan")
	a.withoutSecretIn(t, w)
	if posts, puts := a.calls(asanatest.CreateWebhook), a.calls(asanatest.UpdateWebhook); a.only(t).GID != hook.GID || posts != 1 || puts != 0 {
		t.Errorf("%d POSTs and %d PUTs, want the same webhook", posts, puts)
	}
	w.must(t, "plan", "-detailed-exitcode").keepsQuiet(t, warning)
}

// withoutSecretIn expects that the state of a folder has no secret.
func (a *api) withoutSecretIn(t *testing.T, w *workdir) {
	t.Helper()
	if stateAttribute(t, w, "secret") != nil || stateAttribute(t, w, "secret_sha256") != digest(a.only(t).Secret) {
		t.Error("secret and digest are not as they should be")
	}
}

// Where there is no secret, as after an import, none is removed.
func TestAccWebhook_droppingNoSecretWarnsOfNothing(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.must(t, "import", "asana_webhook.test", a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target}))
	w.write(t, a.webhook(`secret_storage = "none"`))
	w.apply(t).keepsQuiet(t, "Secret removed from the state")
}
