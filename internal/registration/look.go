package registration

import (
	"context"
	"errors"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// lookUntilSettled looks for the webhook of the pair at once, and if there is
// none, again when no handshake can be running any more.
func (c *creation) lookUntilSettled(ctx context.Context) (*asana.Webhook, error) {
	if found, err := c.look(ctx); found != nil && err == nil {
		return found, nil
	}
	if err := sleep(ctx, time.Until(c.settled())); err != nil {
		return nil, err
	}
	return c.look(ctx)
}

// look returns the webhook that has the pair, or nil if there is none among
// those that the token can list.
func (c *creation) look(ctx context.Context) (*asana.Webhook, error) {
	if c.workspace != "" {
		if found, err := c.lookIn(ctx, c.workspace); found != nil || err != nil {
			return found, err
		}
	}
	for workspace, err := range c.client.Workspaces(ctx) {
		if err != nil {
			return nil, err
		}
		if workspace.GID == c.workspace {
			continue
		}
		if found, err := c.lookIn(ctx, workspace.GID); found != nil || err != nil {
			return found, err
		}
	}
	return nil, nil
}

func (c *creation) lookIn(ctx context.Context, workspace string) (*asana.Webhook, error) {
	opts := asana.WebhookListOptions{Workspace: workspace, Resource: c.req.Resource}
	for w, err := range c.client.Webhooks(ctx, opts) {
		if err != nil {
			return nil, err
		}
		if w.Resource.GID == c.req.Resource && w.Target == c.req.Target && !c.isDeleted(w.GID) {
			return &w, nil
		}
	}
	return nil, nil
}

func isGone(err error) bool { return errors.Is(err, asana.ErrNotFound) }
