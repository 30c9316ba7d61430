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
	// make its webhook. Asana gives a target 10 seconds; the rest is for the
	// network and for lists that lag.
	handshakeTime = 15 * time.Second
	// cleanTime bounds each step of cleaning up, which an interrupt does not
	// stop.
	cleanTime = 2 * time.Minute
	// catchUpTime is how long a duplicate that nobody can see is taken for a
	// webhook that was deleted a moment ago.
	catchUpTime = 20 * time.Second
	// callTime is left for the last attempt when the time is over: it must
	// be possible to wait for a free slot.
	callTime = time.Second
	// clockMargin is by how much the clock that Asana's answers show and the
	// one that dates its webhooks may differ.
	clockMargin = time.Second
)

// attempt is when a POST was begun and when it came to its outcome.
type attempt struct{ begun, ended time.Time }

// settled is when the attempt's handshake can't be running any more.
func (a attempt) settled() time.Time { return a.ended.Add(handshakeTime) }

// creation is one Create on its way.
type creation struct {
	*Registrar
	req      Request
	deadline time.Time // after which no attempt is begun
	attempts int
	last     attempt
	wait     time.Duration

	lost       []attempt // whose answers were, and of which no webhook was found
	lossCause  error     // how the last of them was lost
	reason     error     // for the last pause
	replaced   []string  // gids of webhooks that had to make way
	secretless int       // answers without a secret
	notLive    *HandshakeError
	tried      time.Time // when the first failed handshake was begun
	hidden     time.Time // when a duplicate was first not to be seen, since anything may last have changed
}

func newCreation(r *Registrar, req Request) *creation {
	return &creation{Registrar: r, req: req, deadline: time.Now().Add(req.Timeout), wait: firstWait}
}

// enter waits for the turn of this creation among those of its pair, but no
// longer than attempts may be begun.
func (c *creation) enter(ctx context.Context) (leave func(), err error) {
	waiting, cancel := context.WithDeadline(ctx, c.deadline)
	defer cancel()
	leave, err = c.Registrar.enter(waiting, pair{c.req.Resource, c.req.Target})
	switch {
	case ctx.Err() != nil && err != nil:
		return nil, &InterruptedError{}
	case err != nil:
		return nil, &DuplicateError{SameRun: true}
	}
	return leave, nil
}

// failure adds to why a creation failed what it leaves in Asana.
func (c *creation) failure(err error) *CreateError {
	return &CreateError{Err: err, Replaced: c.replaced, Unseen: len(c.lost) > 0}
}

// fail takes in Asana's word that the target failed the handshake.
func (c *creation) fail(err error) {
	handshakes := 1
	if c.notLive == nil {
		c.tried = c.last.begun
	} else {
		handshakes += c.notLive.Attempts
	}
	refusal, _ := errors.AsType[*asana.Error](err)
	c.notLive = &HandshakeError{Refusal: refusal, Attempts: handshakes, Waited: time.Since(c.tried)}
}

// outcome is what an attempt came to.
type outcome int

const (
	registered    outcome = iota // with its secret
	withoutSecret                // but registered
	limited                      // Asana has had too many requests
	notLive                      // the target failed the handshake
	ambiguous                    // it may be registered
	duplicate                    // another one is
	blocked                      // something on the way forbids it
	refused                      // it will be again
)

func (c *creation) outcome(created *asana.CreatedWebhook, err error) outcome {
	lost, isLost := errors.AsType[*asana.TransportError](err)
	switch {
	case err == nil && created.Secret == "":
		return withoutSecret
	case err == nil:
		return registered
	case errors.Is(err, asana.ErrRateLimited):
		return limited
	case errors.Is(err, asana.ErrServer), isLost && lost.Sent:
		return ambiguous
	case errors.Is(err, asana.ErrDuplicate):
		return duplicate
	case errors.Is(err, asana.ErrInvalid) && !errors.Is(err, asana.ErrValidation):
		return notLive
	case isBlocked(err):
		return blocked
	}
	return refused
}

// isBlocked reports whether something that is not Asana forbade a request. What
// else is not Asana's, such as the 404 of a wrong address, did not reach it.
func isBlocked(err error) bool {
	return errors.Is(err, asana.ErrForeign) && errors.Is(err, asana.ErrForbidden)
}

// isUnsent reports whether a request never left this machine.
func isUnsent(err error) bool {
	e, ok := errors.AsType[*asana.TransportError](err)
	return ok && !e.Sent
}

// lose takes in that the last attempt may have made a webhook.
func (c *creation) lose(cause error) {
	c.lost = append(c.lost, attempt{begun: sentAt(cause), ended: c.last.ended})
	c.lossCause, c.hidden = cause, time.Time{}
}

// sentAt is when the request was sent that came to an ambiguous end: it may have
// waited before, while others could make a webhook.
func sentAt(err error) time.Time {
	if e, ok := errors.AsType[*asana.Error](err); ok {
		return e.SentAt
	}
	e, _ := errors.AsType[*asana.TransportError](err)
	return e.SentAt
}

// isOurs reports whether a webhook was made by an attempt whose answer was
// lost: after the attempt was begun and before its handshake can have ended, by
// Asana's clock, give or take a second. Without knowing that clock nothing is
// ours.
func (c *creation) isOurs(w *asana.Webhook) bool {
	if w.CreatedAt.IsZero() || c.isCreated(w.GID) {
		return false
	}
	return slices.ContainsFunc(c.lost, func(a attempt) bool {
		from, _, known := c.client.ServerTime(a.begun)
		_, to, _ := c.client.ServerTime(a.settled())
		return known && !w.CreatedAt.Before(from.Add(-clockMargin)) && !w.CreatedAt.After(to)
	})
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

// remove deletes a webhook that stands in the way.
func (c *creation) remove(ctx context.Context, gid string) error {
	ctx, cancel := cleaning(ctx)
	defer cancel()
	return c.Delete(ctx, gid)
}

// giveUp ends a creation with an error that another attempt would not mend,
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

// catchUp allows the next attempt after a while if a duplicate that is not to
// be seen may yet go away: one that was deleted a moment ago, or that this run
// is deleting.
func (c *creation) catchUp(ctx context.Context, cause error) error {
	if c.hidden.IsZero() {
		c.hidden = c.last.ended
	}
	if deletion := c.deletionTime(); deletion.After(c.hidden) {
		c.hidden = deletion
	}
	if c.last.begun.Sub(c.hidden) >= catchUpTime {
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
