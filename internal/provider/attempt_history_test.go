package provider_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A receiver that keeps its first secret, and an answer that is lost after that
// handshake: the error explains why the receiver refuses the next ones.
func TestAccWebhook_firstSecretLostAndKept(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	var taken atomic.Bool
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Hook-Secret") != "" && taken.Swap(true) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		echo(w, r)
	}))
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: http.StatusGatewayTimeout, HTML: true, After: true})
	made := a.HoldAfter(asanatest.CreateWebhook)
	w := newWorkdir(t, a.webhook(`timeouts = { create = "10s" }`))
	r := w.start(t, "apply", "-auto-approve")
	r.await(t, "the webhook", made.Arrived())
	orphan := a.only(t).GID
	made.Release()
	out := r.end()
	out.contains(t, "Error: Webhook handshake failed", "incorrect status code: 401",
		"attempt 1: the target completed the handshake and Asana created webhook "+orphan+", but Asana's answer was lost (504 Gateway Timeout",
		"so the provider deleted it",
		"Before that, the target completed a handshake, but the provider deleted that webhook",
		"Clear the secret that it stored, then apply again",
		"An attempt created webhook "+orphan, "Nothing remains in Asana")
	a.quiet(t, out)
	a.agrees(t, w, 0)
}
