package provider_test

import (
	"net/http"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A wait of hours is an error that says how long, whatever asks for it.
func TestAccWebhook_retryAfterTooLong(t *testing.T) {
	t.Parallel()
	for after, want := range map[string]string{
		"100000":                        "asks to wait 27h46m40s; a request waits 5m0s at most",
		"Thu, 01 Jan 2099 00:00:00 GMT": " days; a request waits 5m0s at most",
	} {
		t.Run(after, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(``))
			long := asanatest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {after}}}
			fails := func(op asanatest.Op, summary string, args ...string) {
				before := a.calls(op)
				a.inject(long, op)
				out := w.run(t, args...)
				out.contains(t, summary, want, "Apply again after that time")
				out.keepsQuiet(t, "Check the network")
				if n := a.calls(op) - before; n != 1 {
					t.Errorf("%d calls of %s", n, op)
				}
			}
			fails(asanatest.CreateWebhook, "Error: Webhook not created", "apply", "-auto-approve")
			a.agrees(t, w, 0)
			w.apply(t)
			fails(asanatest.GetWebhook, "Error: Webhook not read", "plan")
			fails(asanatest.DeleteWebhook, "Error: Webhook not deleted", "destroy", "-auto-approve")
			a.agrees(t, w, 1)
		})
	}
}

// The limit of requests at a time says nothing about how long to wait, and a
// fraction of a second is as good as a whole one.
func TestAccWebhook_retryAfterMissingOrFraction(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]http.Header{"missing": nil, "fraction": {"Retry-After": {"0.5"}}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(``))
			for _, op := range []asanatest.Op{asanatest.CreateWebhook, asanatest.GetWebhook, asanatest.DeleteWebhook} {
				a.Inject(asanatest.Fault{Op: op, Status: http.StatusTooManyRequests, Header: header, Times: 2})
			}
			w.apply(t)
			w.must(t, "plan", "-detailed-exitcode")
			w.must(t, "destroy", "-auto-approve")
			a.agrees(t, w, 0)
		})
	}
}
