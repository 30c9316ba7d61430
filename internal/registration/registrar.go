package registration

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Client is what registering needs of Asana's API. [*asana.Client] is one.
type Client interface {
	CreateWebhook(context.Context, asana.WebhookRequest) (*asana.CreatedWebhook, error)
	GetWebhook(ctx context.Context, gid string) (*asana.Webhook, error)
	DeleteWebhook(ctx context.Context, gid string) error
	FindWebhook(context.Context, asana.WebhookQuery) (*asana.Webhook, error)
	// ServerTime bounds what Asana's clock showed at a local time.
	ServerTime(local time.Time) (earliest, latest time.Time, ok bool)
}

// Request describes a webhook to register.
type Request struct {
	asana.WebhookRequest
	// ReplaceExisting allows to delete a webhook that already has this
	// resource and target, unless the same Registrar created it.
	ReplaceExisting bool
	// Timeout is how long new attempts are started. Orphans are deleted after it,
	// too.
	Timeout time.Duration
}

// Registered is a new webhook, and what its creation deleted before.
type Registered struct {
	asana.CreatedWebhook
	// Replaced are the webhooks that had the pair and were deleted, as
	// [Request].ReplaceExisting allows.
	Replaced []asana.Webhook
	// Orphans are the webhooks of earlier attempts that were deleted because
	// their secrets were lost.
	Orphans []asana.Webhook
}

// pair is a resource and a target, in any spelling, which can have one webhook.
type pair struct{ resource, target string }

// Registrar registers webhooks and remembers which ones it created. One serves a
// whole run. It is safe for concurrent use.
type Registrar struct {
	client    Client
	workspace string
	progress  func(ctx context.Context, message string)

	mu              sync.Mutex
	locked          map[pair]chan struct{}
	created         map[string]bool // gids created by this registrar
	deleted         map[string]bool // gids that no longer exist, though lists may still show them
	deleting        map[string]int  // how many deletions of a gid are in progress
	lastDeletionEnd time.Time       // when the last deletion ended
}

// New returns a registrar. It looks for webhooks in workspace first, if that
// is not empty, and reports to progress what it waits for.
func New(client Client, workspace string, progress func(ctx context.Context, message string)) *Registrar {
	return &Registrar{
		client: client, workspace: workspace, progress: progress,
		locked:   make(map[pair]chan struct{}),
		created:  make(map[string]bool),
		deleted:  make(map[string]bool),
		deleting: make(map[string]int),
	}
}

// Delete removes a webhook, and reports whether it existed: one that no longer
// exists is no error. Until it is deleted, a creation of the same pair waits for it.
func (r *Registrar) Delete(ctx context.Context, gid string) (existed bool, err error) {
	r.mu.Lock()
	r.deleting[gid]++
	r.mu.Unlock()

	err = r.client.DeleteWebhook(ctx, gid)
	existed = err == nil
	if errors.Is(err, asana.ErrNotFound) {
		err = nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.deleting[gid]--
	if r.deleting[gid] == 0 {
		delete(r.deleting, gid)
	}
	r.lastDeletionEnd = time.Now()
	if err == nil {
		r.deleted[gid] = true
	}
	return existed, err
}

// recordCreated remembers a webhook as this registrar's own.
func (r *Registrar) recordCreated(gid string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.created[gid] = true
}

// IsOwn reports whether this registrar has created a webhook, or deleted it.
func (r *Registrar) IsOwn(gid string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.created[gid] || r.deleted[gid]
}

func (r *Registrar) isCreated(gid string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.created[gid]
}

// isDeleted reports whether a webhook is deleted by this registrar, or about to be.
func (r *Registrar) isDeleted(gid string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.deleted[gid] || r.deleting[gid] > 0
}

// lastDeletion is when a deletion was last in progress, which Asana may take a
// while to notice: now, if there is one. The zero time means never.
func (r *Registrar) lastDeletion() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.deleting) > 0 {
		return time.Now()
	}
	return r.lastDeletionEnd
}

// lockPair waits until no other creation of the pair is in progress, so that one
// never treats the other's webhook as its own. It returns how to unlock the pair.
func (r *Registrar) lockPair(ctx context.Context, p pair) (unlock func(), err error) {
	for {
		r.mu.Lock()
		unlocked, taken := r.locked[p]
		if !taken {
			done := make(chan struct{})
			r.locked[p] = done
			r.mu.Unlock()
			return func() {
				r.mu.Lock()
				defer r.mu.Unlock()
				delete(r.locked, p)
				close(done)
			}, nil
		}
		r.mu.Unlock()
		r.progress(ctx, "another block of this run is creating a webhook with this resource and target, waiting for it")
		select {
		case <-unlocked:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
