package registration

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

const (
	// Waits between attempts grow from the first to the second of these, and
	// are up to a quarter longer at random, so that many webhooks of one
	// receiver do not stay in step: from one second to fifteen.
	firstWait = time.Second
	longWait  = 12 * time.Second
	// handshakeTime is how long after the end of an attempt Asana may still
	// make its webhook: it gives a target 10 seconds (documented for deliveries).
	handshakeTime = 10 * time.Second
	// settleTime is how long after the end of an attempt what it made can be
	// expected in the lists: the rest is for the network and for lists that lag.
	settleTime = handshakeTime + 5*time.Second
	// cleanTime bounds each step of cleaning up, which an interrupt does not
	// stop.
	cleanTime = 2 * time.Minute
	// deletionTime is how long a duplicate that no list shows is treated as a
	// webhook that was deleted a moment ago.
	deletionTime = 20 * time.Second
	// callTime is left for the last attempt when the time is over: it must
	// be possible to wait for a free slot.
	callTime = time.Second
	// clockMargin is by how much the clock that Asana's answers show and the
	// one that dates its webhooks may differ.
	clockMargin = time.Second
)

// lostAttempt is a POST whose answer was lost: when it was sent, when that was
// known, and its index among the attempts.
type lostAttempt struct {
	sent, ended time.Time
	index       int
}

// settled is when the attempt's webhook, if there is one, must be in the lists.
func (a lostAttempt) settled() time.Time { return a.ended.Add(settleTime) }

// creation is one Create under way.
type creation struct {
	*Registrar
	req      Request
	deadline time.Time // after which no attempt is begun
	attempts []Attempt
	last     *Attempt
	wait     time.Duration

	lost        []lostAttempt   // of which no webhook was found
	lossCause   error           // how the last of them was lost
	reason      error           // for the last pause
	replaced    []asana.Webhook // that were deleted because they had the pair
	orphans     []asana.Webhook // that were deleted because their secrets were lost
	secretless  int             // answers without a secret
	intercepted int             // answers of an intermediary that refused the creation
	handshake   *HandshakeError
	tried       time.Time // when the first failed handshake was begun
	unseen      time.Time // since when a duplicate is in no list although nothing has changed
}

func newCreation(r *Registrar, req Request) *creation {
	return &creation{Registrar: r, req: req, deadline: time.Now().Add(req.Timeout), wait: firstWait}
}

// enter waits for the turn of this creation among those of its pair, but no
// longer than attempts may be begun.
func (c *creation) enter(ctx context.Context) (leave func(), err error) {
	waiting, cancel := context.WithDeadline(ctx, c.deadline)
	defer cancel()
	leave, err = c.Registrar.enter(waiting, pair{c.req.Resource, asana.CanonicalTarget(c.req.Target)})
	switch {
	case ctx.Err() != nil && err != nil:
		return nil, &InterruptedError{}
	case err != nil:
		return nil, &DuplicateError{SameRun: true}
	}
	return leave, nil
}

// failure adds to why a creation failed what it did, and what it leaves in Asana.
func (c *creation) failure(err error) *CreateError {
	return &CreateError{Err: err, Attempts: c.attempts, Replaced: c.replaced, Orphans: c.orphans, Unseen: len(c.lost) > 0}
}

// fail takes in a refusal that is about the handshake, or may be.
func (c *creation) fail(err error) {
	handshakes := 1
	if c.handshake == nil {
		c.tried = c.last.Begun
	} else {
		handshakes += c.handshake.Attempts
	}
	refusal, _ := errors.AsType[*asana.Error](err)
	c.handshake = &HandshakeError{
		Refusal: refusal, Attempts: handshakes, Waited: time.Since(c.tried),
		Unrecognized: c.last.Outcome == Unrecognized,
	}
}

// isUnsent reports whether a request never left this machine.
func isUnsent(err error) bool {
	e, ok := errors.AsType[*asana.TransportError](err)
	return ok && !e.Sent
}

// lose takes in that the last attempt may have made a webhook.
func (c *creation) lose(cause error) {
	c.lost = append(c.lost, lostAttempt{sent: c.sentAt(cause), ended: c.last.Ended, index: len(c.attempts) - 1})
	c.lossCause, c.unseen = cause, time.Time{}
}

// sentAt is when the request was sent that came to an ambiguous end: it may have
// waited before, while others could make a webhook.
func (c *creation) sentAt(err error) time.Time {
	if e, ok := errors.AsType[*asana.Error](err); ok {
		return e.SentAt
	}
	if e, ok := errors.AsType[*asana.TransportError](err); ok {
		return e.SentAt
	}
	return c.last.Begun
}

// isOurs reports whether a webhook was made by an attempt whose answer was
// lost: it has the filters that were sent, and was made after the attempt was
// sent and before its handshake can have ended, by Asana's clock, give or take a
// second. Without knowing that clock nothing is ours.
func (c *creation) isOurs(w *asana.Webhook) bool {
	if w.CreatedAt.IsZero() || c.isCreated(w.GID) || !asana.SameFilters(w.Filters, c.req.Filters) {
		return false
	}
	return slices.ContainsFunc(c.lost, func(a lostAttempt) bool { return c.isWithin(w, a) })
}

// isWithin reports whether a webhook was made while an attempt was under way.
func (c *creation) isWithin(w *asana.Webhook, a lostAttempt) bool {
	from, _, known := c.client.ServerTime(a.sent)
	_, to, _ := c.client.ServerTime(a.ended.Add(handshakeTime))
	return known && !w.CreatedAt.Before(from.Add(-clockMargin)) && !w.CreatedAt.After(to)
}

// lastCall is until when a call may wait for its turn.
func (c *creation) lastCall() time.Time {
	limit := time.Now().Add(callTime)
	if limit.Before(c.deadline) {
		return c.deadline
	}
	return limit
}

// cleaning is a context for what must be done whether or not ctx has ended.
func cleaning(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), cleanTime)
}

// read returns a webhook's record.
func (c *creation) read(ctx context.Context, gid string) (*asana.Webhook, error) {
	ctx, cancel := cleaning(ctx)
	defer cancel()
	return c.client.GetWebhook(ctx, gid)
}

// remove deletes a webhook that stands in the way.
func (c *creation) remove(ctx context.Context, gid string) error {
	ctx, cancel := cleaning(ctx)
	defer cancel()
	_, err := c.Delete(ctx, gid)
	return err
}

// giveUp ends a creation with an error that another attempt would not change,
// unless the attempt was not even made and an earlier one left something to do.
func (c *creation) giveUp(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return &InterruptedError{Last: err}
	case errors.Is(err, context.DeadlineExceeded) && c.reason != nil:
		return c.reason
	case isUnsent(err) && len(c.lost) > 0:
		return c.pause(ctx, c.reason)
	}
	return err
}

// pause allows the next attempt after a while, longer each time. The last
// attempt comes when the time is over; after it the creation ends with cause.
func (c *creation) pause(ctx context.Context, cause error) error {
	c.reason = cause
	switch {
	case ctx.Err() != nil:
		return &InterruptedError{Last: cause}
	case !time.Now().Before(c.deadline):
		return cause
	}
	d := c.wait + rand.N(c.wait/4+1)
	c.wait = min(2*c.wait, longWait)
	if sleep(ctx, min(d, time.Until(c.deadline))) != nil {
		return &InterruptedError{Last: cause}
	}
	return nil
}

// awaitDeletion allows the next attempt after a while if a duplicate that no list
// shows may yet disappear: one that was deleted a moment ago, or that this run is
// deleting.
func (c *creation) awaitDeletion(ctx context.Context, cause error) error {
	if c.unseen.IsZero() {
		c.unseen = c.last.Ended
	}
	if deletion := c.lastDeletion(); deletion.After(c.unseen) {
		c.unseen = deletion
	}
	if c.last.Begun.Sub(c.unseen) >= deletionTime {
		return cause
	}
	return c.pause(ctx, cause)
}

// sleep waits for d or for the end of ctx.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
