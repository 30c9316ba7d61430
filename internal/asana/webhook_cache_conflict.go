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

// FindConflict returns the webhook that has a resource and a target, or nil if
// there is none; known is false if that could not be found out. It serves plans
// with many creations: n calls of it make at most n+1 requests, and no more
// than there are pages of lists if n is large. What it returns may be a minute
// old.
//
// A pair that is not known yet may become known by later calls: see
// [Client.CachedConflict].
func (c *Client) FindConflict(ctx context.Context, resource, target string) (w *Webhook, known bool) {
	cache, p := c.cache, pairOf(resource, target)
	n := cache.countPair()
	if w, known = cache.lookupPair(p); known {
		return w, true
	}
	if n <= directLookups {
		return cache.findInResourceList(ctx, p)
	}
	cache.awaitPages(ctx, func() bool {
		_, known := cache.pairLocked(p)
		return known
	})
	return cache.lookupPair(p)
}

// CachedConflict is FindConflict as far as no request is needed.
func (c *Client) CachedConflict(resource, target string) (w *Webhook, known bool) {
	return c.cache.lookupPair(pairOf(resource, target))
}

// countPair counts a look-up. Each allows a call, and all together one more, for
// the list of workspaces.
func (c *webhookCache) countPair() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pairLookups++
	c.readCount++
	if c.pairLookups == 1 {
		c.readCount++
	}
	return c.pairLookups
}

func (c *webhookCache) lookupPair(p webhookPair) (*Webhook, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pairLocked(p)
}

// pairLocked is lookupPair for callers that hold mu.
func (c *webhookCache) pairLocked(p webhookPair) (w *Webhook, known bool) {
	if w := c.pairs[p].fresh(); w != nil && !c.written[w.GID] {
		return w, true
	}
	return nil, time.Since(c.completeSince) <= cacheTTL
}

// findInResourceList looks for a pair in the list of its resource, in one
// workspace after the other as long as calls are left.
func (c *webhookCache) findInResourceList(ctx context.Context, p webhookPair) (*Webhook, bool) {
	workspaces := []string{c.workspace}
	if c.workspace == "" {
		c.awaitPages(ctx, func() bool { return c.workspacesComplete })
		c.mu.Lock()
		workspaces = c.workspaces
		complete := c.workspacesComplete
		c.mu.Unlock()
		if !complete {
			return nil, false
		}
	}
	for _, workspace := range workspaces {
		if complete := c.fetchResource(ctx, workspace, p.resource); !complete {
			return c.lookupPair(p)
		}
		if w, known := c.lookupPair(p); known {
			return w, true
		}
	}
	return nil, true
}

// fetchResource fetches the first page of a resource's webhooks in a workspace, if
// a call is left, and reports whether that is all of them.
func (c *webhookCache) fetchResource(ctx context.Context, workspace, resource string) (complete bool) {
	c.mu.Lock()
	allowed := c.callCount < c.readCount
	if allowed {
		c.callCount++
	}
	c.mu.Unlock()
	if !allowed {
		return false
	}
	page, _, err := c.fetchWebhookPage(ctx, WebhookListOptions{Workspace: workspace, Resource: resource}, "")
	return err == nil && page.NextPage.Offset == ""
}
