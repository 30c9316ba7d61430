package asana

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// How many requests Asana serves at a time for one token, by its
// documentation on rate limits; beyond that it answers 429.
const (
	maxReads  = 50
	maxWrites = 15
)

// ErrBusy is a request that was not sent because all that may be under way at a
// time were, 50 reads and 15 writes, until its context ended.
var ErrBusy = errors.New("no free place among the requests that Asana serves at a time")

// limitTransport keeps to Asana's limits: how many requests at a time, how many
// a minute, and none before the time that a refusal names.
type limitTransport struct {
	next     http.RoundTripper
	reads    chan struct{}
	writes   chan struct{}
	inFlight atomic.Int64 // requests that were sent and not answered yet

	mu          sync.Mutex
	pausedUntil time.Time     // nothing is sent before this time
	retryAfter  time.Duration // how long Asana last asked to wait
	rate        *adaptiveRate
}

func newLimitTransport(next http.RoundTripper) *limitTransport {
	return &limitTransport{
		next:   next,
		reads:  make(chan struct{}, maxReads),
		writes: make(chan struct{}, maxWrites),
		rate:   newAdaptiveRate(),
	}
}

func (t *limitTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ca := callFromContext(req.Context())
	slots := t.writes
	if ca.method == http.MethodGet {
		slots = t.reads
	}
	if err := t.acquireSlot(req.Context(), slots); err != nil {
		return nil, ca.notSentError(err)
	}
	t.inFlight.Add(1)
	defer func() {
		t.inFlight.Add(-1)
		<-slots
	}()
	sent := time.Now()
	resp, err := t.next.RoundTrip(req)
	ca.rateLimit = nil
	if err == nil {
		ca.rateLimit = t.observe(sent, resp)
	}
	return resp, err
}

// acquireSlot waits for a slot, and then until the rate allows another request. The
// rate comes last: calls that had waited for the rate and then for a slot would all
// be sent at once when slots become free. A call that holds a slot while it waits
// delays no other, because all wait for the same rate.
func (t *limitTransport) acquireSlot(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return t.waitError(ctx)
	}
	err := t.awaitLimits(ctx)
	if err != nil {
		<-slots
	}
	return err
}

// waitError returns the error of a call whose context ended while it waited for a
// slot: a rate limit if the calls that have the slots wait for one, else [ErrBusy].
func (t *limitTransport) waitError(ctx context.Context) error {
	if limiter := t.limiter(); t.pauseRemaining() > 0 || limiter.Limit() != rate.Inf && limiter.Tokens() < 0 {
		return t.rateLimitError(ctx.Err())
	}
	return fmt.Errorf("%w: %w", ErrBusy, ctx.Err())
}

// rateLimitError returns the error of a call that had to wait for too long.
func (t *limitTransport) rateLimitError(err error) *RateLimitError {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := &RateLimitError{Err: err}
	if time.Until(t.pausedUntil) > 0 {
		e.RetryAfter = t.retryAfter
	}
	return e
}

// awaitLimits waits for the end of the pause that Asana asked for, then for the
// adaptive rate; and once more if there was another refusal meanwhile.
func (t *limitTransport) awaitLimits(ctx context.Context) error {
	for {
		if err := t.awaitPause(ctx); err != nil {
			return err
		}
		if err := t.awaitRate(ctx); err != nil || t.pauseRemaining() <= 0 {
			return err
		}
	}
}

func (t *limitTransport) awaitPause(ctx context.Context) error {
	for left := t.pauseRemaining(); left > 0; left = t.pauseRemaining() {
		if left > maxRetryAfter {
			return &RetryAfterError{RetryAfter: left}
		}
		timer := time.NewTimer(left)
		select {
		case <-ctx.Done():
			timer.Stop()
			return t.rateLimitError(ctx.Err())
		case <-timer.C:
		}
	}
	return nil
}

func (t *limitTransport) awaitRate(ctx context.Context) error {
	limiter := t.limiter()
	if err := ctx.Err(); err != nil || limiter.Limit() == rate.Inf {
		return err // not held back
	}
	if limiter.Wait(ctx) == nil {
		return nil
	}
	// Without an error, the context would end before the turn comes.
	return t.rateLimitError(cmp.Or(ctx.Err(), context.DeadlineExceeded))
}

func (t *limitTransport) pauseRemaining() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Until(t.pausedUntil)
}

func (t *limitTransport) limiter() *rate.Limiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rate.current(time.Now())
}

// observe adapts pause and rate to a response. If that is a refusal for the limit,
// observe returns the error for a call that has no time to try again.
func (t *limitTransport) observe(sent time.Time, resp *http.Response) *RateLimitError {
	t.mu.Lock()
	defer t.mu.Unlock()
	if resp.StatusCode != http.StatusTooManyRequests {
		t.rate.recordAccepted(sent)
		return nil
	}
	now := time.Now()
	t.rate.recordRefused(sent, now, int(t.inFlight.Load())-1)
	after, ok := parseRetryAfter(resp.Header.Get("Retry-After"), now)
	if until := now.Add(after); ok && until.After(t.pausedUntil) {
		t.pausedUntil = until
	}
	t.retryAfter = after
	return &RateLimitError{RetryAfter: after}
}
