package asanatest

import (
	"slices"
	"time"
)

// ghost is a deleted webhook that is still noticed here and there: distributed
// systems take a while to forget.
type ghost struct {
	*webhook
	deletedAt time.Time
}

// bury deletes a webhook. The caller holds s.mu.
func (s *Server) bury(w *webhook) {
	delete(s.webhooks, w.GID)
	now := s.nowLocked()
	memory := max(s.opts.ListLag, s.opts.DuplicateLag)
	s.ghosts = slices.DeleteFunc(s.ghosts, func(g ghost) bool { return !g.within(memory, now) })
	if memory > 0 {
		s.ghosts = append(s.ghosts, ghost{w, now})
	}
}

func (g ghost) within(lag time.Duration, now time.Time) bool { return now.Before(g.deletedAt.Add(lag)) }

// listable returns what lists choose from, by gid. The caller holds s.mu.
func (s *Server) listable() []*webhook {
	all := s.sortedWebhooks()
	for _, g := range s.ghosts {
		if g.within(s.opts.ListLag, s.nowLocked()) {
			all = append(all, g.webhook)
		}
	}
	slices.SortFunc(all, func(a, b *webhook) int { return compareGIDs(a.GID, b.GID) })
	return all
}

// haunted reports whether a deleted webhook stands in the way of w. The caller
// holds s.mu.
func (s *Server) haunted(w Webhook) bool {
	return slices.ContainsFunc(s.ghosts, func(g ghost) bool {
		return g.isDuplicate(w) && g.within(s.opts.DuplicateLag, s.nowLocked())
	})
}

// isDuplicate reports whether Asana allows only one of the two.
func (w Webhook) isDuplicate(other Webhook) bool {
	return w.User == other.User && w.Resource == other.Resource && w.Target == other.Target
}
