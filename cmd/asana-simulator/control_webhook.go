package main

import (
	"net/http"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// webhookJSON is a webhook with all that is known of it, its secret included.
type webhookJSON struct {
	GID      string       `json:"gid"`
	Resource string       `json:"resource"`
	Target   string       `json:"target"`
	Secret   string       `json:"secret"`
	Active   bool         `json:"active"`
	Filters  []filterJSON `json:"filters"`

	CreatedAt          time.Time  `json:"created_at"`
	LastSuccessAt      *time.Time `json:"last_success_at"`
	LastFailureAt      *time.Time `json:"last_failure_at"`
	LastFailureContent string     `json:"last_failure_content"`
	DeliveryRetryCount int        `json:"delivery_retry_count"`
	NextAttemptAfter   *time.Time `json:"next_attempt_after"`
	FailureDeletion    *time.Time `json:"failure_deletion_timestamp"`
}

type filterJSON struct {
	ResourceType    string   `json:"resource_type,omitempty"`
	ResourceSubtype string   `json:"resource_subtype,omitempty"`
	Action          string   `json:"action,omitempty"`
	Fields          []string `json:"fields,omitempty"`
}

// getWebhooks lists all webhooks, of whatever user and app.
func (c *control) getWebhooks(*http.Request) (any, error) {
	list := []webhookJSON{}
	for _, w := range c.sim.current().Webhooks() {
		list = append(list, describeWebhook(w))
	}
	return map[string]any{"webhooks": list}, nil
}

func describeWebhook(w asanatest.Webhook) webhookJSON {
	filters := []filterJSON{}
	for _, f := range w.Filters {
		filters = append(filters, filterJSON(f))
	}
	return webhookJSON{
		GID: w.GID, Resource: w.Resource, Target: w.Target, Secret: w.Secret, Active: w.Active, Filters: filters,
		CreatedAt: w.CreatedAt, LastSuccessAt: timeOrNull(w.LastSuccessAt), LastFailureAt: timeOrNull(w.LastFailureAt),
		LastFailureContent: w.LastFailureContent, DeliveryRetryCount: w.RetryCount,
		NextAttemptAfter: timeOrNull(w.NextAttemptAfter), FailureDeletion: timeOrNull(w.DeletionAt),
	}
}
