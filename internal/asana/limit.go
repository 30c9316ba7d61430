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

// limitTransport keeps to Asana's limits: how many requests at a time, how many
// a minute, and none before the time that a refusal names.
type limitTransport struct {
	next   http.RoundTripper
	reads  chan struct{}
	writes chan struct{}

	mu    sync.Mutex
	pause time.Time     // nothing is sent before
	asked time.Duration // how long Asana last asked to wait
	rate  *learnedRate
}

func newLimitTransport(next http.RoundTripper) *limitTransport {
	return &limitTransport{
		next:   next,
		reads:  make(chan struct{}, maxReads),
		writes: make(chan struct{}, maxWrites),
		rate:   newLearnedRate(),
	}
}

func (t *limitTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ca := callOf(req.Context())
	slots := t.writes
	if ca.method == http.MethodGet {
		slots = t.reads
	}
	if err := t.enter(req.Context(), slots); err != nil {
		return nil, ca.unsent(err)
	}
	defer func() { <-slots }()
	sent := time.Now()
	resp, err := t.next.RoundTrip(req)
	ca.limited = nil
	if err == nil {
		ca.limited = t.learn(sent, resp)
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
		left, limiter := time.Until(t.pause), t.rate.current(time.Now())
		held := &RateLimitError{RetryAfter: t.asked, Err: context.DeadlineExceeded}
		t.mu.Unlock()
		if left > 0 {
			timer := time.NewTimer(left)
			select {
			case <-ctx.Done():
				timer.Stop()
				held.Err = ctx.Err()
				return held
			case <-timer.C:
			}
			continue
		}
		if err := ctx.Err(); err != nil || limiter.Limit() == rate.Inf {
			return err // not held back
		}
		switch err := limiter.Wait(ctx); {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			held.Err = ctx.Err()
		}
		return held // ctx has ended, or would before the turn comes
	}
}

// learn takes in an answer. If it was refused for the limit, learn returns the
// error of whoever has no time to try again.
func (t *limitTransport) learn(sent time.Time, resp *http.Response) *RateLimitError {
	t.mu.Lock()
	defer t.mu.Unlock()
	if resp.StatusCode != http.StatusTooManyRequests {
		t.rate.accept(sent)
		return nil
	}
	now := time.Now()
	t.rate.refuse(sent, now, len(t.reads)+len(t.writes)-1)
	after, ok := parseRetryAfter(resp.Header.Get("Retry-After"), now)
	if until := now.Add(after); ok && until.After(t.pause) {
		t.pause = until
	}
	t.asked = after
	return &RateLimitError{RetryAfter: after}
}
