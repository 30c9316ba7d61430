package asanatest

import "slices"

// Hide takes an object or a webhook out of everybody's sight: it exists, but
// asking for it gets 403.
func (s *Server) Hide(gid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w, ok := s.webhooks[gid]; ok {
		w.hidden = true
		return
	}
	s.mustFindObject(gid).hidden = true
}

// Rename changes the name of an object.
func (s *Server) Rename(gid, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustFindObject(gid).name = name
}

// SetArchived archives a project, or takes it out of the archive.
func (s *Server) SetArchived(projectGID string, archived bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustFindObject(projectGID, kindProject).archived = archived
}

// Remove deletes an object, what hangs below it, and their webhooks. That
// webhooks go with their resource is our choice.
func (s *Server) Remove(gid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustFindObject(gid)
	s.remove(gid)
}

// remove is Remove for callers that hold s.mu.
func (s *Server) remove(gid string) {
	delete(s.objects, gid)
	for _, w := range s.webhooks {
		if w.Resource == gid {
			delete(s.webhooks, w.GID)
		}
	}
	for _, o := range s.objects {
		o.workspaces = slices.DeleteFunc(o.workspaces, func(g string) bool { return g == gid })
		o.containers = slices.DeleteFunc(o.containers, func(g string) bool { return g == gid })
	}
	for _, o := range s.objects {
		if o.parent == gid {
			s.remove(o.gid)
		}
	}
}
