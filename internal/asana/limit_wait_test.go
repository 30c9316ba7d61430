package asana_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// limitedClient returns a client that has learned Asana's rate.
func limitedClient(t *testing.T) (*asanatest.Server, *asana.Client, []string) {
	t.Helper()
	sim, c := newSimulatedClient(t, asanatest.Options{RequestsPerMinute: 150, MaxReads: 50, MaxWrites: 15}, 8)
	gids := seedWebhooks(sim, 10)
	sendRequests(t, c, gids, 200, 20)
	if len(refusalTimes(sim)) == 0 {
		t.Fatal("no request was refused")
	}
	return sim, c, gids
}

// A call that waits for a slot fails because of the rate limit if those who have one wait
// for the rate, and because of them if they wait for their answers.
func TestLimit_slotIsHeldByTheRate(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		slow          bool // requests, which the rate does not hold back
		want, wantNot error
	}{
		"by the rate":      {false, asana.ErrRateLimited, asana.ErrBusy},
		"by slow requests": {true, asana.ErrBusy, asana.ErrRateLimited},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim, c, gids := limitedClient(t)
				update := func(ctx context.Context) error {
					_, err := c.UpdateWebhookFilters(ctx, gids[0], nil)
					return err
				}
				occupying, end := context.WithCancel(t.Context())
				var all sync.WaitGroup
				for range 15 {
					if tc.slow {
						sim.Inject(asanatest.Fault{Op: asanatest.UpdateWebhook, Delay: time.Minute})
					}
					all.Go(func() { _ = update(occupying) })
				}
				synctest.Wait()
				if tc.slow {
					time.Sleep(20 * time.Second) // until the rate has let all of them go
				}
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
				defer cancel()
				if err := update(ctx); !errors.Is(err, tc.want) || errors.Is(err, tc.wantNot) || strings.Contains(err.Error(), "asked to wait") {
					t.Errorf("got %v", err)
				}
				end()
				all.Wait()
			})
		})
	}
}

// A call that waits for the rate while another one is refused waits for what Asana then
// asks for.
func TestLimit_refusalWhileWaitingForTheRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c, gids := limitedClient(t)
		time.Sleep(10 * time.Minute)
		sim.Inject(asanatest.Fault{Op: asanatest.UpdateWebhook, Delay: time.Second, Status: 429, Header: http.Header{"Retry-After": {"60"}}})
		before := len(sim.Requests())
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if _, err := c.UpdateWebhookFilters(t.Context(), gids[0], nil); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		refusals := refusalTimes(sim)
		refused := refusals[len(refusals)-1].Add(time.Second)
		for _, r := range sim.Requests()[before:] {
			if r.Time.After(refused) && r.Time.Before(refused.Add(time.Minute)) {
				t.Errorf("a request was sent %s after the refusal", r.Time.Sub(refused))
			}
		}
	})
}

// An interrupt is no rate limit where the rate holds nothing back.
func TestLimit_interruptWithoutAWaitForTheRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, c, gids := limitedClient(t)
		time.Sleep(10 * time.Minute)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range 20 { // which of the two the call notices first is random
			if _, err := c.GetWebhook(ctx, gids[0]); !errors.Is(err, context.Canceled) || errors.Is(err, asana.ErrRateLimited) {
				t.Fatalf("got %v", err)
			}
		}
	})
}
