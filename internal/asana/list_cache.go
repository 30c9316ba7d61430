package asana

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// listAge is how long a list serves look-ups after its last page came. It does not
// count from the first page, because a long list would be too old when it is whole.
const listAge = time.Minute

// listCache shares lists of names: look-ups that need a list at the same time share
// one fetch, and later ones its result. It is safe for concurrent use.
type listCache struct {
	client *Client

	mu    sync.Mutex
	lists map[string]*sharedList // by request
}

// sharedList is a list for all look-ups that wait for it. Its fetch ends with the
// last of them, not with the first.
type sharedList struct {
	begun   time.Time
	waiters int // guarded by the cache's mu
	cancel  context.CancelFunc
	done    chan struct{}

	// Set before done is closed.
	ended   time.Time
	records []NamedResource
	err     error
}

func newListCache(c *Client) *listCache {
	return &listCache{client: c, lists: make(map[string]*sharedList)}
}

// read returns a list whose fetch began at since or later, from the cache if it can.
func (c *listCache) read(ctx context.Context, l NameList, since time.Time) (*sharedList, error) {
	s := c.join(ctx, l, since)
	defer c.leave(l, s)
	select {
	case <-s.done:
		return s, s.err
	case <-ctx.Done():
		return nil, get(l.op, nil, l.path...).unsent(ctx.Err())
	}
}

// join returns the list for one more look-up, and starts a fetch if there is none.
func (c *listCache) join(ctx context.Context, l NameList, since time.Time) *sharedList {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.lists, func(_ string, s *sharedList) bool { return s.expired() })
	s, ok := c.lists[l.key()]
	if !ok || s.begun.Before(since) {
		fetchCtx, cancel := context.WithCancel(context.WithoutCancel(ctx))
		s = &sharedList{begun: time.Now(), cancel: cancel, done: make(chan struct{})}
		c.lists[l.key()] = s
		go c.fetch(fetchCtx, l, s)
	}
	s.waiters++
	return s
}

// leave cancels a fetch that nobody waits for.
func (c *listCache) leave(l NameList, s *sharedList) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.waiters--
	if s.waiters > 0 || s.finished() {
		return
	}
	s.cancel()
	c.drop(l, s)
}

func (c *listCache) fetch(ctx context.Context, l NameList, s *sharedList) {
	defer s.cancel()
	for r, err := range list[NamedResource](ctx, c.client, l.op, l.values(), l.path...) {
		if s.err = err; err == nil {
			s.records = append(s.records, r)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.err != nil {
		c.drop(l, s) // the next look-up tries again
	}
	s.ended = time.Now()
	close(s.done)
}

// drop removes a list unless another one has taken its place. The caller holds mu.
func (c *listCache) drop(l NameList, s *sharedList) {
	if c.lists[l.key()] == s {
		delete(c.lists, l.key())
	}
}

func (s *sharedList) finished() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

func (s *sharedList) expired() bool { return s.finished() && time.Since(s.ended) > listAge }

// has reports whether an object of the list has a name.
func (s *sharedList) has(name string) bool {
	return slices.ContainsFunc(s.records, func(r NamedResource) bool { return r.Name == name })
}

// key identifies the request for a list.
func (l NameList) key() string { return strings.Join(l.path, "/") + "?" + l.query.Encode() }

// values are the query parameters, which are never nil.
func (l NameList) values() url.Values {
	if l.query == nil {
		return url.Values{}
	}
	return l.query
}
