// Package registration creates a webhook in such a way that none is orphaned
// and no secret is lost.
package registration

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Client is what registering needs of Asana's API. [*asana.Client] is one.
type Client interface {
	CreateWebhook(context.Context, asana.WebhookRequest) (*asana.CreatedWebhook, error)
	DeleteWebhook(ctx context.Context, gid string) error
}

// ErrNoSecret is a creation to which Asana answered without the secret, twice.
// Without it no event can be verified, so nothing of it is left.
var ErrNoSecret = errors.New("Asana answered the creation without the X-Hook-Secret")

// Create registers a webhook and returns it with its secret. When it returns
// an error, the webhook does not exist.
func Create(ctx context.Context, client Client, r asana.WebhookRequest) (*asana.CreatedWebhook, error) {
	for range 2 {
		created, err := client.CreateWebhook(ctx, r)
		if err != nil {
			return nil, err
		}
		if created.Secret != "" {
			return created, nil
		}
		if err := client.DeleteWebhook(ctx, created.GID); err != nil && !errors.Is(err, asana.ErrNotFound) {
			return nil, fmt.Errorf("%w, and webhook %s could not be deleted again: %w", ErrNoSecret, created.GID, err)
		}
	}
	return nil, ErrNoSecret
}
