package registration

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Client is what registering needs of Asana's API. [*asana.Client] is one.
type Client interface {
	CreateWebhook(context.Context, asana.WebhookRequest) (*asana.CreatedWebhook, error)
	DeleteWebhook(ctx context.Context, gid string) error
	Webhooks(context.Context, asana.WebhookListOptions) iter.Seq2[asana.Webhook, error]
	Workspaces(context.Context) iter.Seq2[asana.Workspace, error]
	// ServerTime bounds what Asana's clock showed at a local time.
	ServerTime(local time.Time) (earliest, latest time.Time, ok bool)
}

// Request describes a webhook to register.
type Request struct {
	asana.WebhookRequest
	// ReplaceExisting allows to delete a webhook that already has this
	// resource and target, but for one that the same Registrar created.
	ReplaceExisting bool
	// Timeout is how long new attempts are begun. What an attempt left behind
	// is cleaned up after it, too.
	Timeout time.Duration
}

// pair is what Asana allows one webhook for.
type pair struct{ resource, target string }

// Registrar registers webhooks and remembers which ones it made. One serves a
// whole run. It is safe for concurrent use.
type Registrar struct {
	client    Client
	workspace string
	progress  func(ctx context.Context, message string)

	mu      sync.Mutex
	busy    map[pair]chan struct{}
	created map[string]bool // gids made by this registrar
	deleted map[string]bool // gids that are gone, though lists may still show them
}

// New returns a registrar. It looks for webhooks in workspace first, if that
// is not empty, and tells progress what it waits for.
func New(client Client, workspace string, progress func(ctx context.Context, message string)) *Registrar {
	return &Registrar{
		client: client, workspace: workspace, progress: progress,
		busy:    make(map[pair]chan struct{}),
		created: make(map[string]bool),
		deleted: make(map[string]bool),
	}
}

// Delete removes a webhook; one that is gone already is just as well.
func (r *Registrar) Delete(ctx context.Context, gid string) error {
	if err := r.client.DeleteWebhook(ctx, gid); err != nil && !isGone(err) {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deleted[gid] = true
	return nil
}

// keep remembers a webhook as this registrar's own.
func (r *Registrar) keep(gid string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.created[gid] = true
}

func (r *Registrar) isCreated(gid string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.created[gid]
}

func (r *Registrar) isDeleted(gid string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.deleted[gid]
}

// enter waits until no other creation for the pair is under way, so that one
// never takes the other's webhook for its own. It returns how to leave.
func (r *Registrar) enter(ctx context.Context, p pair) (leave func(), err error) {
	for {
		r.mu.Lock()
		busy, taken := r.busy[p]
		if !taken {
			done := make(chan struct{})
			r.busy[p] = done
			r.mu.Unlock()
			return func() {
				r.mu.Lock()
				defer r.mu.Unlock()
				delete(r.busy, p)
				close(done)
			}, nil
		}
		r.mu.Unlock()
		select {
		case <-busy:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
