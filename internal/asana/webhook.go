package asana

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Operations that more than one place has to know.
const (
	opCreateWebhook = "createWebhook"
	opGetWebhooks   = "getWebhooks"
	opGetWorkspaces = "getWorkspaces"
)

// webhookFields is the whole record, for lists, which give only part of it
// unless asked. The document's list of fields lacks filters.resource_type, so
// filters are asked for whole.
const webhookFields = "active,created_at,delivery_retry_count,failure_deletion_timestamp,filters," +
	"last_failure_at,last_failure_content,last_success_at,next_attempt_after," +
	"resource,resource.name,target"

// Webhook is a subscription to the events of an Asana object. Times are zero
// where Asana gives null.
type Webhook struct {
	// GID identifies the webhook.
	GID string `json:"gid"`
	// Active tells whether events are sent.
	Active bool `json:"active"`
	// Resource is the object whose events are sent.
	Resource NamedResource `json:"resource"`
	// Target is the URL that receives them.
	Target string `json:"target"`
	// Filters restrict which events are sent; none lets all pass.
	Filters []Filter `json:"filters"`
	// CreatedAt is when the webhook was made, to the millisecond.
	CreatedAt time.Time `json:"created_at"`
	// LastSuccessAt is when a delivery last succeeded.
	LastSuccessAt time.Time `json:"last_success_at"`
	// LastFailureAt is when a delivery last failed.
	LastFailureAt time.Time `json:"last_failure_at"`
	// LastFailureContent is what the target answered then.
	LastFailureContent string `json:"last_failure_content"`
	// DeliveryRetryCount counts the failures since the last success.
	DeliveryRetryCount int `json:"delivery_retry_count"`
	// NextAttemptAfter is the time before which nothing is sent again.
	NextAttemptAfter time.Time `json:"next_attempt_after"`
	// FailureDeletionTimestamp is when Asana deletes the webhook unless a
	// delivery succeeds before.
	FailureDeletionTimestamp time.Time `json:"failure_deletion_timestamp"`
}

func (w Webhook) id() string { return w.GID }

func (w Webhook) check() error { return checkRecord(w.GID, w.Resource.GID) }

// NamedResource is a reference to an Asana object.
type NamedResource struct {
	// GID identifies the object.
	GID string `json:"gid"`
	// ResourceType is its type, such as "project".
	ResourceType string `json:"resource_type"`
	// Name is what people call it.
	Name string `json:"name"`
}

func (r NamedResource) id() string { return r.GID }

func (r NamedResource) check() error { return checkRecord(r.GID) }

// WebhookRequest describes a webhook to create.
type WebhookRequest struct {
	// Resource is the gid of the object to subscribe to.
	Resource string `json:"resource"`
	// Target is the URL that shall receive the events.
	Target string `json:"target"`
	// Filters restrict which events are sent.
	Filters []Filter `json:"filters,omitempty"`
}

// Check returns an [*InvalidError] if Asana is documented to refuse the request.
func (r WebhookRequest) Check() error {
	if err := CheckResource(r.Resource); err != nil {
		return &InvalidError{Field: "resource", Problem: err.Error()}
	}
	if err := CheckTarget(r.Target); err != nil {
		return &InvalidError{Field: "target", Problem: err.Error()}
	}
	for _, f := range r.Filters {
		if err := f.Check(); err != nil {
			return &InvalidError{Field: "filters", Problem: err.Error()}
		}
	}
	return nil
}

// CreatedWebhook is Asana's answer to a creation.
type CreatedWebhook struct {
	Webhook
	// Secret is the X-Hook-Secret with which events are signed. Asana gives
	// it in this answer only. Empty if the answer lacked it, or if it was not
	// valid text.
	Secret Secret
	// SentAt is when the request was sent, the last time if it was repeated, by
	// this machine's clock.
	SentAt time.Time
}

// UnmarshalJSON reads the answer's envelope: the secret stands beside the
// record, not in it. A record of an unexpected form is left out but for its gid:
// it can be read again, which the secret can't.
func (w *CreatedWebhook) UnmarshalJSON(b []byte) error {
	var envelope struct {
		Data   json.RawMessage `json:"data"`
		Secret json.RawMessage `json:"X-Hook-Secret"`
	}
	if err := json.Unmarshal(b, &envelope); err != nil {
		return err
	}
	w.Secret = decodeSecret(envelope.Secret)
	if json.Unmarshal(envelope.Data, &w.Webhook) != nil {
		var record NamedResource
		_ = json.Unmarshal(envelope.Data, &record) // a gid that can't be read is none
		w.Webhook = Webhook{GID: record.GID}
	}
	if w.GID == "" {
		return errors.New("the answer names no webhook")
	}
	return nil
}

// creationResponse is the response to a creation, which must be about the resource
// that was sent, as far as it names one.
type creationResponse struct {
	CreatedWebhook
	resource string
}

func (c *creationResponse) check() error {
	if err := c.CreatedWebhook.check(); err != nil {
		return err
	}
	if got := c.Resource.GID; got != "" && got != c.resource {
		return &UnexpectedRecordError{Requested: c.resource, Got: got}
	}
	return nil
}

// CreateWebhook registers a webhook. While the request is open Asana calls the
// target, which must echo the X-Hook-Secret header, so an attempt gets at
// least 30 seconds. It is never repeated blindly, and ending ctx stops only
// the waiting before an attempt, never one in flight: its answer holds the
// only copy of the secret.
//
// A [*TransportError] with Sent, or an [*Error] that is [ErrServer] or
// [ErrNotAsana], leaves open whether the webhook was made.
func (c *Client) CreateWebhook(ctx context.Context, r WebhookRequest) (*CreatedWebhook, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	r.Filters = UniqueFilters(r.Filters)
	ca := &call{op: opCreateWebhook, method: http.MethodPost, path: []string{"webhooks"}, body: r, nonIdempotent: true}
	created := creationResponse{resource: r.Resource}
	if err := c.do(ctx, ca, &created); err != nil {
		return nil, withoutQuery(err, r.Target)
	}
	created.SentAt = ca.sentAt
	c.secrets.add(created.Secret)
	return &created.CreatedWebhook, nil
}

// ReadWebhook returns a webhook's record like GetWebhook, but makes fewer calls
// where many webhooks are read: the record may be from a list that was fetched
// within the last minute. So what others did shows after a minute at the latest,
// apart from how far Asana's lists lag behind: until then a webhook that somebody
// else deleted may still be returned, as it was. One that this client has written
// is asked for by itself from then on.
func (c *Client) ReadWebhook(ctx context.Context, gid string) (*Webhook, error) {
	if w, ok := c.cache.find(ctx, gid); ok {
		return w, nil
	}
	return c.GetWebhook(ctx, gid)
}

// CachedWebhook is ReadWebhook as far as no request is needed.
func (c *Client) CachedWebhook(gid string) (*Webhook, bool) {
	return c.cache.lookup(gid)
}

// GetWebhook returns a webhook's record, or an error that is [ErrNotFound].
func (c *Client) GetWebhook(ctx context.Context, gid string) (*Webhook, error) {
	return getObject[Webhook](ctx, c, "getWebhook", "webhooks", gid)
}

// UpdateWebhookFilters replaces all filters of a webhook. If the answer does not
// have the record, the record is read.
func (c *Client) UpdateWebhookFilters(ctx context.Context, gid string, filters []Filter) (*Webhook, error) {
	ca := &call{
		op: "updateWebhook", method: http.MethodPut, path: []string{"webhooks", gid},
		body: map[string]any{"filters": UniqueFilters(filters)}, mayBeEmpty: true,
	}
	w, err := doRecord[Webhook](ctx, c, ca, gid)
	c.cache.invalidate(gid)
	if errors.Is(err, errEmptyBody) {
		return c.GetWebhook(ctx, gid)
	}
	return w, err
}

// emptyResponse is a response that says no more than that the work is done.
type emptyResponse struct{}

func (*emptyResponse) check() error { return nil }

// DeleteWebhook removes a webhook. One that is gone already gives an error
// that is [ErrNotFound].
func (c *Client) DeleteWebhook(ctx context.Context, gid string) error {
	defer c.cache.invalidate(gid)
	ca := &call{op: "deleteWebhook", method: http.MethodDelete, path: []string{"webhooks", gid}, mayBeEmpty: true}
	if err := c.do(ctx, ca, &emptyResponse{}); !errors.Is(err, errEmptyBody) {
		return err
	}
	return nil
}

// WebhookListOptions restricts a list of webhooks.
type WebhookListOptions struct {
	// Workspace is the gid of the workspace to look in; required.
	Workspace string
	// Resource, if not empty, is the gid of the object subscribed to.
	Resource string
}

// Webhooks yields the complete records of the webhooks that the token's app
// registered for the token's user in a workspace: others exist but can't be
// listed.
func (c *Client) Webhooks(ctx context.Context, opts WebhookListOptions) iter.Seq2[Webhook, error] {
	all := list[Webhook](ctx, c, opGetWebhooks, opts.query(), "webhooks")
	// A cache on the way may answer with another list.
	return filtered(all, func(w Webhook) bool { return opts.Resource == "" || w.Resource.GID == opts.Resource })
}

func (o WebhookListOptions) query() url.Values {
	q := url.Values{"workspace": {o.Workspace}, "opt_fields": {webhookFields}}
	if o.Resource != "" {
		q.Set("resource", o.Resource)
	}
	return q
}

// Failing reports whether the last delivery failed. Asana then retries with
// growing pauses, and deletes the webhook at FailureDeletionTimestamp.
func (w *Webhook) Failing() bool {
	return w.DeliveryRetryCount > 0 || !w.FailureDeletionTimestamp.IsZero()
}

// LastFailureLine returns the beginning of what the target answered to the
// last failed delivery to a webhook, as a line of plain text that is safe to print.
func (c *Client) LastFailureLine(w *Webhook) string {
	return c.Quote(stripTags(w.LastFailureContent), maxSnippet)
}
