package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const many = 35

// manyWebhooks is a configuration of many webhooks on the project.
func (a *api) manyWebhooks() string {
	return a.provider("") + fmt.Sprintf(`
resource "asana_webhook" "test" {
  count    = %d
  resource = %q
  target   = "%s/${count.index}"
}
`, many, a.project, receivers)
}

func TestAccWebhook_importOfManyWarnsOnce(t *testing.T) {
	t.Parallel()
	needsEngine(t, "for_each of import blocks", 7, 7)
	a := newAPI(t)
	var gids []string
	for i := range many {
		gids = append(gids, a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: fmt.Sprintf("%s/%d", receivers, i)}))
	}
	w := newWorkdir(t, a.manyWebhooks()+fmt.Sprintf(`
import {
  for_each = jsondecode("[%s]")
  to       = asana_webhook.test[each.key]
  id       = each.value
}
`, strings.Join(gids, ",")))
	const summary = "Warning: Secret of imported webhook unknown"
	plan := w.must(t, "plan", "-out=saved.plan")
	plan.contains(t, summary, "The attributes secret and secret_sha256 of every webhook that this run imports are null", "terraform apply -replace=")
	plan.contains(t, gids...)
	if n := strings.Count(plan.text, summary); n != 1 {
		t.Errorf("%d warnings, want 1", n)
	}
	w.must(t, "apply", "saved.plan").keepsQuiet(t, summary)
	w.must(t, "plan", "-detailed-exitcode").keepsQuiet(t, summary)
}

// Terraform folds warnings of one summary if it knows where in the
// configuration they belong.
func TestAccWebhook_failuresOfManyAreFolded(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.manyWebhooks())
	w.apply(t)
	for i, gid := range a.gids() {
		a.EditWebhook(gid, func(hook *asanatest.Webhook) {
			hook.Active = i%2 == 0
			hook.RetryCount, hook.LastFailureAt, hook.LastFailureContent = 1, hook.CreatedAt.Add(time.Hour), "EOF"
			hook.DeletionAt = hook.CreatedAt.Add(24 * time.Hour)
		})
	}
	plan := w.must(t, "plan")
	plan.contains(t, "(and 34 more similar warnings elsewhere)", "(and 16 more similar warnings elsewhere)",
		"The data source asana_webhooks shows the deliveries of all webhooks.")
	for _, summary := range []string{"Warning: Webhook deliveries fail", "Warning: Webhook inactive"} {
		if n := strings.Count(plan.text, summary); n != 1 {
			t.Errorf("%d times %q, want 1", n, summary)
		}
	}
}

func TestAccWebhook_inactiveWarnsOnEveryPlan(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	w.must(t, "plan").keepsQuiet(t, "inactive")
	gid := a.only(t).GID
	a.EditWebhook(gid, func(hook *asanatest.Webhook) { hook.Active = false })
	for range 2 {
		w.apply(t).contains(t, "Warning: Webhook inactive", "with asana_webhook.test",
			"Asana reports webhook "+gid+" as inactive: it sends no events of resource "+a.project+" to "+target+".",
			"Asana documents no request that activates a webhook.",
			"replace the webhook (terraform apply -replace=…)", "a new secret")
	}
	w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.test")
	w.must(t, "plan", "-detailed-exitcode").keepsQuiet(t, "inactive")
}

// A receiver that gets its secret from Terraform can't verify the first
// heartbeat.
func TestAccWebhook_firstHeartbeatIsNoAlarm(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		echo(w, r)
		if r.Header.Get("X-Hook-Signature") != "" {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	a.Advance(time.Minute)
	hook := a.only(t)
	plan := w.must(t, "plan", "-detailed-exitcode")
	plan.contains(t, "Warning: First webhook delivery failed", "with asana_webhook.test",
		"A delivery of webhook "+hook.GID+" to "+target+" failed within 10 minutes of the webhook's creation.",
		"The target answered: 401 Unauthorized.",
		"A receiver that gets its secret from Terraform can't verify it, because it has no secret yet.",
		"Unless a delivery succeeds before, Asana deletes the webhook at "+hook.DeletionAt.UTC().Format("2006-01-02 15:04:05 MST"),
		"Asana tries again after "+hook.NextAttemptAfter.UTC().Format("2006-01-02 15:04:05 MST")+".")
	plan.keepsQuiet(t, "Webhook deliveries fail")

	// What still fails later is an alarm.
	a.Advance(time.Hour)
	later := w.must(t, "plan", "-detailed-exitcode")
	later.contains(t, "Warning: Webhook deliveries fail")
	later.keepsQuiet(t, "First webhook delivery")
}

func TestAccWebhook_lastFailureWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	for _, content := range []string{"EOF", "unexpected EOF", "Post \"https://hooks.example.com/asana\": EOF"} {
		a.EditWebhook(a.only(t).GID, func(hook *asanatest.Webhook) {
			hook.RetryCount, hook.LastFailureAt, hook.LastFailureContent = 2, hook.CreatedAt.Add(time.Hour), content
		})
		plan := w.must(t, "plan", "-detailed-exitcode")
		plan.contains(t, "Warning: Webhook deliveries fail", "The target closed the connection without an answer.")
		plan.keepsQuiet(t, "answered: EOF", "EOF")
	}
}
