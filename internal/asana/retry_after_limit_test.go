package asana_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// Nobody waits for hours without a word: the error says how long Asana wants the
// caller to wait. What is short enough is waited for, fractions included.
func TestRetryAfter_tooLong(t *testing.T) {
	t.Parallel()
	for after, want := range map[string]struct {
		waited time.Duration
		says   string // empty: the request is repeated
	}{
		"":                              {0, ""},
		"1.5":                           {1500 * time.Millisecond, ""},
		"300":                           {5 * time.Minute, ""},
		"301":                           {0, "asks to wait 5m1s"},
		"100000":                        {0, "asks to wait 27h46m40s"},
		"99999999999999999999":          {0, "asks to wait 36500 days"},
		"Thu, 01 Jan 2099 00:00:00 GMT": {0, "days"}, // a bubble's clock begins in 2000
	} {
		for name, call := range map[string]func(context.Context, *asana.Client) error{"GET": getOne, "POST": postOne, "PUT": putOne, "DELETE": deleteOne} {
			t.Run(name+" "+after, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					done := respond(200, `{"data":{"gid":"7"}}`)
					if name == "POST" {
						done = respond(201, documentedCreation)
					}
					a := script(respond(429, `{"errors":[{"message":"Too many"}]}`, "Retry-After", after), done)
					start := time.Now()
					err := call(t.Context(), newClient(t, a))
					waited := time.Since(start)
					if after == "" && waited < time.Second {
						waited = 0 // a wait of the client's own
					}
					if waited != want.waited {
						t.Errorf("waited %s, want %s", waited, want.waited)
					}
					checkTooLong(t, err, want.says)
					if n := len(a.requests); n != 1 && want.says != "" {
						t.Errorf("%d requests", n)
					}
				})
			})
		}
	}
}

// checkTooLong expects the error of a wait that is too long, or none.
func checkTooLong(t *testing.T, err error, says string) {
	t.Helper()
	if says == "" {
		if err != nil {
			t.Errorf("got %v", err)
		}
		return
	}
	lost, ok := errors.AsType[*asana.TransportError](err)
	_, long := errors.AsType[*asana.RetryAfterError](err)
	if !ok || !long || lost.Sent || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v, want %q", err, says)
	}
}

// While Asana wants nobody to call for longer than anybody waits, nobody calls.
func TestRetryAfter_tooLongForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{}, 8)
		gids := seedWebhooks(sim, 1)
		sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"900"}}})
		_, err := c.GetWebhook(t.Context(), gids[0])
		checkTooLong(t, err, "asks to wait 15m0s")
		time.Sleep(5 * time.Minute)
		_, err = c.GetWebhook(t.Context(), gids[0])
		checkTooLong(t, err, "asks to wait 10m0s")
		if n := len(sim.Requests()); n != 1 {
			t.Errorf("%d requests", n)
		}
		// What is left is now short enough.
		time.Sleep(6 * time.Minute)
		start := time.Now()
		if _, err := c.GetWebhook(t.Context(), gids[0]); err != nil || time.Since(start) != 4*time.Minute {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
}

// The same goes for the token endpoint.
func TestOAuth_retryAfterTooLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		err := postOne(t.Context(), newOAuthClient(t, &oauthTransport{token: script(respond(429, `{}`, "Retry-After", "100000"))}))
		checkTooLong(t, err, "asks to wait 27h46m40s")
		if _, ok := errors.AsType[*asana.RefreshError](err); !ok || time.Since(start) != 0 {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
}
