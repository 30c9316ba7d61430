package provider_test

import (
	"fmt"
	"testing"
)

func TestAccWebhook_goneWarns(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	old := a.only(t)
	gid := old.GID
	a.DeleteWebhook(gid)
	plan := w.must(t, "plan")
	plan.contains(t, "Warning: Webhook no longer exists", "Asana no longer finds webhook "+gid, "deliveries have failed for 24 hours",
		"asana_webhook.test will be created", "Plan: 1 to add, 0 to change, 0 to destroy.")
	w.apply(t)
	if now := a.only(t); now.GID == gid || now.Secret == old.Secret {
		t.Error("the webhook was not created again")
	}
	a.agrees(t, w, 1)
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccWebhook_importWarnsAboutTheSecret(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	gid := a.only(t).GID
	w.must(t, "state", "rm", "asana_webhook.test")
	w.must(t, "import", "asana_webhook.test", gid).contains(t, "Warning: Secret of imported webhook unknown",
		"The attributes secret and secret_sha256 of every webhook that this run imports are null", "[id="+gid+"]", "terraform apply -replace=")
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccWebhook_plainHTTPWarns(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.provider("")+fmt.Sprintf(`
resource "asana_webhook" "test" {
  resource = %q
  target   = "http://hooks.example.com/asana"
}`, a.project))
	w.must(t, "plan").contains(t, "Warning: Target without encryption", "with asana_webhook.test")
}
