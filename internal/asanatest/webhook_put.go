package asanatest

import "net/http"

// updateWebhook answers PUT /webhooks/{gid}: the filters, and nothing else, are
// replaced whole. Our choice: a PUT without filters, like one with an empty
// list, clears them.
func (s *Server) updateWebhook(c *call) (response, error) {
	data, err := requestData(c, "filters")
	if err != nil {
		return response{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w, err := s.findWebhook(c)
	if err != nil {
		return response{}, err
	}
	filters, err := parseFilters(data["filters"])
	if err != nil {
		return response{}, err
	}
	if err := s.checkFilters(filters, s.objects[w.Resource].kind); err != nil {
		return response{}, err
	}
	w.Filters = filters
	return dataResponse(http.StatusOK, selectFields(s.webhookRecord(w), optFields(c.query, nil))), nil
}
