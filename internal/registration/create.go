package registration

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Create registers a webhook and returns it with its secret, or a [*CreateError].
// Ending ctx stops waiting and further attempts, but neither an attempt in
// flight nor the cleaning up after one.
func (r *Registrar) Create(ctx context.Context, req Request) (*asana.CreatedWebhook, error) {
	c := newCreation(r, req)
	leave, err := c.enter(ctx)
	if err != nil {
		return nil, c.failure(err)
	}
	defer leave()

	for {
		created, err := c.post(ctx)
		switch c.outcome(created, err) {
		case registered:
			r.keep(created.GID)
			return created, nil
		case withoutSecret:
			err = c.discard(ctx, created.GID)
		case limited:
			err = c.awaitRate(ctx, err)
		case notLive:
			err = c.awaitTarget(ctx, err)
		case ambiguous:
			err = c.resolve(ctx, err)
		case duplicate:
			err = c.makeWay(ctx, err)
		case blocked:
			err = c.passBlock(ctx, err)
		case refused:
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
	c.attempts++
	c.last.begun = time.Now()
	created, err := c.client.CreateWebhook(ctx, c.req.WebhookRequest)
	c.last.ended = time.Now()
	return created, err
}

// discard deletes a webhook that came without a secret, and allows one more
// attempt, even if the time is over.
func (c *creation) discard(ctx context.Context, gid string) error {
	if err := c.remove(ctx, gid); err != nil {
		return &StrandedError{GID: gid, Err: err}
	}
	c.secretless++
	if c.secretless == 2 {
		return ErrNoSecret
	}
	return nil
}

// awaitRate waits before the next attempt after Asana had too many requests. A
// target that is not live yet says more about why there was no success so far.
func (c *creation) awaitRate(ctx context.Context, cause error) error {
	if c.notLive != nil {
		cause = c.notLive
	}
	return c.pause(ctx, cause)
}

// awaitTarget waits before the next attempt at a target that failed the
// handshake, or gives up when the time is over.
func (c *creation) awaitTarget(ctx context.Context, cause error) error {
	c.fail(cause)
	c.progress(ctx, fmt.Sprintf("the target does not complete the handshake yet, attempt %d: %v", c.attempts, cause))
	return c.pause(ctx, c.notLive)
}

// resolve finds out what became of an attempt whose answer was lost. If it
// made a webhook, that one is deleted, for nobody knows its secret.
func (c *creation) resolve(ctx context.Context, cause error) error {
	c.lose(cause)
	c.progress(ctx, fmt.Sprintf("the answer to attempt %d was lost, looking for what it made: %v", c.attempts, cause))
	found, err := c.look(ctx)
	switch {
	case err != nil:
		// Another attempt can do no harm, and its answer may tell.
		return c.pause(ctx, &UncertainError{Cause: cause, Err: err})
	case found == nil:
		return c.pause(ctx, &LostError{Cause: cause, Attempts: c.attempts})
	case c.isOurs(found):
		return c.takeBack(ctx, found)
	}
	return c.giveWay(ctx, found, cause)
}

// makeWay deals with Asana's word that the pair has a webhook already.
func (c *creation) makeWay(ctx context.Context, refusal error) error {
	c.progress(ctx, fmt.Sprintf("attempt %d found the resource and target taken, looking for the webhook that has them", c.attempts))
	found, err := c.look(ctx)
	switch {
	case err != nil && len(c.lost) > 0:
		return c.catchUp(ctx, &UncertainError{Cause: c.lossCause, Refusal: refusal, Err: err})
	case found == nil:
		return c.catchUp(ctx, &DuplicateError{Refusal: refusal, LookErr: err})
	case c.isOurs(found):
		return c.takeBack(ctx, found)
	}
	return c.giveWay(ctx, found, refusal)
}

// takeBack deletes a webhook of ours whose secret is lost, and allows the next
// attempt.
func (c *creation) takeBack(ctx context.Context, found *asana.Webhook) error {
	if err := c.remove(ctx, found.GID); err != nil {
		return &StrandedError{GID: found.GID, Err: err}
	}
	// A pair has one webhook: with this one all lost answers are accounted for.
	c.lost = nil
	return c.pause(ctx, &LostError{Cause: c.lossCause, Attempts: c.attempts})
}

// giveWay is for a webhook that this creation did not make: it stays, unless
// the request says otherwise.
func (c *creation) giveWay(ctx context.Context, found *asana.Webhook, cause error) error {
	conflict := &DuplicateError{GID: found.GID, SameRun: c.isCreated(found.GID), Refusal: cause}
	if !c.req.ReplaceExisting || conflict.SameRun {
		return conflict
	}
	if ctx.Err() != nil {
		return &InterruptedError{Last: conflict}
	}
	if err := c.remove(ctx, found.GID); err != nil {
		return &ReplaceError{GID: found.GID, Err: err}
	}
	c.replaced = append(c.replaced, found.GID)
	// Even if the time is over: the old one is gone, so the new one is due.
	return nil
}

// passBlock ends a creation that something on the way to Asana forbade. That
// may have stopped Asana's answer instead of the request, so what it made is
// looked for, unless nothing at all comes through.
func (c *creation) passBlock(ctx context.Context, refusal error) error {
	before := c.lost
	c.lose(refusal)
	found, err := c.look(ctx)
	switch {
	case isBlocked(err):
		c.lost = before
	case err == nil && found != nil && c.isOurs(found):
		if err := c.remove(ctx, found.GID); err != nil {
			return &StrandedError{GID: found.GID, Err: err}
		}
		c.lost = nil
	}
	return c.giveUp(ctx, refusal)
}
