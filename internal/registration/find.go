package registration

import (
	"context"
	"errors"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// findExisting returns the webhook that has the pair, or nil if there is none among
// those that the token can list, and the index of the attempt with a lost answer that
// created it, or -1. While an answer is lost, an interrupt does not stop it, and it
// looks for an orphan until no handshake of such an attempt can be running any
// more: the webhook of another may be deleted before that handshake ends.
func (c *creation) findExisting(ctx context.Context) (found *asana.Webhook, attempt int, err error) {
	if len(c.lostAttempts) == 0 {
		ctx, cancel := context.WithTimeout(ctx, max(cleanupTimeout, time.Until(c.deadline)))
		defer cancel()
		found, err = c.find(ctx)
		return found, -1, err
	}
	giveUp := time.Now().Add(cleanupTimeout)
	visible := c.attempts[c.lostAttempts[len(c.lostAttempts)-1].index].Ended.Add(visibilityDelay)
	for looks := 1; ; looks++ {
		isLate := !time.Now().Before(visible)
		found, err = c.findWithoutCancel(ctx)
		if found != nil {
			if i := c.lostAttemptOf(found); i >= 0 {
				return found, i, nil
			}
		}
		if c.isBlocked(err) || isLate && (err == nil || looks == maxLooks || !time.Now().Before(giveUp)) {
			return found, -1, err
		}
		time.Sleep(max(time.Until(visible), lookPause))
	}
}

func (c *creation) findWithoutCancel(ctx context.Context) (*asana.Webhook, error) {
	ctx, cancel := cleanupContext(ctx)
	defer cancel()
	return c.find(ctx)
}

func (c *creation) find(ctx context.Context) (*asana.Webhook, error) {
	found, err := c.client.FindWebhook(ctx, asana.WebhookQuery{
		Resource: c.req.Resource, Target: c.req.Target,
		Workspace: c.workspace, Everywhere: true, Skip: c.isDeleted,
	})
	if errors.Is(err, asana.ErrNoSuchWebhook) {
		found, err = nil, nil
	}
	c.hasLooked = c.hasLooked || err == nil
	return found, err
}
