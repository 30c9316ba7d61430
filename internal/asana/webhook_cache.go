package asana

import (
	"context"
	"sync"
	"time"
)

const (
	// cacheTTL is how old a record from a list may be.
	cacheTTL = time.Minute
	// directReads are answered by calls of their own: so few are not worth a
	// list, which may be full of other people's webhooks.
	directReads = 2
	// trialPages are fetched before it is decided whether pages are worth
	// waiting for: they are if they had one in minFoundShare of the webhooks
	// requested so far.
	trialPages    = 5
	minFoundShare = 3
)

// webhookCache answers reads from pages of the list of webhooks, a hundred a
// call. It fetches pages as reads arrive, and never more of them than there
// have been reads, so that all reads together cost at most twice as many calls
// as without it. It is not trusted for absence: a webhook that it does not
// have must be requested. A list that keeps failing is no longer read, and no
// error is returned.
//
// A record is served for cacheTTL, whatever others do to the webhook meanwhile:
// one that they delete between the page and the read is still returned.
//
// If the lists are full of other people's webhooks, it takes many pages to come
// to the one that is waited for. As long as few of the requested webhooks were in
// the pages so far, no reader waits for more than one page.
type webhookCache struct {
	client    *Client
	workspace string

	mu         sync.Mutex
	inFlight   *pageFetch      // the page that is being fetched, or nil
	readCount  int             // reads that were not answered at once
	callCount  int             // requests for lists
	pageCount  int             // pages of webhooks that came
	requested  map[string]bool // by gid: whether a page had the webhook
	foundCount int             // how many of the requested webhooks a page had
	entries    map[string]cacheEntry
	written    map[string]bool // by this client: lists may lag behind

	pairLookups        int                        // of pairs of resource and target
	pairs              map[webhookPair]cacheEntry // of all webhooks in pages
	workspaces         []string                   // of the user, as far as listed
	workspacesComplete bool                       // all workspaces are listed
	completeSince      time.Time                  // when the first page of all lists was requested, once all have been read

	cursor listCursor // used by one fetch at a time
}

// cacheEntry is a record and when the request for it was sent, which the rate
// limit may have held back for long.
type cacheEntry struct {
	webhook     Webhook
	requestedAt time.Time
}

// fresh returns a copy of the webhook, or nil if it is too old or there is none.
func (e cacheEntry) fresh() *Webhook {
	if time.Since(e.requestedAt) > cacheTTL {
		return nil
	}
	return &e.webhook
}

func newWebhookCache(c *Client, workspace string) *webhookCache {
	return &webhookCache{
		client: c, workspace: workspace,
		requested: make(map[string]bool),
		entries:   make(map[string]cacheEntry),
		written:   make(map[string]bool),
		pairs:     make(map[webhookPair]cacheEntry),
	}
}

// find returns a webhook's record, if the cache has it or a page that the cache may
// fetch has it.
func (c *webhookCache) find(ctx context.Context, gid string) (*Webhook, bool) {
	if w, ok := c.lookup(gid); ok {
		return w, true
	}
	if !c.countRead(gid) {
		return nil, false
	}
	waited := false
	c.awaitPages(ctx, func() bool {
		enough := waited && c.pageCount >= trialPages && minFoundShare*c.foundCount < len(c.requested)
		waited = true
		return enough || c.entries[gid].fresh() != nil
	})
	return c.lookup(gid)
}

// countRead counts a read and reports whether lists may serve it.
func (c *webhookCache) countRead(gid string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.readCount++
	return c.readCount > directReads && !c.written[gid]
}

// markFound records that a page had a webhook. The caller holds mu.
func (c *webhookCache) markFound(gid string) {
	if had, wanted := c.requested[gid]; wanted && !had {
		c.requested[gid] = true
		c.foundCount++
	}
}

// lookup returns a webhook's record if the cache has it, and records that the webhook
// is requested.
func (c *webhookCache) lookup(gid string) (*Webhook, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, listed := c.entries[gid]
	if _, again := c.requested[gid]; !again {
		c.requested[gid] = false
		if listed {
			c.markFound(gid)
		}
	}
	w := entry.fresh()
	return w, w != nil
}

// invalidate excludes a webhook from the cache, both the entry that is there and
// those that come later: lists lag behind a write, nobody says for how long.
func (c *webhookCache) invalidate(gid string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.written[gid] = true
	delete(c.entries, gid)
}

// isComplete reports whether a record from a list has all that a single read
// gives. What is not there does not show as unset: filters are [] where there
// are none. Whether lists give the resource's type is not documented.
func (w *Webhook) isComplete() bool {
	r := w.Resource
	return w.GID != "" && !w.CreatedAt.IsZero() && w.Target != "" && w.Filters != nil &&
		r.GID != "" && r.ResourceType != "" && r.Name != ""
}
