package asanatest

import (
	"net/http"
)

// getWebhook answers GET /webhooks/{gid} with the full record.
func (s *Server) getWebhook(c *call) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.findWebhook(c)
	if err != nil {
		return response{}, err
	}
	return dataResponse(http.StatusOK, selectFields(s.webhookRecord(w), optFields(c.query, nil))), nil
}

// getWebhooks answers GET /webhooks: what this app registered for this user in
// a workspace, compact, by gid.
func (s *Server) getWebhooks(c *call) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	workspace := c.query.Get("workspace")
	if workspace == "" {
		return response{}, errMissing("workspace")
	}
	if _, err := s.findVisible("workspace", workspace, c.user, kindWorkspace); err != nil {
		return response{}, err
	}
	resource := c.query.Get("resource")
	if resource != "" {
		if _, err := s.findVisible("resource", resource, c.user); err != nil {
			return response{}, err
		}
	}
	fields := optFields(c.query, webhookCompact)
	var records []listRecord
	for _, w := range s.listable() {
		if s.isListed(w, c, workspace, resource) {
			records = append(records, listRecord{w.GID, func() any { return selectFields(s.webhookRecord(w), fields) }})
		}
	}
	return s.page(c, records)
}

// isListed says whether a list shows w.
func (s *Server) isListed(w *webhook, c *call, workspace, resource string) bool {
	if w.User != c.user || w.App != c.app || w.hidden || w.listedAt.After(s.nowLocked()) {
		return false
	}
	o := s.objects[w.Resource]
	if o == nil || len(o.workspaces) == 0 || o.workspaces[0] != workspace {
		return false
	}
	return resource == "" || resource == w.Resource
}

// deleteWebhook answers DELETE /webhooks/{gid}. A second one is a 404.
func (s *Server) deleteWebhook(c *call) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.findWebhook(c)
	if err != nil {
		return response{}, err
	}
	s.deleteWithTombstone(w)
	return dataResponse(http.StatusOK, struct{}{}), nil
}

// findWebhook finds the webhook in the path. Our choice: the webhooks of other
// users and other apps exist, but are not visible.
func (s *Server) findWebhook(c *call) (*webhook, error) {
	if !isGID(c.gid) {
		return nil, errNotAnID(kindWebhook, c.gid)
	}
	w, ok := s.webhooks[c.gid]
	if !ok {
		return nil, errUnknown(kindWebhook, c.gid)
	}
	if w.hidden || w.User != c.user || w.App != c.app {
		return nil, errNoAccess(kindWebhook)
	}
	return w, nil
}
