package provider_test

import (
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// Something in between answers with 101, after which there is no end to an answer:
// nothing hangs, and what Asana did meanwhile is found and deleted.
func TestAccWebhook_switchingProtocols(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	var method atomic.Value
	a.distort(t, func(r *http.Request, answer []byte) []byte {
		if method.CompareAndSwap(r.Method, "none") {
			return []byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
		}
		return answer
	})
	w := newWorkdir(t, a.webhook(``))

	method.Store(http.MethodPost)
	w.apply(t)
	a.agrees(t, w, 1)
	if created, deleted := a.calls(asanatest.CreateWebhook), a.calls(asanatest.DeleteWebhook); created != 2 || deleted != 1 {
		t.Errorf("%d POSTs and %d DELETEs, want 2 and 1", created, deleted)
	}

	method.Store(http.MethodGet)
	w.run(t, "plan").contains(t, "Error: Webhook not read", "101 Switching Protocols", "This answer does not come from Asana's API")
	method.Store(http.MethodDelete)
	w.run(t, "destroy", "-auto-approve").contains(t, "Error: Webhook not deleted", "101 Switching Protocols")
	w.must(t, "destroy", "-auto-approve", "-refresh=false") // it had been deleted
	a.agrees(t, w, 0)
}
