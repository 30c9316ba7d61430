package registration

import (
	"context"
	"errors"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// findExisting returns the webhook that has the pair, or nil if there is none among
// those that the token can list. While an answer is lost, it looks for an orphan
// until no handshake of such an attempt can be running any more, and an interrupt
// does not stop it: the webhook of another may be deleted before that handshake
// ends.
func (c *creation) findExisting(ctx context.Context) (*asana.Webhook, error) {
	if len(c.lostAttempts) == 0 {
		ctx, cancel := context.WithTimeout(ctx, max(cleanupTimeout, time.Until(c.deadline)))
		defer cancel()
		return c.find(ctx)
	}
	visible := c.lostAttempts[len(c.lostAttempts)-1].ended.Add(visibilityDelay)
	for looks := 1; ; looks++ {
		isLate := !time.Now().Before(visible)
		found, err := c.findWithoutCancel(ctx)
		switch {
		case found != nil && c.isOrphan(found),
			asana.IsIntermediaryRefusal(c.lastLoss) && asana.IsIntermediaryRefusal(err),
			isLate && (err == nil || looks == maxLooks || errors.Is(err, context.DeadlineExceeded)):
			return found, err
		}
		time.Sleep(time.Until(visible))
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
		return nil, nil
	}
	return found, err
}
