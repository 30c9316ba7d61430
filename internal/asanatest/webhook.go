package asanatest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Webhook is all that the server knows of a webhook, the secret included: what
// a test compares its own findings with. Zero times stand for null.
type Webhook struct {
	GID      string
	Resource string // gid
	Target   string
	Secret   string
	User     string // gid of who registered it
	App      string
	Active   bool
	Filters  []Filter

	CreatedAt          time.Time
	LastSuccessAt      time.Time
	LastFailureAt      time.Time
	LastFailureContent string
	RetryCount         int
	NextAttemptAfter   time.Time
	DeletionAt         time.Time
}

// Filter lets events through to a webhook. Empty members match anything.
type Filter struct {
	ResourceType    string
	ResourceSubtype string
	Action          string
	Fields          []string
}

// webhook is a Webhook and what only the server needs to know about it.
type webhook struct {
	Webhook
	hidden        bool
	listedAt      time.Time // when lists begin to show it
	nextHeartbeat time.Time
	backlog       [][]byte // bodies not delivered yet, the oldest first
	delivering    bool     // somebody is working on the backlog
	raw           map[string]json.RawMessage
}

// Webhooks returns all webhooks by gid, of whatever user and app.
func (s *Server) Webhooks() []Webhook {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Webhook
	for _, w := range s.sortedWebhooks() {
		all = append(all, w.snapshot())
	}
	return all
}

// Webhook returns one webhook, and whether it exists.
func (s *Server) Webhook(gid string) (Webhook, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.webhooks[gid]
	if !ok {
		return Webhook{}, false
	}
	return w.snapshot(), true
}

// AddWebhook registers a webhook without a handshake, as though it had been
// made elsewhere and earlier, and returns its gid. It is active, whatever w
// says; SetActive changes that. An empty User or App means the default one; an
// empty gid, secret, creation time or time of the last success is filled in.
// Everything else is kept as it is, also what a creation would refuse: filters
// that are there twice, actions and targets that Asana does not know.
func (s *Server) AddWebhook(w Webhook) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustFindObject(w.Resource)
	if _, taken := s.webhooks[w.GID]; taken {
		panic(fmt.Sprintf("asanatest: a webhook with gid %q exists already", w.GID))
	}
	now := s.nowLocked().Truncate(time.Millisecond)
	w.Active = true
	w.User, w.App = cmp.Or(w.User, s.me), cmp.Or(w.App, DefaultApp)
	if w.GID == "" {
		w.GID = s.nextGID()
	}
	w.Secret = s.recordSecret(cmp.Or(w.Secret, newSecret()))
	if w.CreatedAt.IsZero() {
		w.CreatedAt = now
	}
	if w.LastSuccessAt.IsZero() {
		w.LastSuccessAt = now
	}
	s.webhooks[w.GID] = &webhook{Webhook: w.clone(), nextHeartbeat: now.Add(heartbeatInterval)}
	s.signalScheduleChange()
	return w.GID
}

// EditWebhook changes a webhook behind everybody's back: drift. It reports
// whether the webhook exists. The gid can't be changed.
func (s *Server) EditWebhook(gid string, edit func(*Webhook)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.webhooks[gid]
	if !ok {
		return false
	}
	changed := w.snapshot()
	edit(&changed)
	changed.GID = gid
	w.Webhook = changed.clone()
	s.signalScheduleChange()
	return true
}

// SetFilters replaces the filters of a webhook behind everybody's back.
func (s *Server) SetFilters(gid string, filters []Filter) {
	s.EditWebhook(gid, func(w *Webhook) { w.Filters = filters })
}

// SetActive makes a webhook active or not behind everybody's back.
func (s *Server) SetActive(gid string, active bool) {
	s.EditWebhook(gid, func(w *Webhook) { w.Active = active })
}

// DeleteWebhook deletes a webhook behind everybody's back.
func (s *Server) DeleteWebhook(gid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.webhooks, gid)
}

// sortedWebhooks returns the webhooks by gid. The caller holds s.mu.
func (s *Server) sortedWebhooks() []*webhook {
	all := make([]*webhook, 0, len(s.webhooks))
	for _, w := range s.webhooks {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b *webhook) int { return compareGIDs(a.GID, b.GID) })
	return all
}

func (w *webhook) snapshot() Webhook { return w.clone() }

// clone copies the slices, too, so that nobody shares them.
func (w Webhook) clone() Webhook {
	w.Filters = slices.Clone(w.Filters)
	for i := range w.Filters {
		w.Filters[i].Fields = slices.Clone(w.Filters[i].Fields)
	}
	return w
}

// newSecret makes a secret. Its form is opaque; 32 and 64 hex digits have been
// seen, so both come.
func newSecret() string {
	secret := randomHex(32)
	if secret[0] < '8' {
		return secret[:32]
	}
	return secret
}
