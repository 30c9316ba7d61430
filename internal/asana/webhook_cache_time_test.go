package asana_test

import (
	"math/rand/v2"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// Few webhooks among many unmanaged ones are not read one after the other, each
// waiting for the pages of all the unmanaged ones.
func TestReadWebhook_fewAmongUnmanaged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newLimitedAccount(t, 10000, asanatest.Options{Latency: 100 * time.Millisecond})
		rand.Shuffle(len(a.gids), func(i, j int) { a.gids[i], a.gids[j] = a.gids[j], a.gids[i] })
		start := time.Now()
		a.read(t, a.gids[:100], 10)
		// Without any list it would take a second, with all pages of it ten.
		if took := time.Since(start); took > 2600*time.Millisecond {
			t.Errorf("took %s and %d calls", took, len(a.Requests()))
		}
	})
}

// A list that takes longer than a record may be old is read to its end all the
// same, not begun anew and anew.
func TestReadWebhook_listLongerThanAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newLimitedAccount(t, 2000, asanatest.Options{Latency: 5 * time.Second})
		a.read(t, a.gids, 10)
		if n := len(a.Requests(asanatest.GetWebhooks)); n > 25 {
			t.Errorf("%d calls for a list of 20 pages, and %d in all", n, len(a.Requests()))
		}
	})
}

// A record is as old as the request that brought it, not as the wish for it,
// which the rate limit may have held back.
func TestReadWebhook_pageDelayedByRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newLimitedAccount(t, 50, asanatest.Options{Latency: 100 * time.Millisecond}, func(c *asana.Config) { c.MaxRetries = 3 })
		a.Inject(asanatest.Fault{Op: asanatest.GetWebhooks, Skip: 1, Status: 429, Header: http.Header{"Retry-After": {"60"}}})
		a.read(t, a.gids, 1)
		// Two reads come before the list, two for its first calls.
		if n := len(a.Requests(asanatest.GetWebhook)); n > 4 {
			t.Errorf("%d single reads: the records of the list were not used", n)
		}
	})
}

// The minute counts from when the page was asked for: what it says may have been
// so then, and not when it came.
func TestReadWebhook_slowPage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 20)
		a.client = newAccountClient(t, a, a.workspace)
		a.Inject(asanatest.Fault{Op: asanatest.GetWebhooks, After: true, Delay: 20 * time.Second})
		a.read(t, a.gids[:3], 1)
		time.Sleep(39 * time.Second)
		a.read(t, a.gids[3:4], 1)
		if n := len(a.Requests(asanatest.GetWebhook)); n != 2 {
			t.Fatalf("%d single reads, want 2: the page was not used", n)
		}
		time.Sleep(2 * time.Second)
		a.SetFilters(a.gids[4], nil)
		a.read(t, a.gids[4:5], 1)
	})
}
