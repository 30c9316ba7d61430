package asana

import (
	"context"
	"maps"
	"strings"
	"sync"
	"time"
)

// listTTL is how long a list serves look-ups after its last page came. It does not
// count from the first page, because a long list would be too old when it is whole.
const listTTL = time.Minute

// listCache shares lists of names: look-ups that need a list at the same time share
// one fetch, and later ones its result. It is safe for concurrent use.
type listCache struct {
	client *Client

	mu      sync.Mutex
	fetches map[string]*sharedFetch // by request
}

// sharedFetch is a list that is fetched for all look-ups that wait for it. The
// request is canceled with the last of them, not with the first.
type sharedFetch struct {
	startedAt time.Time
	waiters   int // guarded by the cache's mu
	cancel    context.CancelFunc
	done      chan struct{}

	// Set before done is closed, endedAt with the cache's mu held.
	endedAt time.Time
	records []NamedResource
	err     error
}

// read returns a list whose fetch began at since or later, from the cache if it can.
func (c *listCache) read(ctx context.Context, l NameList, since time.Time) (*sharedFetch, error) {
	s := c.joinFetch(ctx, l, since)
	defer c.stopWaiting(l, s)
	select {
	case <-s.done:
		return s, s.err
	case <-ctx.Done():
		return nil, get(l.op, nil, l.path...).notSentError(ctx.Err())
	}
}

// joinFetch returns the fetch for one more look-up, and starts one if there is
// none.
func (c *listCache) joinFetch(ctx context.Context, l NameList, since time.Time) *sharedFetch {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.fetches, func(_ string, s *sharedFetch) bool {
		return !s.endedAt.IsZero() && time.Since(s.endedAt) > listTTL
	})
	s, ok := c.fetches[l.key()]
	if !ok || s.startedAt.Before(since) {
		fetchCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
		s = &sharedFetch{startedAt: time.Now(), cancel: cancel, done: make(chan struct{})}
		c.fetches[l.key()] = s
		go c.fetch(fetchCtx, l, s)
	}
	s.waiters++
	return s
}

func (c *listCache) stopWaiting(l NameList, s *sharedFetch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.waiters--
	if s.waiters == 0 && s.endedAt.IsZero() {
		s.cancel()
		c.remove(l, s)
	}
}

func (c *listCache) fetch(ctx context.Context, l NameList, s *sharedFetch) {
	defer s.cancel()
	for r, err := range list[NamedResource](ctx, c.client, l.op, l.query, l.path...) {
		if s.err = err; err == nil {
			s.records = append(s.records, r)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.err != nil {
		c.remove(l, s) // the next look-up tries again
	}
	s.endedAt = time.Now()
	close(s.done)
}

// remove removes a list unless another one has taken its place. The caller
// holds mu.
func (c *listCache) remove(l NameList, s *sharedFetch) {
	if c.fetches[l.key()] == s {
		delete(c.fetches, l.key())
	}
}

func (l NameList) key() string { return strings.Join(l.path, "/") + "?" + l.query.Encode() }
