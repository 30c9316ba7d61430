package asana

import (
	"context"
	"errors"
	"fmt"
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

// ErrBusy is a request that was not sent because all that may be under way at a
// time were, 50 reads and 15 writes, until its context ended.
var ErrBusy = errors.New("no free place among the requests that Asana serves at a time")

// limitTransport keeps to Asana's limits: how many requests at a time, how many
// a minute, and none before the time that a refusal names.
type limitTransport struct {
	next   http.RoundTripper
	reads  chan struct{}
	writes chan struct{}

	mu       sync.Mutex
	pause    time.Time     // nothing is sent before
	asked    time.Duration // how long Asana last asked to wait
	rate     *learnedRate
	underWay int // requests that were sent and not answered yet
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
	defer t.leave(slots)
	sent := time.Now()
	resp, err := t.next.RoundTrip(req)
	ca.limited = nil
	if err == nil {
		ca.limited = t.learn(sent, resp)
	}
	return resp, err
}

// enter waits for a slot, and then until the rate allows another request. The
// rate comes last: whoever took his part of it and then waited for a slot would
// go with many others at once when the slots are free. That a slot is held
// while waiting keeps nobody out: all wait for the same rate.
func (t *limitTransport) enter(ctx context.Context, slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return t.interrupted(ctx)
	}
	if err := t.await(ctx); err != nil {
		<-slots
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.underWay++
	return nil
}

func (t *limitTransport) leave(slots chan struct{}) {
	t.mu.Lock()
	t.underWay--
	t.mu.Unlock()
	<-slots
}

// interrupted is the error of a call whose context ended while it waited for a
// slot: a rate limit if that is what those who have the slots wait for, else [ErrBusy].
func (t *limitTransport) interrupted(ctx context.Context) error {
	if limiter := t.limiter(); t.paused() || limiter.Limit() != rate.Inf && limiter.Tokens() < 0 {
		return t.held(ctx.Err())
	}
	return fmt.Errorf("%w: %w", ErrBusy, ctx.Err())
}

// held is the error of a call that the limit held back for too long.
func (t *limitTransport) held(err error) *RateLimitError {
	t.mu.Lock()
	defer t.mu.Unlock()
	return &RateLimitError{RetryAfter: t.asked, Err: err}
}

// await waits for the end of the pause that Asana asked for, then for the
// learned rate; and once more if there was another refusal meanwhile.
func (t *limitTransport) await(ctx context.Context) error {
	for {
		if err := t.awaitPause(ctx); err != nil {
			return err
		}
		if err := t.awaitRate(ctx); err != nil || !t.paused() {
			return err
		}
	}
}

func (t *limitTransport) awaitPause(ctx context.Context) error {
	for t.paused() {
		left := t.pauseLeft()
		if left > maxRetryAfter {
			return &RetryAfterError{RetryAfter: left}
		}
		timer := time.NewTimer(left)
		select {
		case <-ctx.Done():
			timer.Stop()
			return t.held(ctx.Err())
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
	err := limiter.Wait(ctx)
	switch {
	case err == nil:
		return nil
	case ctx.Err() == nil: // it would end before the turn comes
		return t.held(context.DeadlineExceeded)
	}
	return t.held(ctx.Err())
}

func (t *limitTransport) paused() bool { return t.pauseLeft() > 0 }

func (t *limitTransport) pauseLeft() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Until(t.pause)
}

// limiter returns the limiter at the present rate.
func (t *limitTransport) limiter() *rate.Limiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.rate.current(time.Now())
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
	t.rate.refuse(sent, now, t.underWay-1)
	after, ok := parseRetryAfter(resp.Header.Get("Retry-After"), now)
	if until := now.Add(after); ok && until.After(t.pause) {
		t.pause = until
	}
	t.asked = after
	return &RateLimitError{RetryAfter: after}
}
