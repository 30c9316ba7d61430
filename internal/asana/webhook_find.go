package asana

import (
	"context"
	"errors"
)

// ErrNoSuchWebhook is returned by [Client.FindWebhook].
var ErrNoSuchWebhook = errors.New("no webhook that can be listed has this resource and target")

// WebhookQuery asks for the webhook of a resource and a target.
type WebhookQuery struct {
	// Resource is the gid of the object subscribed to.
	Resource string
	// Target is the URL that receives the events, in any spelling: a webhook
	// with the same spelling takes precedence over one that [SameTarget] finds.
	Target string
	// Workspace is the gid of the workspace to look in; if it is empty, all
	// workspaces of the token's user are looked through.
	Workspace string
	// Everywhere goes on to the other workspaces if there is none in Workspace.
	Everywhere bool
	// Skip, if not nil, tells which gids do not count.
	Skip func(gid string) bool
}

// FindWebhook returns the webhook that has a resource and a target. If there is
// none, the error is [ErrNoSuchWebhook]. A workspace that can't be listed does
// not hide the others: its error is returned only if none of them has it.
func (c *Client) FindWebhook(ctx context.Context, q WebhookQuery) (*Webhook, error) {
	missing := ErrNoSuchWebhook
	if q.Workspace != "" {
		found, err := c.findInWorkspace(ctx, q.Workspace, q)
		if err == nil || !q.Everywhere {
			return found, err
		}
		missing = err
	}
	for w, err := range c.Workspaces(ctx) {
		if err == nil && w.GID == q.Workspace {
			continue
		}
		if err == nil {
			var found *Webhook
			if found, err = c.findInWorkspace(ctx, w.GID, q); err == nil {
				return found, nil
			}
		}
		if errors.Is(missing, ErrNoSuchWebhook) {
			missing = err
		}
	}
	return nil, missing
}

// findInWorkspace searches one workspace, to the end unless it finds the very
// spelling.
func (c *Client) findInWorkspace(ctx context.Context, workspace string, q WebhookQuery) (*Webhook, error) {
	var similar *Webhook
	for w, err := range c.Webhooks(ctx, WebhookListOptions{Workspace: workspace, Resource: q.Resource}) {
		switch {
		case err != nil:
			return nil, err
		case q.Skip != nil && q.Skip(w.GID):
		case w.Target == q.Target:
			return &w, nil
		case similar == nil && SameTarget(w.Target, q.Target):
			similar = &w
		}
	}
	if similar == nil {
		return nil, ErrNoSuchWebhook
	}
	return similar, nil
}
