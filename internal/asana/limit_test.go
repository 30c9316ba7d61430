package asana_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// simulated returns a client of a simulated Asana without a socket, for use in
// a bubble.
func simulated(t *testing.T, opts asanatest.Options, maxRetries int) (*asanatest.Server, *asana.Client) {
	t.Helper()
	sim := asanatest.New(opts)
	t.Cleanup(sim.Close)
	return sim, clientOf(t, sim, func(cfg *asana.Config) { cfg.MaxRetries = maxRetries })
}

func clientOf(t *testing.T, sim *asanatest.Server, edit ...func(*asana.Config)) *asana.Client {
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

// storm makes calls from many goroutines, every fourth of them a write.
func storm(t *testing.T, c *asana.Client, gids []string, calls, goroutines int) {
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

// refused returns when requests were answered with 429.
func refused(sim *asanatest.Server) []time.Time {
	var times []time.Time
	for _, r := range sim.Requests() {
		if r.Status == http.StatusTooManyRequests {
			times = append(times, r.Time)
		}
	}
	return times
}

// checkLearned expects that the limit was met once: only those requests were
// refused that were under way together with the first.
func checkLearned(t *testing.T, sim *asanatest.Server) {
	t.Helper()
	times := refused(sim)
	if n := len(times); n < 1 || n > 65 {
		t.Fatalf("%d requests were refused, want 1 to 65", n)
	}
	if later := times[len(times)-1].Sub(times[0]); later > time.Second {
		t.Errorf("a request was refused %s after the first, when the rate was known", later)
	}
}

// A thousand calls at 150 a minute: those are refused that were under way with
// the first that is, 50 reads and 15 writes at the most, and no other. And the
// rate is used: the first 150 go at once, the rest in the time they need.
func TestLimit_rateIsLearned(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		perMinute, calls int
		longest          time.Duration
	}{
		"free plan": {150, 1000, 8 * time.Minute},
		"paid plan": {1500, 4000, 4 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim, c := simulated(t, asanatest.Options{
					RequestsPerMinute: tc.perMinute, MaxReads: 50, MaxWrites: 15, Latency: 50 * time.Millisecond,
				}, 8)
				start := time.Now()
				storm(t, c, seedWebhooks(sim, 10), tc.calls, 100)
				checkLearned(t, sim)
				if took := time.Since(start); took > tc.longest {
					t.Errorf("took %s, want at most %s", took, tc.longest)
				}
			})
		})
	}
}

// uneven is a network over which some requests take longer than others.
type uneven struct{ next http.RoundTripper }

func (u uneven) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(rand.N(300 * time.Millisecond)) // virtual time
	return u.next.RoundTrip(r)
}

// Requests that are sent in even steps arrive in uneven ones, so that at times
// more arrive within a minute than were sent. They are not refused for that,
// which would be taken for a sign that the rate is too high.
func TestLimit_unevenNetwork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := asanatest.New(asanatest.Options{RequestsPerMinute: 150, MaxReads: 50, MaxWrites: 15})
		t.Cleanup(sim.Close)
		c := clientOf(t, sim, func(cfg *asana.Config) { cfg.Transport = uneven{cfg.Transport} })
		start := time.Now()
		storm(t, c, seedWebhooks(sim, 10), 1000, 100)
		checkLearned(t, sim)
		if took := time.Since(start); took > 8*time.Minute {
			t.Errorf("took %s, want at most 8m", took)
		}
	})
}

// Somebody else may use the same token. Then the learned rate is too much, and
// it goes down; every call succeeds in the end, and most of what the plan
// allows is used: without any refusal 1,000 calls would take 6 minutes.
func TestLimit_sharedToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, mine := simulated(t, asanatest.Options{RequestsPerMinute: 150, MaxReads: 50, MaxWrites: 15}, 8)
		gids := seedWebhooks(sim, 10)
		theirs := clientOf(t, sim)
		start := time.Now()
		var all sync.WaitGroup
		for _, c := range []*asana.Client{mine, theirs} {
			all.Go(func() { storm(t, c, gids, 500, 20) })
		}
		all.Wait()
		if took := time.Since(start); took > 12*time.Minute {
			t.Errorf("took %s, want at most 12m", took)
		}
		if n := len(refused(sim)); n > 250 {
			t.Errorf("%d requests were refused, want at most 250", n)
		}
	})
}

// When the other user of a token has gone, the rate grows again to what the
// plan allows.
func TestLimit_rateRecovers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := simulated(t, asanatest.Options{RequestsPerMinute: 150, MaxReads: 50, MaxWrites: 15}, 8)
		gids := seedWebhooks(sim, 10)
		storm(t, c, gids, 200, 20)
		for range 3 {
			sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"1"}}})
			storm(t, c, gids, 10, 1)
		}
		before := len(refused(sim))
		time.Sleep(5 * time.Minute)
		start := time.Now()
		storm(t, c, gids, 288, 20)
		if took := time.Since(start); took > 2*time.Minute+time.Second {
			t.Errorf("288 calls took %s, want 2m", took)
		}
		if n := len(refused(sim)) - before; n != 0 {
			t.Errorf("%d calls were refused, want none", n)
		}
	})
}

// A refusal that comes after few requests is not about the plan.
func TestLimit_passingRefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := simulated(t, asanatest.Options{RequestsPerMinute: 1500, Latency: 5 * time.Millisecond}, 8)
		gids := seedWebhooks(sim, 5)
		sim.Inject(asanatest.Fault{Op: asanatest.UpdateWebhook, Status: 429, Header: http.Header{"Retry-After": {"1"}}})
		start := time.Now()
		storm(t, c, gids, 1000, 1)
		if took := time.Since(start); took > 7*time.Second {
			t.Errorf("took %s, want 6s", took)
		}
	})
}

// However often Asana refuses, a call every two seconds gets through.
func TestLimit_rateHasAFloor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := simulated(t, asanatest.Options{}, 50)
		gids := seedWebhooks(sim, 1)
		sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"0"}}, Times: 40})
		storm(t, c, gids, 1, 1)
		start := time.Now()
		storm(t, c, gids, 20, 1)
		if took := time.Since(start); took > 40*time.Second {
			t.Errorf("20 calls took %s, want at most 40s", took)
		}
	})
}

// No more than 50 reads and 15 writes are under way at any time, and neither
// waits for the other.
func TestLimit_concurrency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := simulated(t, asanatest.Options{MaxReads: 50, MaxWrites: 15, Latency: time.Second}, 8)
		start := time.Now()
		storm(t, c, seedWebhooks(sim, 10), 1000, 500)
		if n := len(refused(sim)); n != 0 {
			t.Errorf("%d requests were refused, want none", n)
		}
		// 250 writes, 15 at a time, take 17 seconds.
		if took := time.Since(start); took < 17*time.Second || took > 30*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// One refusal stops all other calls for as long as Asana asks, to the second.
func TestLimit_pauseIsForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := simulated(t, asanatest.Options{}, 8)
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
				sim, c := simulated(t, asanatest.Options{}, 0)
				gids := seedWebhooks(sim, 1)
				sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"3600"}}})
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
				if !strings.Contains(err.Error(), "limits the rate of requests and asked to wait 1h0m0s") {
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
		sim, c := simulated(t, asanatest.Options{}, 8)
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

// A slot that nobody gives back is waited for no longer than the context.
func TestLimit_slotIsWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := simulated(t, asanatest.Options{Latency: time.Minute}, 0)
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

// An interrupt is told as a rate limit only where one held the call back.
func TestLimit_interruptWithoutALimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := simulated(t, asanatest.Options{}, 0)
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
