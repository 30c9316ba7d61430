package asanatest

import (
	"encoding/json"
	"net/http"
)

// compactJSON is an object in its compact form.
type compactJSON struct {
	GID          string `json:"gid"`
	ResourceType string `json:"resource_type"`
	Name         string `json:"name"`
}

// webhookJSON is the full record as GET answers it. Nulls where captures have
// them; last_failure_content is "" when there was no failure.
type webhookJSON struct {
	GID                string       `json:"gid"`
	ResourceType       string       `json:"resource_type"`
	Active             bool         `json:"active"`
	Resource           compactJSON  `json:"resource"`
	Target             string       `json:"target"`
	CreatedAt          jsonTime     `json:"created_at"`
	LastSuccessAt      jsonTime     `json:"last_success_at"`
	LastFailureAt      jsonTime     `json:"last_failure_at"`
	LastFailureContent string       `json:"last_failure_content"`
	DeliveryRetryCount int          `json:"delivery_retry_count"`
	NextAttemptAfter   jsonTime     `json:"next_attempt_after"`
	FailureDeletion    jsonTime     `json:"failure_deletion_timestamp"`
	Filters            []filterJSON `json:"filters"`
	// IsWorkspaceWebhook is in captures and in no document.
	IsWorkspaceWebhook bool `json:"is_workspace_webhook"`
}

// slimJSON is the 201 of the documentation's example.
type slimJSON struct {
	GID                string      `json:"gid"`
	ResourceType       string      `json:"resource_type"`
	Active             bool        `json:"active"`
	Resource           compactJSON `json:"resource"`
	Target             string      `json:"target"`
	LastSuccessAt      jsonTime    `json:"last_success_at"`
	LastFailureAt      jsonTime    `json:"last_failure_at"`
	LastFailureContent *string     `json:"last_failure_content"`
}

// filterJSON is a filter with all four keys, unset ones null.
type filterJSON struct {
	ResourceType    *string  `json:"resource_type"`
	ResourceSubtype *string  `json:"resource_subtype"`
	Action          *string  `json:"action"`
	Fields          []string `json:"fields"`
}

// hookSecret is both the header of the handshake and the key in the 201.
const hookSecret = "X-Hook-Secret"

// createdJSON is the 201: the secret stands beside data, not in it.
type createdJSON struct {
	Data   any    `json:"data"`
	Secret string `json:"X-Hook-Secret,omitempty"`
}

// webhookRecord writes the full record, in which raw members take precedence. The
// caller holds s.mu.
func (s *Server) webhookRecord(w *webhook) any {
	return s.withRawMembers(w, s.fullRecord(w))
}

// fullRecord writes the full record. The caller holds s.mu.
func (s *Server) fullRecord(w *webhook) webhookJSON {
	resource := s.compactRecord(w.Resource)
	return webhookJSON{
		GID: w.GID, ResourceType: kindWebhook, Active: w.Active, Resource: resource, Target: s.opts.TargetSpelling(w.Target),
		CreatedAt: jsonTime(w.CreatedAt), LastSuccessAt: jsonTime(w.LastSuccessAt),
		LastFailureAt: jsonTime(w.LastFailureAt), LastFailureContent: w.LastFailureContent,
		DeliveryRetryCount: w.RetryCount, NextAttemptAfter: jsonTime(w.NextAttemptAfter),
		FailureDeletion: jsonTime(w.DeletionAt), Filters: wireFilters(w.Filters),
		IsWorkspaceWebhook: resource.ResourceType == kindWorkspace,
	}
}

// slimRecord writes the record of the documentation's example.
func (s *Server) slimRecord(w *webhook) slimJSON {
	return slimJSON{GID: w.GID, ResourceType: kindWebhook, Resource: s.compactRecord(w.Resource), Target: s.opts.TargetSpelling(w.Target)}
}

// compactRecord writes an object in its compact form. The caller holds s.mu.
func (s *Server) compactRecord(gid string) compactJSON {
	c := compactJSON{GID: gid}
	if o, ok := s.objects[gid]; ok {
		c.ResourceType, c.Name = o.kind, o.name
	}
	return c
}

func wireFilters(filters []Filter) []filterJSON {
	list := []filterJSON{}
	for _, f := range filters {
		j := filterJSON{ResourceType: orNull(f.ResourceType), ResourceSubtype: orNull(f.ResourceSubtype), Action: orNull(f.Action)}
		if len(f.Fields) > 0 {
			j.Fields = f.Fields
		}
		list = append(list, j)
	}
	return list
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// withoutSecret takes the secret out of a 201.
func withoutSecret(resp response) response {
	var body struct {
		Data json.RawMessage `json:"data"`
	}
	if resp.status != http.StatusCreated || json.Unmarshal(resp.body, &body) != nil {
		return resp
	}
	return dataResponse(resp.status, body.Data)
}
