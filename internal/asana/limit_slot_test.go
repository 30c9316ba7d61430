package asana_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A slot that nobody gives back is waited for no longer than the context.
func TestLimit_slotIsWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{Latency: time.Minute}, 0)
		gids := seedWebhooks(sim, 1)
		var all sync.WaitGroup
		for range 15 {
			all.Go(func() {
				// It takes longer than a request may.
				if _, err := c.UpdateWebhookFilters(t.Context(), gids[0], nil); err == nil {
					t.Error("got an answer in spite of the latency")
				}
			})
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start := time.Now()
		_, err := c.UpdateWebhookFilters(ctx, gids[0], nil)
		if waited := time.Since(start); waited != 3*time.Second || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("returned after %s: %v", waited, err)
		}
		all.Wait()
	})
}

// Whoever waits for a slot has not taken his part of the rate yet: when slow
// creations give way to fast ones, those who waited do not all go at once.
func TestLimit_slotBeforeRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c, _ := limitedClient(t)
		learning := len(refusalTimes(sim))
		slowUntil := time.Now().Add(3 * time.Minute)
		sim.Mount("https://slow.example", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if time.Now().Before(slowUntil) {
				time.Sleep(9 * time.Second) // virtual time
			}
			w.Header().Set("X-Hook-Secret", r.Header.Get("X-Hook-Secret"))
		}))
		createMany(t, c, sim.AddProject(sim.AddWorkspace("W"), "P"))
		if n := len(refusalTimes(sim)) - learning; n != 0 {
			t.Errorf("%d requests were refused after the rate was learned, want none", n)
		}
		// 300 while the target was slow, then 144 a minute.
		if took := time.Since(slowUntil); took > 3*time.Minute+10*time.Second {
			t.Errorf("took %s after the target had become fast", took)
		}
	})
}

// createMany creates 700 webhooks to https://slow.example, a hundred at a time.
func createMany(t *testing.T, c *asana.Client, project string) {
	t.Helper()
	var all sync.WaitGroup
	next := make(chan int)
	for range 100 {
		all.Go(func() {
			for i := range next {
				target := fmt.Sprintf("https://slow.example/%d", i)
				if _, err := c.CreateWebhook(t.Context(), asana.WebhookRequest{Resource: project, Target: target}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 700 {
		next <- i
	}
	close(next)
	all.Wait()
}

// A call that waits for a slot, because those who have one wait for the rate,
// tells the rate limit as the reason.
func TestLimit_slotIsHeldByAPause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{}, 0)
		gids := seedWebhooks(sim, 1)
		sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"300"}}})
		_, _ = c.GetWebhook(t.Context(), gids[0])
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				if _, err := c.UpdateWebhookFilters(ctx, gids[0], nil); !errors.Is(err, asana.ErrRateLimited) || !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
			})
		}
		synctest.Wait()
		cancel()
		all.Wait()
	})
}
