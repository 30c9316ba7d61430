package asana

import (
	"context"
	"net/url"
	"sync"
	"time"
)

const (
	// indexAge is how old a record from a list may be.
	indexAge = time.Minute
	// directReads are answered by calls of their own: so few are not worth a
	// list, which may be full of other people's webhooks.
	directReads = 2
	// trialPages come before it is judged whether pages are worth waiting for:
	// they are if they had one in worthWaiting of the webhooks asked for so far.
	trialPages   = 5
	worthWaiting = 3
)

// webhookIndex answers reads from pages of the list of webhooks, a hundred a
// call. It fetches pages as reads arrive, and never more of them than there
// have been reads, so that all reads together cost at most twice as many calls
// as without it. It is not trusted for absence: a webhook that it does not
// have must be asked for. A list that keeps failing is given up without a word.
//
// A record answers for indexAge, whatever others do to the webhook meanwhile: one
// that they delete between the page and the read is still returned.
//
// Where the lists are full of other people's webhooks, it takes many pages to
// come to the one that is waited for. As long as few of the webhooks asked for
// were in the pages so far, nobody waits for more than one.
type webhookIndex struct {
	client    *Client
	workspace string

	mu      sync.Mutex
	flight  *pageFlight     // the page on its way, or nil
	reads   int             // that were not answered at once
	calls   int             // made for lists
	pages   int             // of webhooks, that came
	wanted  map[string]bool // the webhooks that were asked for: whether a page had them
	found   int             // how many of them a page had
	entries map[string]indexEntry
	written map[string]bool // by this client: lists may lag behind

	lookups    int                        // of pairs
	pairs      map[webhookPair]indexEntry // of all webhooks in pages
	workspaces []string                   // of the user, as far as listed
	listed     bool                       // all workspaces are
	whole      time.Time                  // when the first page of all lists was asked for, once all have been read

	cursor indexCursor // of the flight
}

// pageFlight is a page on its way, for all readers that wait for it. It ends
// with the last of them, not with the first.
type pageFlight struct {
	waiters int  // guarded by the index's mu
	givenUp bool // guarded by the index's mu: the last waiter has left
	cancel  context.CancelFunc
	done    chan struct{}
	onward  bool // set before done is closed: the next page may have what this one lacks
}

// indexEntry is a record and when the request for it was sent, which the rate
// limit may have held back for long.
type indexEntry struct {
	webhook Webhook
	asked   time.Time
}

func newWebhookIndex(c *Client, workspace string) *webhookIndex {
	return &webhookIndex{
		client: c, workspace: workspace,
		wanted:  make(map[string]bool),
		entries: make(map[string]indexEntry),
		written: make(map[string]bool),
		pairs:   make(map[webhookPair]indexEntry),
	}
}

// find returns a webhook's record, if the index has it or a page that it may
// fetch does.
func (x *webhookIndex) find(ctx context.Context, gid string) (*Webhook, bool) {
	x.want(gid)
	if w, ok := x.lookUp(gid); ok {
		return w, true
	}
	if !x.count(gid) {
		return nil, false
	}
	for waited := false; ; waited = true {
		f, w := x.board(ctx, gid, waited)
		if f == nil {
			return w, w != nil
		}
		select {
		case <-f.done:
		case <-ctx.Done():
		}
		givenUp := x.leave(f)
		if ctx.Err() != nil || !f.onward && !givenUp {
			return x.lookUp(gid)
		}
	}
}

// board returns the page on its way, or sets out for the next one; or the
// record, which a page may have brought meanwhile; or neither, if no page may be
// fetched, or none is worth waiting for by whoever has waited for one.
func (x *webhookIndex) board(ctx context.Context, gid string, waited bool) (*pageFlight, *Webhook) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if w := x.entry(gid); w != nil {
		return nil, w
	}
	if waited && x.pages >= trialPages && worthWaiting*x.found < len(x.wanted) {
		return nil, nil
	}
	if x.flight == nil && x.calls >= x.reads {
		return nil, nil
	}
	return x.join(ctx), nil
}

// join returns the page under way, for one more reader, or has the next one
// fetched. The caller holds mu.
func (x *webhookIndex) join(ctx context.Context) *pageFlight {
	if x.flight == nil {
		ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
		x.flight = &pageFlight{cancel: cancel, done: make(chan struct{})}
		go x.fly(ctx, x.flight)
	}
	x.flight.waiters++
	return x.flight
}

// leave ends a page's flight when nobody waits for it any more, and reports
// whether that has happened: whoever came too late to keep it sets out anew.
func (x *webhookIndex) leave(f *pageFlight) (givenUp bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	f.waiters--
	if f.waiters == 0 && x.flight == f {
		f.givenUp = true
		f.cancel()
	}
	return f.givenUp
}

func (x *webhookIndex) fly(ctx context.Context, f *pageFlight) {
	defer f.cancel()
	onward := x.fetch(ctx)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.flight, f.onward = nil, onward
	close(f.done)
}

// count counts a read and reports whether lists may serve it.
func (x *webhookIndex) count(gid string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.reads++
	return x.reads > directReads && !x.written[gid]
}

// want notes that a webhook is asked for.
func (x *webhookIndex) want(gid string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if _, again := x.wanted[gid]; again {
		return
	}
	x.wanted[gid] = false
	if _, ok := x.entries[gid]; ok {
		x.bring(gid)
	}
}

// bring notes that a page had a webhook. The caller holds mu.
func (x *webhookIndex) bring(gid string) {
	if had, wanted := x.wanted[gid]; wanted && !had {
		x.wanted[gid] = true
		x.found++
	}
}

func (x *webhookIndex) lookUp(gid string) (*Webhook, bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	w := x.entry(gid)
	return w, w != nil
}

// entry returns a copy of a record that is fresh enough, or nil. The caller
// holds mu.
func (x *webhookIndex) entry(gid string) *Webhook {
	e, ok := x.entries[gid]
	if !ok || time.Since(e.asked) > indexAge {
		return nil
	}
	w := e.webhook
	return &w
}

// forget makes sure that no list answers for a webhook any more, neither what
// is now in the index nor what comes later: lists lag behind a write, nobody
// says for how long.
func (x *webhookIndex) forget(gid string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.written[gid] = true
	delete(x.entries, gid)
}

// fetch makes the next call for a list, and reports whether there is reason to
// go on. There is one at a time.
func (x *webhookIndex) fetch(ctx context.Context) bool {
	at, ok := x.cursor.place(x.workspace)
	if !ok {
		return false
	}
	x.mu.Lock()
	x.calls++
	x.mu.Unlock()
	var next string
	var err error
	if at.workspace == "" {
		next, err = x.fetchWorkspaces(ctx, at)
	} else {
		next, err = x.fetchWebhooks(ctx, at)
	}
	switch {
	case err == nil:
		x.cursor.advance(next)
		x.noteWhole()
		return true
	case ctx.Err() != nil: // given up: the next one begins here
		return false
	}
	return x.cursor.stumble(err)
}

// fetchWorkspaces fetches workspaces, puts the lists of their webhooks on the
// way, and returns where there are more.
func (x *webhookIndex) fetchWorkspaces(ctx context.Context, at indexPlace) (next string, err error) {
	ca := get(opGetWorkspaces, url.Values{}, "workspaces")
	ca.fleeting = true
	p, err := fetchPage[Workspace](ctx, x.client, ca, at.offset)
	if err != nil {
		return "", err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if at.offset == "" {
		x.workspaces = nil
	}
	for _, w := range p.Data {
		x.cursor.places = append(x.cursor.places, indexPlace{workspace: w.GID})
		x.workspaces = append(x.workspaces, w.GID)
	}
	next, err = x.cursor.places[0].pages.next(ca.op, len(p.Data), p.next())
	x.listed = err == nil && next == ""
	return next, err
}

// noteWhole notes that all lists have been read to their ends.
func (x *webhookIndex) noteWhole() {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.cursor.places) == 0 && !x.cursor.partial {
		x.whole = x.cursor.again.Add(-indexAge)
	}
}

// fetchWebhooks fetches webhooks and returns where there are more.
func (x *webhookIndex) fetchWebhooks(ctx context.Context, at indexPlace) (next string, err error) {
	opts := WebhookListOptions{Workspace: at.workspace}
	ca := get(opGetWebhooks, opts.query(), "webhooks")
	ca.fleeting = true
	p, err := fetchPage[Webhook](ctx, x.client, ca, at.offset)
	if err != nil {
		return "", err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(p.Data) > 0 {
		x.pages++
	}
	x.addPairs(p.Data, ca.sent)
	for _, w := range p.Data {
		x.bring(w.GID)
		if w.complete() && !x.written[w.GID] {
			x.entries[w.GID] = indexEntry{webhook: w, asked: ca.sent}
		}
	}
	return x.cursor.places[0].pages.next(ca.op, len(p.Data), p.next())
}

// complete reports whether a record from a list has all that a single read
// gives. What is not there does not show as unset: filters are [] where there
// are none. Whether lists give the resource's type is not documented.
func (w *Webhook) complete() bool {
	r := w.Resource
	return w.GID != "" && !w.CreatedAt.IsZero() && w.Target != "" && w.Filters != nil &&
		r.GID != "" && r.ResourceType != "" && r.Name != ""
}
