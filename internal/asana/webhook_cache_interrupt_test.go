package asana_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A read ends with its context, however long the page takes that it waits for;
// the fetch goes on for those who still wait, and is canceled with the last.
func TestReadWebhook_interruptedWhilePageInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 5)
		a.read(t, a.gids[:2], 1)
		a.Inject(asanatest.Fault{Op: asanatest.GetWorkspaces, Delay: 20 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		var both sync.WaitGroup
		both.Go(func() {
			start := time.Now()
			_, err := a.client.ReadWebhook(ctx, a.gids[2])
			if took := time.Since(start); took != 5*time.Second || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("returned after %v: %v", took, err)
			}
		})
		both.Go(func() { a.read(t, a.gids[3:4], 1) })
		both.Wait()
		if n := len(a.Requests(asanatest.GetWebhook)); n != 2 {
			t.Errorf("%d single reads, want 2: the page served the other reader", n)
		}
	})
}

func TestReadWebhook_interruptedWhileAPageIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 5)
		a.read(t, a.gids[:2], 1)
		a.Inject(asanatest.Fault{Op: asanatest.GetWorkspaces, Status: 429, Header: http.Header{"Retry-After": {"300"}}})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		start := time.Now()
		_, err := a.client.ReadWebhook(ctx, a.gids[2])
		if took := time.Since(start); took != 5*time.Second || !errors.Is(err, context.Canceled) {
			t.Errorf("returned after %v: %v", took, err)
		}
		time.Sleep(time.Hour)
		if n := len(a.Requests()); n != 3 {
			t.Errorf("%d requests, want 3: nobody waits for the page any more", n)
		}
	})
}

// A page that nobody waited for any more has not failed: the next reader gets it.
func TestReadWebhook_canceledFetchIsRestarted(t *testing.T) {
	t.Parallel()
	for _, op := range []asanatest.Op{asanatest.GetWorkspaces, asanatest.GetWebhooks} {
		t.Run(string(op), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := newAccount(t, 5)
				a.read(t, a.gids[:2], 1)
				a.Inject(asanatest.Fault{Op: op, Delay: 20 * time.Second})
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				if _, err := a.client.ReadWebhook(ctx, a.gids[2]); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
				synctest.Wait()
				a.read(t, a.gids[2:], 1)
				if n := len(a.Requests(asanatest.GetWebhook)); n != 2 {
					t.Errorf("%d single reads, want 2", n)
				}
			})
		})
	}
}

// slowCancelTransport takes a second to notice that a request was canceled.
type slowCancelTransport struct{ next http.RoundTripper }

func (l slowCancelTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.next.RoundTrip(r)
	if r.Context().Err() != nil {
		time.Sleep(time.Second)
	}
	return resp, err
}

// A reader that joins while a fetch is being canceled starts another one.
func TestReadWebhook_joinedWhileCanceled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 5, func(c *asana.Config) { c.Transport = slowCancelTransport{c.Transport} })
		a.read(t, a.gids[:2], 1)
		a.Inject(asanatest.Fault{Op: asanatest.GetWorkspaces, Delay: 20 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := a.client.ReadWebhook(ctx, a.gids[2]); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		time.Sleep(time.Millisecond)
		a.read(t, a.gids[3:], 1)
		if n := len(a.Requests(asanatest.GetWebhook)); n != 2 {
			t.Errorf("%d single reads, want 2", n)
		}
	})
}
