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

// lostAttempt is a POST whose answer was lost: when it was sent, when that was
// known, and its index among the attempts.
type lostAttempt struct {
	sent, ended time.Time
	index       int
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
	c.lostAttempts = append(c.lostAttempts, lostAttempt{sent: c.sentAt(cause), ended: c.last.Ended, index: len(c.attempts) - 1})
	c.lastLoss, c.unlistedSince = cause, time.Time{}
}

// sentAt is when the request was sent whose outcome is ambiguous: it may have
// waited before, while others could create a webhook.
func (c *creation) sentAt(err error) time.Time {
	if e, ok := errors.AsType[*asana.Error](err); ok {
		return e.SentAt
	}
	if e, ok := errors.AsType[*asana.TransportError](err); ok {
		return e.SentAt
	}
	return c.last.Started
}

// isOrphan reports whether a webhook was created by an attempt whose answer was
// lost: it has the filters that were sent, and was created after the attempt was
// sent and before its handshake can have ended, by Asana's clock, plus or minus a
// second. As long as that clock is unknown, nothing is an orphan.
func (c *creation) isOrphan(w *asana.Webhook) bool {
	if c.isCreated(w.GID) || !asana.SameFilters(w.Filters, c.req.Filters) {
		return false
	}
	return slices.ContainsFunc(c.lostAttempts, func(a lostAttempt) bool { return c.isCreatedDuring(w, a) })
}

// isCreatedByLast reports whether an answer is about the webhook that the last attempt
// created, by what the answer says of it.
func (c *creation) isCreatedByLast(created *asana.CreatedWebhook) bool {
	return c.isRequested(&created.Webhook) && c.isCreatedDuring(&created.Webhook, lostAttempt{sent: created.SentAt, ended: c.last.Ended})
}

// isRequested reports whether a webhook is as the request has it.
func (c *creation) isRequested(w *asana.Webhook) bool {
	return w.Resource.GID == c.req.Resource && asana.SameTarget(w.Target, c.req.Target) && asana.SameFilters(w.Filters, c.req.Filters)
}

// isCreatedDuring reports whether a webhook was created while an attempt was in
// progress. One without a time was not, as far as is known.
func (c *creation) isCreatedDuring(w *asana.Webhook, a lostAttempt) bool {
	from, _, known := c.client.ServerTime(a.sent)
	_, to, _ := c.client.ServerTime(a.ended.Add(handshakeTimeout))
	return known && !w.CreatedAt.Before(from.Add(-clockMargin)) && !w.CreatedAt.After(to)
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
