package asana_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// newSimulatedClient returns a client of a simulated Asana without a socket,
// for use in a bubble.
func newSimulatedClient(t *testing.T, opts asanatest.Options, maxRetries int) (*asanatest.Server, *asana.Client) {
	t.Helper()
	sim := asanatest.New(opts)
	t.Cleanup(sim.Close)
	return sim, newClientOf(t, sim, func(cfg *asana.Config) { cfg.MaxRetries = maxRetries })
}

func newClientOf(t *testing.T, sim *asanatest.Server, edit ...func(*asana.Config)) *asana.Client {
	t.Helper()
	var transport asanatest.Transport
	transport.Mount(asana.DefaultBaseURL, sim)
	cfg := asana.Config{Token: asana.Secret(sim.Token()), MaxRetries: 8, Transport: &transport}
	for _, e := range edit {
		e(&cfg)
	}
	c, err := asana.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// seedWebhooks registers n webhooks and returns their gids.
func seedWebhooks(sim *asanatest.Server, n int) []string {
	project := sim.AddProject(sim.AddWorkspace("W"), "P")
	gids := make([]string, n)
	for i := range gids {
		gids[i] = sim.AddWebhook(asanatest.Webhook{Resource: project, Target: fmt.Sprintf("https://e.example/%d", i)})
	}
	return gids
}

// sendRequests makes calls from many goroutines, every fourth of them a write.
func sendRequests(t *testing.T, c *asana.Client, gids []string, calls, goroutines int) {
	t.Helper()
	var all sync.WaitGroup
	next := make(chan int)
	for range goroutines {
		all.Go(func() {
			for i := range next {
				var err error
				if gid := gids[i%len(gids)]; i%4 == 0 {
					_, err = c.UpdateWebhookFilters(t.Context(), gid, nil)
				} else {
					_, err = c.GetWebhook(t.Context(), gid)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range calls {
		next <- i
	}
	close(next)
	all.Wait()
}

// refusalTimes returns when requests were answered with 429.
func refusalTimes(sim *asanatest.Server) []time.Time {
	var times []time.Time
	for _, r := range sim.Requests() {
		if r.Status == http.StatusTooManyRequests {
			times = append(times, r.Time)
		}
	}
	return times
}

// No more than 50 reads and 15 writes are under way at any time, and neither
// waits for the other.
func TestLimit_concurrency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{MaxReads: 50, MaxWrites: 15, Latency: time.Second}, 8)
		start := time.Now()
		sendRequests(t, c, seedWebhooks(sim, 10), 1000, 500)
		if n := len(refusalTimes(sim)); n != 0 {
			t.Errorf("%d requests were refused, want none", n)
		}
		// 250 writes, 15 at a time, take 17 seconds.
		if took := time.Since(start); took < 17*time.Second || took > 30*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// One refusal stops all other calls for as long as Asana asks, to the second.
func TestLimit_pauseAppliesToAllCalls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{}, 8)
		gids := seedWebhooks(sim, 1)
		sim.Inject(asanatest.Fault{Op: asanatest.GetWebhook, Status: 429, Header: http.Header{"Retry-After": {"30"}}})
		start := time.Now()
		var both sync.WaitGroup
		both.Go(func() {
			if _, err := c.GetWebhook(t.Context(), gids[0]); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		both.Go(func() {
			if _, err := c.UpdateWebhookFilters(t.Context(), gids[0], nil); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		requests := sim.Requests()
		if len(requests) != 3 {
			t.Fatalf("%d requests, want 3", len(requests))
		}
		if waited := requests[1].Time.Sub(start); waited != 30*time.Second {
			t.Errorf("the second request came after %s, want 30s", waited)
		}
	})
}

// Of several refusals the one counts that asks to wait the longest.
func TestLimit_shorterPauseKeepsLonger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{}, 8)
		gids := seedWebhooks(sim, 1)
		for i, wait := range []string{"30", "5"} {
			sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {wait}}, Delay: time.Duration(i+1) * time.Second})
		}
		start := time.Now()
		var both sync.WaitGroup
		for range 2 {
			both.Go(func() {
				if _, err := c.GetWebhook(t.Context(), gids[0]); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		for _, r := range sim.Requests()[2:] {
			if waited := r.Time.Sub(start); waited < 31*time.Second {
				t.Errorf("a request came after %s, want 31s", waited)
			}
		}
	})
}

// A call that waits for its turn ends with its context, and was not sent.
func TestLimit_interruptEndsTheWait(t *testing.T) {
	t.Parallel()
	for name, interrupt := range map[string]func(context.Context) (context.Context, context.CancelFunc){
		"deadline": func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 5*time.Second)
		},
		"cancel": func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(5*time.Second, cancel)
			return ctx, cancel
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim, c := newSimulatedClient(t, asanatest.Options{}, 0)
				gids := seedWebhooks(sim, 1)
				sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"300"}}})
				if _, err := c.GetWebhook(t.Context(), gids[0]); !errors.Is(err, asana.ErrRateLimited) {
					t.Fatal(err)
				}
				ctx, cancel := interrupt(t.Context())
				defer cancel()
				start := time.Now()
				_, err := c.GetWebhook(ctx, gids[0])
				if waited := time.Since(start); waited != 5*time.Second {
					t.Errorf("returned after %s, want 5s", waited)
				}
				lost, ok := errors.AsType[*asana.TransportError](err)
				if !ok || lost.Sent || len(sim.Requests()) != 1 || !errors.Is(err, asana.ErrRateLimited) || !errors.Is(err, ctx.Err()) {
					t.Errorf("%d requests, error %v", len(sim.Requests()), err)
				}
				if !strings.Contains(err.Error(), "limits the rate of requests and asked to wait 5m0s") {
					t.Errorf("the error does not say what it waited for: %v", err)
				}
			})
		})
	}
}

// A call that was refused, and has no time to wait as long as Asana asks, says
// so.
func TestLimit_noTimeToWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{}, 8)
		gids := seedWebhooks(sim, 1)
		sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"60"}}})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err := c.GetWebhook(ctx, gids[0])
		lost, ok := errors.AsType[*asana.TransportError](err)
		if !ok || lost.Sent || !errors.Is(err, asana.ErrRateLimited) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if !strings.Contains(err.Error(), "asked to wait 1m0s") {
			t.Errorf("the error does not say how long: %v", err)
		}
	})
}

// An interrupt is told as a rate limit only where one held the call back.
func TestLimit_interruptWithoutALimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{}, 0)
		gids := seedWebhooks(sim, 1)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.GetWebhook(ctx, gids[0]); !errors.Is(err, context.Canceled) || errors.Is(err, asana.ErrRateLimited) {
			t.Errorf("got %v", err)
		}
		// A refusal that is long over does not hold anything back either.
		sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"1"}}})
		_, _ = c.GetWebhook(t.Context(), gids[0])
		time.Sleep(time.Minute)
		if _, err := c.GetWebhook(ctx, gids[0]); !errors.Is(err, context.Canceled) || errors.Is(err, asana.ErrRateLimited) {
			t.Errorf("after a refusal: got %v", err)
		}
	})
}
