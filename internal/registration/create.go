package registration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Create registers a webhook and returns it with its secret, or a [*CreateError].
// Ending ctx stops waiting and further attempts, but neither an attempt in
// flight nor the cleaning up after one.
func (r *Registrar) Create(ctx context.Context, req Request) (*Registered, error) {
	c := newCreation(r, req)
	leave, err := c.enter(ctx)
	if err != nil {
		return nil, c.failure(err)
	}
	defer leave()

	for {
		created, err := c.post(ctx)
		switch c.last.Outcome {
		case Succeeded:
			r.keep(created.GID)
			return &Registered{CreatedWebhook: *created, Replaced: c.replaced, Orphans: c.orphans}, nil
		case WithoutSecret:
			err = c.discard(ctx, created)
		case RateLimited:
			err = c.awaitRate(ctx, err)
		case HandshakeFailed, Unrecognized:
			err = c.awaitTarget(ctx, err)
		case Ambiguous:
			err = c.reconcile(ctx, err)
		case Duplicate:
			err = c.handleDuplicate(ctx, err)
		case Refused:
			err = c.giveUp(ctx, err)
		}
		if err != nil {
			return nil, c.failure(err)
		}
	}
}

// post makes one attempt.
func (c *creation) post(ctx context.Context) (*asana.CreatedWebhook, error) {
	ctx, cancel := context.WithDeadline(ctx, c.lastCall())
	defer cancel()
	begun := time.Now()
	created, err := c.client.CreateWebhook(ctx, c.req.WebhookRequest)
	if err == nil && c.IsOwn(created.GID) {
		created, err = nil, &RepeatedError{GID: created.GID}
	}
	c.attempts = append(c.attempts, Attempt{Begun: begun, Ended: time.Now(), Outcome: outcomeOf(created, err), Err: err})
	c.last = &c.attempts[len(c.attempts)-1]
	return created, err
}

// discard deletes a webhook that came without a secret, and allows one more
// attempt, even if the time is over. An answer that lacks the secret may name another
// webhook, so it is read first.
func (c *creation) discard(ctx context.Context, created *asana.CreatedWebhook) error {
	w, err := c.read(ctx, created.GID)
	if errors.Is(err, asana.ErrNotFound) {
		return c.reconcile(ctx, &RepeatedError{GID: created.GID})
	}
	if err != nil {
		return c.reconcile(ctx, &UnverifiedError{GID: created.GID, Err: err})
	}
	if w.Resource.GID != c.req.Resource || !asana.SameTarget(w.Target, c.req.Target) || !asana.SameFilters(w.Filters, c.req.Filters) {
		return c.reconcile(ctx, &RepeatedError{GID: w.GID})
	}
	if err := c.deleteOrphan(ctx, w, len(c.attempts)-1); err != nil {
		return err
	}
	c.secretless++
	if c.secretless == 2 {
		return ErrNoSecret
	}
	return nil
}

// awaitRate waits before the next attempt after Asana had too many requests. A
// failed handshake says more about why there was no success so far.
func (c *creation) awaitRate(ctx context.Context, cause error) error {
	if c.handshake != nil {
		cause = c.handshake
	}
	return c.pause(ctx, cause)
}

// awaitTarget waits before the next attempt at a target that failed the
// handshake, or may have, or gives up when the time is over.
func (c *creation) awaitTarget(ctx context.Context, cause error) error {
	c.fail(cause)
	c.progress(ctx, fmt.Sprintf("the target does not complete the handshake yet, attempt %d: %v", len(c.attempts), cause))
	return c.pause(ctx, c.handshake)
}

// reconcile finds out what became of an attempt whose answer was lost. If it
// made a webhook, that one is deleted, because nobody knows its secret.
func (c *creation) reconcile(ctx context.Context, cause error) error {
	c.lose(cause)
	c.progress(ctx, fmt.Sprintf("the answer to attempt %d was lost, looking for what it made: %v", len(c.attempts), cause))
	found, err := c.look(ctx)
	switch {
	case isRefusedOnTheWay(cause) && isRefusedOnTheWay(err):
		return c.giveUp(ctx, cause) // nothing of Asana's comes through
	case err != nil:
		// Another attempt can do no harm, and its answer may show what happened.
		return c.repeat(ctx, cause, &UncertainError{Cause: cause, Err: err})
	case found == nil:
		return c.repeat(ctx, cause, &LostError{Cause: cause, Attempts: len(c.attempts)})
	case c.isOurs(found):
		if err := c.deleteLost(ctx, found); err != nil {
			return err
		}
		return c.repeat(ctx, cause, &LostError{Cause: cause, Attempts: len(c.attempts)})
	}
	return c.resolveConflict(ctx, found, cause)
}

// repeat allows the next attempt after one whose answer was lost. What refused a
// creation in Asana's place twice is going to refuse it again.
func (c *creation) repeat(ctx context.Context, cause, reason error) error {
	if isRefusedOnTheWay(cause) {
		c.intercepted++
		if c.intercepted == 2 {
			return c.giveUp(ctx, cause)
		}
	}
	return c.pause(ctx, reason)
}

// handleDuplicate deals with Asana's refusal because the pair has a webhook already.
func (c *creation) handleDuplicate(ctx context.Context, refusal error) error {
	c.progress(ctx, fmt.Sprintf("attempt %d found the resource and target taken, looking for the webhook that has them", len(c.attempts)))
	found, err := c.look(ctx)
	switch {
	case err != nil && len(c.lost) > 0:
		return c.awaitDeletion(ctx, &UncertainError{Cause: c.lossCause, Refusal: refusal, Err: err})
	case found == nil:
		return c.awaitDeletion(ctx, &DuplicateError{Refusal: refusal, LookErr: err})
	case c.isOurs(found):
		if err := c.deleteLost(ctx, found); err != nil {
			return err
		}
		return c.pause(ctx, &LostError{Cause: c.lossCause, Attempts: len(c.attempts)})
	}
	return c.resolveConflict(ctx, found, refusal)
}

// deleteLost deletes the webhook of an attempt whose answer was lost.
func (c *creation) deleteLost(ctx context.Context, orphan *asana.Webhook) error {
	i := slices.IndexFunc(c.lost, func(a lostAttempt) bool { return c.isWithin(orphan, a) })
	return c.deleteOrphan(ctx, orphan, c.lost[i].index)
}

// deleteOrphan deletes a webhook that an attempt made and whose secret is lost.
func (c *creation) deleteOrphan(ctx context.Context, orphan *asana.Webhook, attempt int) error {
	if err := c.remove(ctx, orphan.GID); err != nil {
		return &OrphanError{GID: orphan.GID, Err: err}
	}
	c.attempts[attempt].Orphan = orphan.GID
	c.orphans = append(c.orphans, *orphan)
	// A pair has one webhook: with this one all lost answers are accounted for.
	c.lost = nil
	return nil
}

// resolveConflict is about a webhook that this creation did not make: it stays,
// unless the request says otherwise.
func (c *creation) resolveConflict(ctx context.Context, found *asana.Webhook, cause error) error {
	conflict := &DuplicateError{Existing: found, GID: found.GID, SameRun: c.isCreated(found.GID), Refusal: cause}
	if !c.req.ReplaceExisting || conflict.SameRun {
		return conflict
	}
	if ctx.Err() != nil {
		return &InterruptedError{Last: conflict}
	}
	if err := c.remove(ctx, found.GID); err != nil {
		return &ReplaceError{GID: found.GID, Err: err}
	}
	c.replaced = append(c.replaced, *found)
	// Even if the time is over: the old one no longer exists, so the new one is due.
	return nil
}

// isForeign reports whether an answer was not Asana's.
func isForeign(err error) bool { return errors.Is(err, asana.ErrForeign) }

// isRefusedOnTheWay reports whether an intermediary refused a request, as opposed
// to failing, or to being busy, in passing.
func isRefusedOnTheWay(err error) bool {
	return isForeign(err) && !errors.Is(err, asana.ErrServer) && !errors.Is(err, asana.ErrRateLimited)
}
