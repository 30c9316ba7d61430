package registration

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

const (
	// Waits between attempts grow from the first to the second of these.
	firstWait = time.Second
	longWait  = 15 * time.Second
	// handshakeTime is how long after the end of an attempt Asana may still
	// make its webhook. Asana gives a target 10 seconds; the rest is for the
	// network and for lists that lag.
	handshakeTime = 15 * time.Second
	// cleanTime bounds cleaning up, which an interrupt does not stop.
	cleanTime = 2 * time.Minute
	// catchUpTime is how long a duplicate that nobody can see is taken for a
	// webhook that was deleted a moment ago.
	catchUpTime = 20 * time.Second
	// callTime is left for the last attempt when the time is over: it must
	// be possible to wait for a free slot.
	callTime = time.Second
)

// creation is one Create on its way.
type creation struct {
	*Registrar
	req      Request
	start    time.Time // of the creation
	deadline time.Time // after which no attempt is begun
	attempts int
	first    time.Time // when the first attempt was begun
	begun    time.Time // when the last one was
	ended    time.Time // when it came to its outcome
	wait     time.Duration

	lost       bool // the answer to some attempt was
	secretless int  // answers without a secret
	notLive    *HandshakeError
	hidden     time.Time // when a duplicate was first not to be seen, since anything may last have changed
}

func newCreation(r *Registrar, req Request) *creation {
	now := time.Now()
	return &creation{Registrar: r, req: req, start: now, deadline: now.Add(req.Timeout), wait: firstWait}
}

// settled is when no handshake can be running any more.
func (c *creation) settled() time.Time { return c.ended.Add(handshakeTime) }

// outcome is what an attempt came to.
type outcome int

const (
	registered    outcome = iota // with its secret
	withoutSecret                // but registered
	notLive                      // the target failed the handshake
	ambiguous                    // it may be registered
	duplicate                    // another one is
	refused                      // and will be again
)

func (c *creation) outcome(created *asana.CreatedWebhook, err error) outcome {
	lost, isLost := errors.AsType[*asana.TransportError](err)
	switch {
	case err == nil && created.Secret == "":
		return withoutSecret
	case err == nil:
		return registered
	case errors.Is(err, asana.ErrServer), isLost && lost.Sent:
		return ambiguous
	case errors.Is(err, asana.ErrDuplicate):
		return duplicate
	case errors.Is(err, asana.ErrInvalid) && !errors.Is(err, asana.ErrValidation):
		return notLive
	}
	return refused
}

// isOurs reports whether a webhook was made by an attempt of this creation:
// after the first was begun and before the last one's handshake can have
// ended, by Asana's clock. Without knowing that clock nothing is ours.
func (c *creation) isOurs(w *asana.Webhook) bool {
	if w.CreatedAt.IsZero() || c.isCreated(w.GID) {
		return false
	}
	from, _, known := c.client.ServerTime(c.first)
	_, to, _ := c.client.ServerTime(c.settled())
	return known && !w.CreatedAt.Before(from.Truncate(time.Millisecond)) && !w.CreatedAt.After(to)
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
func (c *creation) cleaning(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), cleanTime)
}

// remove deletes a webhook that stands in the way. From now on Asana may take
// a while again to notice.
func (c *creation) remove(ctx context.Context, gid string) error {
	c.hidden = time.Time{}
	return c.Delete(ctx, gid)
}

// goOn allows the next attempt at once, unless the time is over, which cause
// then accounts for.
func (c *creation) goOn(ctx context.Context, cause error) error {
	switch {
	case ctx.Err() != nil:
		return &InterruptedError{Last: cause}
	case !time.Now().Before(c.deadline):
		return cause
	}
	return nil
}

// giveUp ends a creation with an error that another attempt would not mend.
func (c *creation) giveUp(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return &InterruptedError{Last: err}
	case errors.Is(err, context.DeadlineExceeded) && c.notLive != nil:
		return c.notLive
	}
	return err
}

// pause allows the next attempt after a while: longer each time, and by up to
// half at random, so that many webhooks of one receiver do not stay in step.
// The last attempt comes when the time is over.
func (c *creation) pause(ctx context.Context, cause error) error {
	if err := c.goOn(ctx, cause); err != nil {
		return err
	}
	d := c.wait/2 + rand.N(c.wait/2+1)
	c.wait = min(2*c.wait, longWait)
	if sleep(ctx, min(d, time.Until(c.deadline))) != nil {
		return &InterruptedError{Last: cause}
	}
	return nil
}

// catchUp allows the next attempt after a while if a duplicate that is not to
// be seen may yet go away.
func (c *creation) catchUp(ctx context.Context, cause error) error {
	if c.hidden.IsZero() {
		c.hidden = c.ended
	}
	if c.begun.Sub(c.hidden) >= catchUpTime {
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
