package registration

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

const (
	// The back-off between attempts grows exponentially between these bounds. A
	// jitter of up to a quarter keeps many webhooks of one receiver from being
	// created at the same time: one second to fifteen in all.
	minBackOff = time.Second
	maxBackOff = 12 * time.Second
	// handshakeTimeout is how long after the end of an attempt Asana may still
	// create its webhook: it gives a target 10 seconds (documented for deliveries).
	handshakeTimeout = 10 * time.Second
	// visibilityDelay is how long after the end of an attempt its webhook must be in
	// the lists: the rest is for the network and for lists that lag.
	visibilityDelay = handshakeTimeout + 5*time.Second
	// maxLooks is how often the webhook of a lost answer is looked for in a row, if
	// that fails: what answers wrongly may be in the way for a moment only.
	maxLooks = 3
	// lookPause is the time before such a look.
	lookPause = 3 * time.Second
	// cleanupTimeout bounds each step of cleaning up, which an interrupt does not
	// stop.
	cleanupTimeout = 2 * time.Minute
	// deletionTimeout is how long a duplicate that no list shows is treated as a
	// webhook that was deleted a moment ago.
	deletionTimeout = 20 * time.Second
	// finalAttemptTimeout is left for the last attempt when the time is over: it must
	// be possible to wait for a free slot.
	finalAttemptTimeout = time.Second
	// clockMargin is by how much the clock that Asana's answers show and the
	// one that dates its webhooks may differ.
	clockMargin = time.Second
)

// lostAttempt is an attempt whose answer was lost.
type lostAttempt struct {
	index int    // among the attempts
	gid   string // of its webhook; empty if the answer did not say
}

// creation is one call of Create in progress.
type creation struct {
	*Registrar
	req         Request
	deadline    time.Time // after which no attempt is started
	attempts    []Attempt
	last        *Attempt
	nextBackOff time.Duration

	lostAttempts         []lostAttempt   // of which no webhook was found
	lastLoss             error           // how the last of them was lost
	backOffCause         error           // for the last back-off
	replaced             []asana.Webhook // that were deleted because they had the pair
	orphans              []asana.Webhook // that were deleted because their secrets were lost
	missingSecrets       int             // answers without a secret
	intermediaryRefusals int             // answers of an intermediary that refused the creation
	handshake            *HandshakeError
	firstHandshake       time.Time // when the first failed handshake was started
	hasLooked            bool      // for a webhook, without an error
	unlistedSince        time.Time // since when a duplicate is in no list although nothing has changed
}

func newCreation(r *Registrar, req Request) *creation {
	return &creation{Registrar: r, req: req, deadline: time.Now().Add(req.Timeout), nextBackOff: minBackOff}
}

// lockPair waits until this creation is the only one of its pair, but no longer
// than attempts may be started.
func (c *creation) lockPair(ctx context.Context) (unlock func(), err error) {
	waiting, cancel := context.WithDeadline(ctx, c.deadline)
	defer cancel()
	unlock, err = c.Registrar.lockPair(waiting, pair{c.req.Resource, asana.CanonicalTarget(c.req.Target)})
	switch {
	case ctx.Err() != nil && err != nil:
		return nil, &InterruptedError{}
	case err != nil:
		return nil, &DuplicateError{SameRun: true}
	}
	return unlock, nil
}

// createError adds to the cause of a failed creation what the creation did, and what
// remains in Asana.
func (c *creation) createError(err error) *CreateError {
	return &CreateError{Err: err, Attempts: c.attempts, Replaced: c.replaced, Orphans: c.orphans, Unreconciled: len(c.lostAttempts) > 0}
}

// recordHandshakeFailure records a refusal that is about the handshake, or may be.
func (c *creation) recordHandshakeFailure(err error) {
	handshakes := 1
	if c.handshake == nil {
		c.firstHandshake = c.last.Started
	} else {
		handshakes += c.handshake.Attempts
	}
	refusal, _ := errors.AsType[*asana.Error](err)
	c.handshake = &HandshakeError{
		Refusal: refusal, Attempts: handshakes, Waited: time.Since(c.firstHandshake),
		Unrecognized: c.last.Outcome == Unrecognized,
	}
}

// recordLost records that the last attempt may have created a webhook.
func (c *creation) recordLost(cause error) {
	lost := lostAttempt{index: len(c.attempts) - 1}
	if e, ok := errors.AsType[*UnverifiedError](cause); ok && e.Created {
		lost.gid = e.GID
	}
	c.lostAttempts = append(c.lostAttempts, lost)
	c.lastLoss, c.unlistedSince = cause, time.Time{}
}

// lostAttemptOf returns the index of the attempt with a lost answer that created a
// webhook, or -1 if none did: an orphan has the filters that were sent, the gid that
// the answer named if it did, and was created during the attempt.
func (c *creation) lostAttemptOf(w *asana.Webhook) int {
	if c.isCreated(w.GID) || !asana.SameFilters(w.Filters, c.req.Filters) {
		return -1
	}
	for _, a := range c.lostAttempts {
		if (a.gid == "" || a.gid == w.GID) && c.isCreatedDuring(w, c.attempts[a.index]) {
			return a.index
		}
	}
	return -1
}

// isCreatedByLast reports whether a webhook is as the request has it, and was created
// while the last attempt was in progress.
func (c *creation) isCreatedByLast(w *asana.Webhook) bool {
	return w.Resource.GID == c.req.Resource && asana.SameTarget(w.Target, c.req.Target) &&
		asana.SameFilters(w.Filters, c.req.Filters) && c.isCreatedDuring(w, *c.last)
}

// isCreatedDuring reports whether a webhook was created during an attempt: from a
// second before it was sent until its handshake can no longer be running, by Asana's
// clock. While that clock is unknown, or without a time, it was not.
func (c *creation) isCreatedDuring(w *asana.Webhook, a Attempt) bool {
	from, _, known := c.client.ServerTime(a.SentAt)
	_, to, _ := c.client.ServerTime(a.Ended.Add(handshakeTimeout))
	return known && !w.CreatedAt.Before(from.Add(-clockMargin)) && !w.CreatedAt.After(to)
}

// isBlocked reports whether to take it that no request reaches Asana: an intermediary
// refused the creation and now the look-up, and none has succeeded before.
func (c *creation) isBlocked(err error) bool {
	return !c.hasLooked && asana.IsIntermediaryRefusal(c.lastLoss) && asana.IsIntermediaryRefusal(err)
}

// attemptDeadline is until when an attempt may wait for a free slot.
func (c *creation) attemptDeadline() time.Time {
	limit := time.Now().Add(finalAttemptTimeout)
	if limit.Before(c.deadline) {
		return c.deadline
	}
	return limit
}

// cleanupContext is a context for what must be done even if ctx has ended.
func cleanupContext(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), cleanupTimeout)
}

// getWebhook returns a webhook's record, even after an interrupt.
func (c *creation) getWebhook(ctx context.Context, gid string) (*asana.Webhook, error) {
	ctx, cancel := cleanupContext(ctx)
	defer cancel()
	return c.client.GetWebhook(ctx, gid)
}

// deleteWebhook deletes an orphan, or a webhook to replace, even after an interrupt.
func (c *creation) deleteWebhook(ctx context.Context, gid string) error {
	ctx, cancel := cleanupContext(ctx)
	defer cancel()
	_, err := c.Delete(ctx, gid)
	return err
}

// abort ends a creation with an error that another attempt would not change, unless
// the attempt was not even sent and an earlier one is still ambiguous.
func (c *creation) abort(ctx context.Context, err error) error {
	lost, isLost := errors.AsType[*asana.TransportError](err)
	switch {
	case ctx.Err() != nil:
		return &InterruptedError{Last: err}
	case errors.Is(err, context.DeadlineExceeded) && c.backOffCause != nil:
		return c.backOffCause
	case isLost && !lost.Sent && len(c.lostAttempts) > 0:
		return c.backOff(ctx, c.backOffCause)
	}
	return err
}

// backOff allows the next attempt after a while, longer each time. The last
// attempt comes when the time is over; after it the creation ends with cause.
func (c *creation) backOff(ctx context.Context, cause error) error {
	c.backOffCause = cause
	switch {
	case ctx.Err() != nil:
		return &InterruptedError{Last: cause}
	case !time.Now().Before(c.deadline):
		return cause
	}
	d := c.nextBackOff + rand.N(c.nextBackOff/4)
	c.nextBackOff = min(2*c.nextBackOff, maxBackOff)
	timer := time.NewTimer(min(d, time.Until(c.deadline)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return &InterruptedError{Last: cause}
	case <-timer.C:
		return nil
	}
}

// awaitDeletion backs off if a duplicate that no list shows may be a deletion that
// Asana has not noticed yet: of a moment ago, or in progress in this run.
func (c *creation) awaitDeletion(ctx context.Context, cause error) error {
	if c.unlistedSince.IsZero() {
		c.unlistedSince = c.last.Ended
	}
	if deletion := c.lastDeletion(); deletion.After(c.unlistedSince) {
		c.unlistedSince = deletion
	}
	if c.last.Started.Sub(c.unlistedSince) >= deletionTimeout {
		return cause
	}
	return c.backOff(ctx, cause)
}
