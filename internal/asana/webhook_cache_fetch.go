package asana

import (
	"context"
	"time"
)

// pageFetch is an in-flight request for a page, shared by all readers that wait
// for it. It is canceled with the last of them, not with the first.
type pageFetch struct {
	waiters  int  // guarded by the cache's mu
	canceled bool // guarded by the cache's mu: the last waiter has left
	cancel   context.CancelFunc
	done     chan struct{}
	hasNext  bool // set before done is closed: the next page may have what this one lacks
}

// awaitPages waits for pages, and fetches them as long as calls are left, until
// done returns true. It calls done with mu held.
func (c *webhookCache) awaitPages(ctx context.Context, done func() bool) {
	for more := true; more; {
		f := c.joinFetch(ctx, done)
		if f == nil {
			return
		}
		select {
		case <-f.done:
		case <-ctx.Done():
		}
		canceled := c.stopWaiting(f)
		more = ctx.Err() == nil && (canceled || f.hasNext)
	}
}

// joinFetch returns the fetch in flight, for one more reader, or starts the next
// one; or nil, if done returns true or no call is left.
func (c *webhookCache) joinFetch(ctx context.Context, done func() bool) *pageFetch {
	c.mu.Lock()
	defer c.mu.Unlock()
	if done() || c.inFlight == nil && c.callCount >= c.readCount {
		return nil
	}
	if c.inFlight == nil {
		ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
		c.inFlight = &pageFetch{cancel: cancel, done: make(chan struct{})}
		go c.runFetch(ctx, c.inFlight)
	}
	c.inFlight.waiters++
	return c.inFlight
}

// stopWaiting cancels a fetch when no reader waits for it, and reports whether that
// has happened: a reader that joined too late starts another one.
func (c *webhookCache) stopWaiting(f *pageFetch) (canceled bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiters--
	if f.waiters == 0 && c.inFlight == f {
		f.canceled = true
		f.cancel()
	}
	return f.canceled
}

func (c *webhookCache) runFetch(ctx context.Context, f *pageFetch) {
	defer f.cancel()
	hasNext := c.fetchNext(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inFlight, f.hasNext = nil, hasNext
	close(f.done)
}

// fetchNext makes the next call for a list, and reports whether there is reason to
// go on. There is one at a time.
func (c *webhookCache) fetchNext(ctx context.Context) bool {
	position, ok := c.cursor.current(c.workspace)
	if !ok {
		return false
	}
	c.mu.Lock()
	c.callCount++
	c.mu.Unlock()
	fetch := c.fetchWebhooks
	if position.workspace == "" {
		fetch = c.fetchWorkspaces
	}
	next, err := fetch(ctx, position)
	switch {
	case err == nil:
		c.cursor.advance(next)
		c.recordComplete()
		return true
	case ctx.Err() != nil: // canceled: the next fetch begins here
		return false
	}
	return c.cursor.handleError(err)
}

// fetchWorkspaces fetches workspaces, adds the lists of their webhooks to the
// cursor, and returns the offset of the next page.
func (c *webhookCache) fetchWorkspaces(ctx context.Context, position listPosition) (next string, err error) {
	ca := get(opGetWorkspaces, nil, "workspaces")
	ca.bestEffort = true
	p, err := fetchPage[Workspace](ctx, c.client, ca, position.offset)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if position.offset == "" {
		c.workspaces = nil
	}
	for _, w := range p.Data {
		c.cursor.positions = append(c.cursor.positions, listPosition{workspace: w.GID})
		c.workspaces = append(c.workspaces, w.GID)
	}
	next, err = c.cursor.positions[0].pages.next(ca.op, len(p.Data), p.NextPage.Offset)
	c.workspacesComplete = err == nil && next == ""
	return next, err
}

func (c *webhookCache) recordComplete() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.cursor.positions) == 0 && !c.cursor.partial {
		c.completeSince = c.cursor.nextRound.Add(-cacheTTL)
	}
}

// fetchWebhooks fetches webhooks and returns the offset of the next page.
func (c *webhookCache) fetchWebhooks(ctx context.Context, position listPosition) (next string, err error) {
	p, requestedAt, err := c.fetchWebhookPage(ctx, WebhookListOptions{Workspace: position.workspace}, position.offset)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(p.Data) > 0 {
		c.pageCount++
	}
	for _, w := range p.Data {
		c.markFound(w.GID)
		if w.isComplete() && !c.written[w.GID] {
			c.entries[w.GID] = cacheEntry{webhook: w, requestedAt: requestedAt}
		}
	}
	return c.cursor.positions[0].pages.next(opGetWebhooks, len(p.Data), p.NextPage.Offset)
}

// fetchWebhookPage fetches a page of webhooks, and records which pairs have one.
func (c *webhookCache) fetchWebhookPage(ctx context.Context, opts WebhookListOptions, offset string) (p page[Webhook], requestedAt time.Time, err error) {
	ca := get(opGetWebhooks, opts.query(), "webhooks")
	ca.bestEffort = true
	p, err = fetchPage[Webhook](ctx, c.client, ca, offset)
	if err != nil {
		return p, ca.sentAt, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, w := range p.Data {
		c.pairs[pairOf(w.Resource.GID, w.Target)] = cacheEntry{webhook: w, requestedAt: ca.sentAt}
	}
	return p, ca.sentAt, nil
}
