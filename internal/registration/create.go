package registration

import (
	"context"
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Create registers a webhook and returns it with its secret. Ending ctx stops
// waiting and further attempts, but neither an attempt in flight nor the
// cleaning up after one.
func (r *Registrar) Create(ctx context.Context, req Request) (*asana.CreatedWebhook, error) {
	leave, err := r.enter(ctx, pair{req.Resource, req.Target})
	if err != nil {
		return nil, &InterruptedError{}
	}
	defer leave()

	c := newCreation(r, req)
	for {
		created, err := c.post(ctx)
		switch c.outcome(created, err) {
		case registered:
			r.keep(created.GID)
			return created, nil
		case withoutSecret:
			err = c.discard(ctx, created.GID)
		case notLive:
			err = c.awaitTarget(ctx, err)
		case ambiguous:
			err = c.resolve(ctx, err)
		case duplicate:
			err = c.makeWay(ctx, err)
		case refused:
			err = c.giveUp(ctx, err)
		}
		if err != nil {
			return nil, err
		}
	}
}

// post makes one attempt.
func (c *creation) post(ctx context.Context) (*asana.CreatedWebhook, error) {
	ctx, cancel := context.WithDeadline(ctx, c.lastCall())
	defer cancel()
	c.begin()
	return c.client.CreateWebhook(ctx, c.req.WebhookRequest)
}

// discard deletes a webhook that came without a secret, and allows one more
// attempt.
func (c *creation) discard(ctx context.Context, gid string) error {
	cleaning, cancel := c.cleaning(ctx)
	defer cancel()
	if err := c.Delete(cleaning, gid); err != nil {
		return &StrandedError{GID: gid, Err: err}
	}
	c.secretless++
	if c.secretless == 2 {
		return ErrNoSecret
	}
	return c.goOn(ctx, ErrNoSecret)
}

// awaitTarget waits before the next attempt at a target that failed the
// handshake, or gives up when the time is over.
func (c *creation) awaitTarget(ctx context.Context, cause error) error {
	c.notLive = asHandshake(cause, c)
	c.progress(ctx, fmt.Sprintf("the target does not complete the handshake yet, attempt %d: %v", c.attempts, cause))
	return c.pause(ctx, c.notLive)
}

// resolve finds out what became of an attempt whose answer was lost. If it
// made a webhook, that one is deleted, for nobody knows its secret.
func (c *creation) resolve(ctx context.Context, cause error) error {
	c.lost = true
	c.progress(ctx, fmt.Sprintf("the answer to attempt %d was lost, looking for what it made: %v", c.attempts, cause))
	gaveUp := &LostError{Cause: cause, Attempts: c.attempts}
	cleaning, cancel := c.cleaning(ctx)
	defer cancel()
	found, err := c.lookUntilSettled(cleaning)
	switch {
	case err != nil:
		return &UncertainError{Cause: cause, Err: err}
	case found == nil:
		return c.pause(ctx, gaveUp)
	case c.isOurs(found):
		if err := c.Delete(cleaning, found.GID); err != nil {
			return &StrandedError{GID: found.GID, Err: err}
		}
		return c.pause(ctx, gaveUp)
	}
	return c.giveWay(ctx, found, cause)
}

// makeWay deals with Asana's word that the pair has a webhook already.
func (c *creation) makeWay(ctx context.Context, cause error) error {
	cleaning, cancel := c.cleaning(ctx)
	defer cancel()
	found, err := c.look(cleaning)
	switch {
	case err != nil && c.lost:
		return &UncertainError{Cause: cause, Err: err}
	case err != nil:
		return &DuplicateError{Refusal: cause, LookErr: err}
	case found == nil:
		return c.catchUp(ctx, &DuplicateError{Refusal: cause})
	case c.lost && c.isOurs(found):
		if err := c.Delete(cleaning, found.GID); err != nil {
			return &StrandedError{GID: found.GID, Err: err}
		}
		return c.pause(ctx, &LostError{Cause: cause, Attempts: c.attempts})
	}
	return c.giveWay(ctx, found, cause)
}

// giveWay is for a webhook that this creation did not make: it stays, unless
// the request says otherwise.
func (c *creation) giveWay(ctx context.Context, found *asana.Webhook, cause error) error {
	conflict := &DuplicateError{GID: found.GID, SameRun: c.isCreated(found.GID), Refusal: cause}
	if !c.req.ReplaceExisting || conflict.SameRun {
		return conflict
	}
	if err := c.Delete(ctx, found.GID); err != nil {
		return &ReplaceError{GID: found.GID, Err: err}
	}
	return c.goOn(ctx, conflict)
}
