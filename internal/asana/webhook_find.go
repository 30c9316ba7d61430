package asana

import (
	"context"
	"errors"
)

// ErrNoSuchWebhook is returned by [Client.FindWebhook].
var ErrNoSuchWebhook = errors.New("no webhook that can be listed has this resource and target")

// FindWebhook returns the webhook that has a resource and a target, or
// [ErrNoSuchWebhook]. It looks in one workspace or, if that is empty, in all
// workspaces of the token's user.
func (c *Client) FindWebhook(ctx context.Context, workspace, resource, target string) (*Webhook, error) {
	if workspace != "" {
		return c.findIn(ctx, workspace, resource, target)
	}
	for w, err := range c.Workspaces(ctx) {
		if err != nil {
			return nil, err
		}
		if found, err := c.findIn(ctx, w.GID, resource, target); !errors.Is(err, ErrNoSuchWebhook) {
			return found, err
		}
	}
	return nil, ErrNoSuchWebhook
}

func (c *Client) findIn(ctx context.Context, workspace, resource, target string) (*Webhook, error) {
	for w, err := range c.Webhooks(ctx, WebhookListOptions{Workspace: workspace, Resource: resource}) {
		if err != nil {
			return nil, err
		}
		if w.Resource.GID == resource && w.Target == target {
			return &w, nil
		}
	}
	return nil, ErrNoSuchWebhook
}
