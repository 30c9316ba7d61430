package asana

import (
	"context"
	"time"
)

// directLookups is how many pairs are looked up by the list of their resource
// alone. Beyond that it pays to read the lists of all webhooks.
const directLookups = 5

// webhookPair is what Asana allows one webhook for.
type webhookPair struct{ resource, target string }

func pairOf(resource, target string) webhookPair {
	return webhookPair{resource, CanonicalTarget(target)}
}

// FindTaken returns the webhook that has a resource and a target, or nil if there
// is none; known is false if that could not be found out. It serves plans with many
// creations: n calls of it make at most n+1 requests, and no more than there are
// pages of lists if n is large. What it returns may be a minute old.
//
// A pair that is not known yet may become known by later calls: see [Client.Taken].
func (c *Client) FindTaken(ctx context.Context, resource, target string) (w *Webhook, known bool) {
	x, p := c.index, pairOf(resource, target)
	n := x.countPair()
	if w, known = x.lookUpPair(p); known {
		return w, true
	}
	if n <= directLookups {
		return x.findDirectly(ctx, p)
	}
	x.await(ctx, func() bool {
		_, known := x.pairLocked(p)
		return known
	})
	return x.lookUpPair(p)
}

// Taken is FindTaken as far as no request is needed.
func (c *Client) Taken(resource, target string) (w *Webhook, known bool) {
	return c.index.lookUpPair(pairOf(resource, target))
}

// countPair counts a look-up. Each allows a call, and all together one more, for
// the list of workspaces.
func (x *webhookIndex) countPair() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.lookups++
	x.reads++
	if x.lookups == 1 {
		x.reads++
	}
	return x.lookups
}

func (x *webhookIndex) lookUpPair(p webhookPair) (*Webhook, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.pairLocked(p)
}

// pairLocked is lookUpPair for callers that hold mu.
func (x *webhookIndex) pairLocked(p webhookPair) (w *Webhook, known bool) {
	if e, ok := x.pairs[p]; ok && time.Since(e.asked) <= indexAge && !x.written[e.webhook.GID] {
		found := e.webhook
		return &found, true
	}
	return nil, !x.whole.IsZero() && time.Since(x.whole) <= indexAge
}

// addPairs notes which pairs have webhooks. The caller holds mu.
func (x *webhookIndex) addPairs(webhooks []Webhook, asked time.Time) {
	for _, w := range webhooks {
		x.pairs[pairOf(w.Resource.GID, w.Target)] = indexEntry{webhook: w, asked: asked}
	}
}

// findDirectly looks for a pair in the list of its resource, in one workspace after
// the other as long as calls are left.
func (x *webhookIndex) findDirectly(ctx context.Context, p webhookPair) (*Webhook, bool) {
	workspaces := []string{x.workspace}
	if x.workspace == "" {
		x.await(ctx, func() bool { return x.listed })
		x.mu.Lock()
		workspaces = x.workspaces
		complete := x.listed
		x.mu.Unlock()
		if !complete {
			return nil, false
		}
	}
	for _, workspace := range workspaces {
		if whole := x.fetchResource(ctx, workspace, p.resource); !whole {
			return x.lookUpPair(p)
		}
		if w, known := x.lookUpPair(p); known {
			return w, true
		}
	}
	return nil, true
}

// fetchResource fetches the first page of a resource's webhooks in a workspace, if
// a call is left, and reports whether that is all of them.
func (x *webhookIndex) fetchResource(ctx context.Context, workspace, resource string) (whole bool) {
	x.mu.Lock()
	allowed := x.calls < x.reads
	if allowed {
		x.calls++
	}
	x.mu.Unlock()
	if !allowed {
		return false
	}
	opts := WebhookListOptions{Workspace: workspace, Resource: resource}
	ca := get(opGetWebhooks, opts.query(), "webhooks")
	ca.fleeting = true
	page, err := fetchPage[Webhook](ctx, x.client, ca, "")
	if err != nil {
		return false
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.addPairs(page.Data, ca.sent)
	return page.next() == ""
}

// await waits for pages, and has them fetched as long as calls are left, until done
// returns true, which is called with mu held.
func (x *webhookIndex) await(ctx context.Context, done func() bool) {
	for {
		f := x.boardUntil(ctx, done)
		if f == nil {
			return
		}
		select {
		case <-f.done:
		case <-ctx.Done():
		}
		givenUp := x.leave(f)
		if ctx.Err() != nil || !f.onward && !givenUp {
			return
		}
	}
}

// boardUntil returns the page under way, or has the next one fetched; or nil, if
// done returns true or no call is left.
func (x *webhookIndex) boardUntil(ctx context.Context, done func() bool) *pageFlight {
	x.mu.Lock()
	defer x.mu.Unlock()
	if done() || x.flight == nil && x.calls >= x.reads {
		return nil
	}
	return x.join(ctx)
}
