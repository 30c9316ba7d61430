package asanatest

import (
	"slices"
	"time"
)

// tombstone is a deleted webhook that lists still show, or that still counts as a
// duplicate, because the API is eventually consistent.
type tombstone struct {
	*webhook
	deletedAt time.Time
}

// deleteWithTombstone deletes a webhook and keeps a tombstone as long as an option
// asks for one. The caller holds s.mu.
func (s *Server) deleteWithTombstone(w *webhook) {
	delete(s.webhooks, w.GID)
	now := s.nowLocked()
	retention := max(s.opts.ListLag, s.opts.DuplicateLag)
	s.tombstones = slices.DeleteFunc(s.tombstones, func(t tombstone) bool { return !t.within(retention, now) })
	if retention > 0 {
		s.tombstones = append(s.tombstones, tombstone{w, now})
	}
}

func (t tombstone) within(lag time.Duration, now time.Time) bool {
	return now.Before(t.deletedAt.Add(lag))
}

// listable returns what lists choose from, by gid. The caller holds s.mu.
func (s *Server) listable() []*webhook {
	all := s.sortedWebhooks()
	for _, t := range s.tombstones {
		if t.within(s.opts.ListLag, s.nowLocked()) {
			all = append(all, t.webhook)
		}
	}
	slices.SortFunc(all, func(a, b *webhook) int { return compareGIDs(a.GID, b.GID) })
	return all
}

// duplicatesTombstone reports whether a deleted webhook still makes w a duplicate.
// The caller holds s.mu.
func (s *Server) duplicatesTombstone(w Webhook) bool {
	return slices.ContainsFunc(s.tombstones, func(t tombstone) bool {
		return t.isDuplicate(w) && t.within(s.opts.DuplicateLag, s.nowLocked())
	})
}

// isDuplicate reports whether Asana allows only one of the two.
func (w Webhook) isDuplicate(other Webhook) bool {
	return w.User == other.User && w.Resource == other.Resource && w.Target == other.Target
}
