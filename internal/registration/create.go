package registration

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Create registers a webhook and returns it with its secret, or a [*CreateError].
// Ending ctx stops waiting and further attempts, but neither an attempt in
// flight nor the cleaning up after one.
func (r *Registrar) Create(ctx context.Context, req Request) (*Registered, error) {
	c := newCreation(r, req)
	unlock, err := c.lockPair(ctx)
	if err != nil {
		return nil, c.createError(err)
	}
	defer unlock()

	for {
		created, err := c.post(ctx)
		switch c.last.Outcome {
		case Succeeded:
			r.recordCreated(created.GID)
			return &Registered{CreatedWebhook: *created, Replaced: c.replaced, Orphans: c.orphans}, nil
		case WithoutSecret:
			err = c.handleMissingSecret(ctx, created)
		case RateLimited:
			err = c.awaitRateLimit(ctx, err)
		case HandshakeFailed, Unrecognized:
			err = c.awaitTarget(ctx, err)
		case Ambiguous:
			err = c.reconcile(ctx, err)
		case Duplicate:
			err = c.handleDuplicate(ctx, err)
		case Refused:
			err = c.abort(ctx, err)
		}
		if err != nil {
			return nil, c.createError(err)
		}
	}
}

// post makes one attempt.
func (c *creation) post(ctx context.Context) (*asana.CreatedWebhook, error) {
	ctx, cancel := context.WithDeadline(ctx, c.attemptDeadline())
	defer cancel()
	started := time.Now()
	created, err := c.client.CreateWebhook(ctx, c.req.WebhookRequest)
	at := cmp.Or(sentAt(created, err), started)
	if err == nil && c.IsOwn(created.GID) {
		created, err = nil, &MismatchError{GID: created.GID}
	}
	c.attempts = append(c.attempts, Attempt{Started: started, SentAt: at, Ended: time.Now(), Outcome: outcomeOf(created, err), Err: err})
	c.last = &c.attempts[len(c.attempts)-1]
	return created, err
}

// handleMissingSecret deletes a webhook that came without a secret, and allows one more
// attempt, even if the time is over. An answer that lacks the secret may be a copy of
// an older one, or name another webhook, so it is read first.
func (c *creation) handleMissingSecret(ctx context.Context, created *asana.CreatedWebhook) error {
	w, err := c.getWebhook(ctx, created.GID)
	isOwn := c.isCreatedByLast(&created.Webhook)
	switch {
	case err != nil && (isOwn || !errors.Is(err, asana.ErrNotFound)):
		return c.reconcile(ctx, &UnverifiedError{GID: created.GID, Created: isOwn, Err: err})
	case err != nil, !c.isCreatedByLast(w):
		return c.reconcile(ctx, &MismatchError{GID: created.GID})
	}
	if err := c.deleteOrphan(ctx, w, len(c.attempts)-1); err != nil {
		return err
	}
	c.missingSecrets++
	if c.missingSecrets == 2 {
		return ErrNoSecret
	}
	return nil
}

// awaitRateLimit backs off before the next attempt after Asana had too many requests. A
// failed handshake says more about why there was no success so far.
func (c *creation) awaitRateLimit(ctx context.Context, cause error) error {
	if c.handshake != nil {
		cause = c.handshake
	}
	return c.backOff(ctx, cause)
}

// awaitTarget backs off before the next attempt at a target that failed the
// handshake, or may have, or gives up when the time is over.
func (c *creation) awaitTarget(ctx context.Context, cause error) error {
	c.recordHandshakeFailure(cause)
	c.progress(ctx, fmt.Sprintf("the target does not complete the handshake yet, attempt %d: %v", len(c.attempts), cause))
	return c.backOff(ctx, c.handshake)
}

// reconcile finds out what an attempt did whose answer was lost. If it created
// a webhook, that orphan is deleted, because nobody knows its secret.
func (c *creation) reconcile(ctx context.Context, cause error) error {
	c.recordLost(cause)
	c.progress(ctx, fmt.Sprintf("the answer to attempt %d was lost, looking for its webhook: %v", len(c.attempts), cause))
	found, attempt, err := c.findExisting(ctx)
	switch {
	case c.isBlocked(err):
		return c.abort(ctx, cause)
	case err != nil:
		// Another attempt can do no harm, and its answer may show what happened.
		return c.retryAmbiguous(ctx, cause, &UncertainError{Cause: cause, Err: err})
	case found == nil:
		return c.retryAmbiguous(ctx, cause, &LostError{Cause: cause, Attempts: len(c.attempts)})
	case attempt >= 0:
		if err := c.deleteOrphan(ctx, found, attempt); err != nil {
			return err
		}
		return c.retryAmbiguous(ctx, cause, &LostError{Cause: cause, Attempts: len(c.attempts)})
	}
	return c.handleConflict(ctx, found, cause)
}

// retryAmbiguous allows the next attempt after one whose answer was lost. An
// intermediary that refused the creation twice is going to refuse it again.
func (c *creation) retryAmbiguous(ctx context.Context, cause, reason error) error {
	if asana.IsIntermediaryRefusal(cause) {
		c.intermediaryRefusals++
		if c.intermediaryRefusals == 2 {
			return c.abort(ctx, cause)
		}
	}
	return c.backOff(ctx, reason)
}

// handleDuplicate looks for the webhook because of which Asana refused a creation as
// a duplicate: an orphan of this creation is deleted, another one is a conflict.
func (c *creation) handleDuplicate(ctx context.Context, refusal error) error {
	c.progress(ctx, fmt.Sprintf("Asana refused attempt %d as a duplicate, looking for the existing webhook", len(c.attempts)))
	found, attempt, err := c.findExisting(ctx)
	switch {
	case err != nil && len(c.lostAttempts) > 0:
		return c.awaitDeletion(ctx, &UncertainError{Cause: c.lastLoss, Refusal: refusal, Err: err})
	case found == nil:
		return c.awaitDeletion(ctx, &DuplicateError{Refusal: refusal, FindErr: err})
	case attempt >= 0:
		if err := c.deleteOrphan(ctx, found, attempt); err != nil {
			return err
		}
		return c.backOff(ctx, &LostError{Cause: c.lastLoss, Attempts: len(c.attempts)})
	}
	return c.handleConflict(ctx, found, refusal)
}

// deleteOrphan deletes a webhook that an attempt created and whose secret is lost.
func (c *creation) deleteOrphan(ctx context.Context, orphan *asana.Webhook, attempt int) error {
	if err := c.deleteWebhook(ctx, orphan.GID); err != nil {
		return &OrphanError{GID: orphan.GID, Err: err}
	}
	c.attempts[attempt].Orphan = orphan.GID
	c.orphans = append(c.orphans, *orphan)
	// A pair has one webhook: with this one all lost answers are accounted for.
	c.lostAttempts = nil
	return nil
}

// handleConflict leaves a webhook alone that this creation did not create, or
// replaces it if the request says so. Once the time is over it replaces no second one:
// somebody creates it again each time.
func (c *creation) handleConflict(ctx context.Context, found *asana.Webhook, cause error) error {
	conflict := &DuplicateError{Existing: found, GID: found.GID, SameRun: c.isCreated(found.GID), Refusal: cause}
	isOver := !time.Now().Before(c.deadline)
	if !c.req.ReplaceExisting || conflict.SameRun || isOver && len(c.replaced) > 0 {
		return conflict
	}
	if ctx.Err() != nil {
		return &InterruptedError{Last: conflict}
	}
	if err := c.deleteWebhook(ctx, found.GID); err != nil {
		return &ReplaceError{GID: found.GID, Err: err}
	}
	c.replaced = append(c.replaced, *found)
	c.lostAttempts = nil // as after an orphan
	// Even if the time is over: the old one no longer exists, so the new one is due.
	return nil
}
