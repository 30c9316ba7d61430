package asana_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// checkLearned expects that the limit was met once: only those requests were
// refused that were under way together with the first.
func checkLearned(t *testing.T, sim *asanatest.Server) {
	t.Helper()
	times := refusalTimes(sim)
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
				sim, c := newSimulatedClient(t, asanatest.Options{
					RequestsPerMinute: tc.perMinute, MaxReads: 50, MaxWrites: 15, Latency: 50 * time.Millisecond,
				}, 8)
				start := time.Now()
				sendRequests(t, c, seedWebhooks(sim, 10), tc.calls, 100)
				checkLearned(t, sim)
				if took := time.Since(start); took > tc.longest {
					t.Errorf("took %s, want at most %s", took, tc.longest)
				}
			})
		})
	}
}

// jitterTransport delays some requests more than others.
type jitterTransport struct{ next http.RoundTripper }

func (u jitterTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(rand.N(300 * time.Millisecond)) // virtual time
	return u.next.RoundTrip(r)
}

// Requests that are sent in even steps arrive in uneven ones, so that at times
// more arrive within a minute than were sent. They are not refused for that,
// which would be taken for a sign that the rate is too high.
func TestLimit_networkJitter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := asanatest.New(asanatest.Options{RequestsPerMinute: 150, MaxReads: 50, MaxWrites: 15})
		t.Cleanup(sim.Close)
		c := newClientOf(t, sim, func(cfg *asana.Config) { cfg.Transport = jitterTransport{cfg.Transport} })
		start := time.Now()
		sendRequests(t, c, seedWebhooks(sim, 10), 1000, 100)
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
		sim, mine := newSimulatedClient(t, asanatest.Options{RequestsPerMinute: 150, MaxReads: 50, MaxWrites: 15}, 8)
		gids := seedWebhooks(sim, 10)
		theirs := newClientOf(t, sim)
		start := time.Now()
		var all sync.WaitGroup
		for _, c := range []*asana.Client{mine, theirs} {
			all.Go(func() { sendRequests(t, c, gids, 500, 20) })
		}
		all.Wait()
		if took := time.Since(start); took > 12*time.Minute {
			t.Errorf("took %s, want at most 12m", took)
		}
		if n := len(refusalTimes(sim)); n > 150 {
			t.Errorf("%d requests were refused, want at most 150", n)
		}
	})
}

// When the other user of a token has gone, the rate grows again to what the
// plan allows.
func TestLimit_rateRecovers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{RequestsPerMinute: 150, MaxReads: 50, MaxWrites: 15}, 8)
		gids := seedWebhooks(sim, 10)
		sendRequests(t, c, gids, 200, 20)
		for range 3 {
			sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"1"}}})
			sendRequests(t, c, gids, 10, 1)
		}
		before := len(refusalTimes(sim))
		time.Sleep(5 * time.Minute)
		start := time.Now()
		sendRequests(t, c, gids, 288, 20)
		if took := time.Since(start); took > 2*time.Minute+time.Second {
			t.Errorf("288 calls took %s, want 2m", took)
		}
		if n := len(refusalTimes(sim)) - before; n != 0 {
			t.Errorf("%d calls were refused, want none", n)
		}
	})
}

// A refusal that comes after fewer requests than any plan allows is not about
// the plan, be it the first or another one long after.
func TestLimit_transientRefusal(t *testing.T) {
	t.Parallel()
	for _, before := range []int{0, 100, 140} {
		t.Run(fmt.Sprintf("after %d requests", before), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim, c := newSimulatedClient(t, asanatest.Options{RequestsPerMinute: 1500, Latency: 5 * time.Millisecond}, 8)
				gids := seedWebhooks(sim, 5)
				for range 3 {
					sendRequests(t, c, gids, before, 1)
					sim.Inject(asanatest.Fault{Op: asanatest.UpdateWebhook, Status: 429, Header: http.Header{"Retry-After": {"1"}}})
					start := time.Now()
					sendRequests(t, c, gids, 1000, 1)
					if took := time.Since(start); took > 7*time.Second {
						t.Errorf("took %s, want 6s", took)
					}
					time.Sleep(10 * time.Minute)
				}
				if n := len(refusalTimes(sim)); n != 3 {
					t.Errorf("%d requests were refused, want the 3 that were injected", n)
				}
			})
		})
	}
}

// Two refusals in a row for another reason, at the beginning of a run, do not
// slow down what the plan allows by much.
func TestLimit_twoTransientRefusals(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{RequestsPerMinute: 1500, Latency: 50 * time.Millisecond}, 8)
		gids := seedWebhooks(sim, 5)
		start := time.Now()
		for range 2 {
			sendRequests(t, c, gids, 60, 1) // 3 s
			sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"1"}}})
		}
		sendRequests(t, c, gids, 1000, 1)
		// Without any refusal it would take 56 seconds.
		if took := time.Since(start); took > 90*time.Second {
			t.Errorf("took %s, want at most 90s", took)
		}
	})
}

// A refusal for another reason does not keep the rate of the big plan down for
// good, once more was accepted than the small one allows: lately or before.
func TestLimit_bigPlanRecovers(t *testing.T) {
	t.Parallel()
	for name, lately := range map[string]int{"lately": 0, "before": 200} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim, c := newSimulatedClient(t, asanatest.Options{RequestsPerMinute: 1500, Latency: 5 * time.Millisecond}, 8)
				gids := seedWebhooks(sim, 5)
				sendRequests(t, c, gids, 400, 1)
				if lately > 0 {
					time.Sleep(2 * time.Minute)
					sendRequests(t, c, gids, lately, 1)
				}
				sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"1"}}})
				sendRequests(t, c, gids, 1500, 20)
				time.Sleep(10 * time.Minute)
				start := time.Now()
				sendRequests(t, c, gids, 1440, 20)
				if took := time.Since(start); took > time.Minute+time.Second {
					t.Errorf("1440 calls took %s, want 1m", took)
				}
				if n := len(refusalTimes(sim)); n != 1 {
					t.Errorf("%d requests were refused, want the one that was injected", n)
				}
			})
		})
	}
}

// However often Asana refuses, a call every two seconds gets through.
func TestLimit_minimumRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{}, 50)
		gids := seedWebhooks(sim, 1)
		sim.Inject(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"0"}}, Times: 40})
		sendRequests(t, c, gids, 1, 1)
		start := time.Now()
		sendRequests(t, c, gids, 20, 1)
		if took := time.Since(start); took > 40*time.Second {
			t.Errorf("20 calls took %s, want at most 40s", took)
		}
	})
}
