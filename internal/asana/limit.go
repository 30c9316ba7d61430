package asana

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How many requests Asana serves at a time for one token, by its
// documentation on rate limits; beyond that it answers 429.
const (
	maxReads  = 50
	maxWrites = 15
)

// rateWindow is the time over which Asana counts requests.
const rateWindow = time.Minute

// leastRate is what the smallest plan allows in a rateWindow. Fewer accepted
// requests before the first refusal mean that somebody else uses the token.
const leastRate = 150

// headroom is the part of the learned rate that is used. Requests sent in even
// steps arrive in uneven ones: at the full rate a second's delay now and then
// would be refused, and taken for a rate that is too high.
const headroom = 0.96

// limitTransport keeps to Asana's limits. How many requests a minute are
// allowed depends on the plan that the workspace pays for (150 or 1,500), and
// there is no way to ask, so it is learned from the first refusal: as many as
// were accepted in the minute before. Until then nothing is held back.
type limitTransport struct {
	next   http.RoundTripper
	reads  chan struct{}
	writes chan struct{}

	mu       sync.Mutex
	pause    time.Time     // nothing is sent before
	learned  *rate.Limiter // nil until the first refusal
	accepted []time.Time   // in the last rateWindow, until the rate is learned
	halved   time.Time     // when the rate was last corrected
}

func newLimitTransport(next http.RoundTripper) *limitTransport {
	return &limitTransport{
		next:   next,
		reads:  make(chan struct{}, maxReads),
		writes: make(chan struct{}, maxWrites),
	}
}

func (t *limitTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ca := callOf(req.Context())
	slots := t.writes
	if ca.method == http.MethodGet {
		slots = t.reads
	}
	if err := t.enter(req.Context(), slots); err != nil {
		return nil, &TransportError{Op: ca.op, Method: ca.method, Path: ca.display(), Err: err}
	}
	defer func() { <-slots }()
	sent := time.Now()
	resp, err := t.next.RoundTrip(req)
	if err == nil {
		t.learn(sent, resp)
	}
	return resp, err
}

// enter waits for a slot, and then until the rate allows another request. The
// slot is taken last: whoever waits for the rate must not keep others out.
func (t *limitTransport) enter(ctx context.Context, slots chan struct{}) error {
	for {
		if err := t.await(ctx); err != nil {
			return err
		}
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		if !t.paused() {
			return nil
		}
		<-slots // refused meanwhile: wait with the others
	}
}

func (t *limitTransport) paused() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Now().Before(t.pause)
}

// await waits for the end of the pause that Asana asked for, then for the
// learned rate.
func (t *limitTransport) await(ctx context.Context) error {
	for {
		t.mu.Lock()
		left, learned := time.Until(t.pause), t.learned
		t.mu.Unlock()
		if left > 0 {
			timer := time.NewTimer(left)
			select {
			case <-ctx.Done():
				timer.Stop()
				return ctx.Err()
			case <-timer.C:
			}
			continue
		}
		if learned == nil {
			return nil
		}
		if learned.Wait(ctx) != nil {
			// Either ctx has ended, or it would before the turn comes.
			return context.DeadlineExceeded
		}
		return nil
	}
}

// learn takes in an answer.
func (t *limitTransport) learn(sent time.Time, resp *http.Response) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if resp.StatusCode != http.StatusTooManyRequests {
		if t.learned == nil {
			t.forget(sent)
			t.accepted = append(t.accepted, sent)
		}
		return
	}
	now := time.Now()
	if after, ok := parseRetryAfter(resp.Header.Get("Retry-After"), now); ok {
		if until := now.Add(after); until.After(t.pause) {
			t.pause = until
		}
	}
	switch {
	case t.learned == nil:
		t.forget(now)
		perSecond := float64(max(len(t.accepted), leastRate)) / rateWindow.Seconds()
		t.learned = rate.NewLimiter(rate.Limit(perSecond*headroom), 1)
		t.accepted, t.halved = nil, now
	case sent.After(t.halved):
		// Sent at the learned rate, and still refused: somebody else uses
		// the same token.
		t.learned.SetLimit(t.learned.Limit() / 2)
		t.halved = now
	}
}

// forget drops what has left the window before now.
func (t *limitTransport) forget(now time.Time) {
	start := now.Add(-rateWindow)
	i := 0
	for i < len(t.accepted) && t.accepted[i].Before(start) {
		i++
	}
	t.accepted = t.accepted[i:]
}
