package provider_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A proxy may answer a creation with a page of its own and status 200. The webhook that
// is found then may be old: only the time when the request was sent tells it from one
// that this creation made.
func TestAccWebhook_oldWebhookKeptAfterUnreadableSuccess(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]int{"200": http.StatusOK, "201": http.StatusCreated} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(``))
			old := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target, CreatedAt: time.Now().AddDate(-1, 0, 0)})
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: status, HTML: true})
			a.fails(t, w, "Error: Webhook already exists", "Webhook "+old+" already has this resource and target", "The provider did not change the webhook.")
			if hook := a.only(t); hook.GID != old {
				t.Errorf("webhook %s exists, want the old one, %s", hook.GID, old)
			}
			if n := a.calls(asanatest.DeleteWebhook); n != 0 {
				t.Errorf("%d DELETEs", n)
			}
		})
	}
}
