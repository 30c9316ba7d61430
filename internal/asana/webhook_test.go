package asana_test

import (
	"errors"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// The example of Asana's documentation, word for word.
const documentedCreation = `{
  "data": {
    "gid": "43214",
    "resource": {
      "gid": "8675309",
      "name": "Bugs"
    },
    "target": "https://example.com/receive-webhook/7654",
    "active": false,
    "last_success_at": null,
    "last_failure_at": null,
    "last_failure_content": null
  },
  "X-Hook-Secret": "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81"
}`

func TestCreateWebhook_documentedExample(t *testing.T) {
	t.Parallel()
	a := script(respond(201, documentedCreation))
	created, err := newClient(t, a).CreateWebhook(t.Context(), asana.WebhookRequest{
		Resource: "8675309", Target: "https://example.com/receive-webhook/7654",
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := a.bodies[0], `{"data":{"resource":"8675309","target":"https://example.com/receive-webhook/7654"}}`+"\n"; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
	if got, want := a.requests[0].URL.String(), "https://app.asana.com/api/1.0/webhooks"; got != want {
		t.Errorf("URL %s, want %s", got, want)
	}
	if created.GID != "43214" || created.Resource.GID != "8675309" || created.Resource.Name != "Bugs" ||
		created.Target != "https://example.com/receive-webhook/7654" || created.Active || !created.LastSuccessAt.IsZero() {
		t.Errorf("got %+v", created.Webhook)
	}
	if got, want := created.Secret.Reveal(), "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81"; got != want {
		t.Error("the secret is not the one beside data")
	}
}

func TestGetWebhook_wholeRecord(t *testing.T) {
	t.Parallel()
	a := script(respond(200, `{"data":{"gid":"7","resource_type":"webhook","active":true,
		"resource":{"gid":"1","resource_type":"project","name":"P"},"target":"https://e.example/h",
		"created_at":"2024-10-24T09:41:07.123Z","last_success_at":"2024-10-24T09:41:08.000Z","last_failure_at":null,
		"last_failure_content":"","delivery_retry_count":2,"next_attempt_after":null,"failure_deletion_timestamp":"2024-10-25T09:41:08.000Z",
		"filters":[{"resource_type":"task","resource_subtype":null,"action":"changed","fields":null}],
		"is_workspace_webhook":false,"something_new":{"a":[1]}}}`))
	w, err := newClient(t, a).GetWebhook(t.Context(), "7")
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2024, 10, 24, 9, 41, 7, 123e6, time.UTC); !w.CreatedAt.Equal(want) {
		t.Errorf("created at %v, want %v", w.CreatedAt, want)
	}
	if !w.LastFailureAt.IsZero() || w.DeliveryRetryCount != 2 || w.FailureDeletionTimestamp.IsZero() {
		t.Errorf("delivery health wrong: %+v", w)
	}
	if !asana.SameFilters(w.Filters, []asana.Filter{{ResourceType: "task", Action: "changed"}}) {
		t.Errorf("filters %+v", w.Filters)
	}
	if a.requests[0].Body != nil || a.requests[0].ContentLength != 0 {
		t.Error("a GET must not have a body")
	}
	if got := a.requests[0].Header.Get("Content-Type"); got != "" {
		t.Errorf("Content-Type %q of a GET", got)
	}
	if got, want := a.requests[0].Header.Get("Authorization"), "Bearer "+testToken; got != want {
		t.Error("wrong Authorization header")
	}
	if got := a.requests[0].Header.Get("User-Agent"); got != "test/1" {
		t.Errorf("user agent %q", got)
	}
}

func TestUpdateWebhookFilters_noneIsAnEmptyArray(t *testing.T) {
	t.Parallel()
	a := script(respond(200, `{"data":{"gid":"7"}}`))
	if _, err := newClient(t, a).UpdateWebhookFilters(t.Context(), "7", nil); err != nil {
		t.Fatal(err)
	}
	if got, want := a.bodies[0], `{"data":{"filters":[]}}`+"\n"; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
	if got := a.requests[0].Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type %q", got)
	}
}

func TestDeleteWebhook_hasNoBody(t *testing.T) {
	t.Parallel()
	a := script(respond(200, `{"data":{}}`))
	if err := newClient(t, a).DeleteWebhook(t.Context(), "7/../8"); err != nil {
		t.Fatal(err)
	}
	if a.requests[0].Body != nil {
		t.Error("a DELETE must not have a body")
	}
	if got, want := a.requests[0].URL.EscapedPath(), "/api/1.0/webhooks/7%2F..%2F8"; got != want {
		t.Errorf("path %s, want %s", got, want)
	}
}

func TestWebhooks_pages(t *testing.T) {
	t.Parallel()
	a := script(
		respond(200, `{"data":[{"gid":"1","resource":{"gid":"5"}},{"gid":"2","resource":{"gid":"5"}}],"next_page":{"offset":"abc","path":"/x","uri":"https://x"}}`),
		respond(200, `{"data":[{"gid":"3","resource":{"gid":"5"}},{"gid":"4","resource":{"gid":"6"}}],"next_page":null}`),
	)
	var gids []string
	for w, err := range newClient(t, a).Webhooks(t.Context(), asana.WebhookListOptions{Workspace: "9", Resource: "5"}) {
		if err != nil {
			t.Fatal(err)
		}
		gids = append(gids, w.GID)
	}
	if len(gids) != 3 || gids[2] != "3" {
		t.Errorf("got %v", gids)
	}
	q := a.requests[1].URL.Query()
	if q.Get("workspace") != "9" || q.Get("resource") != "5" || q.Get("limit") != "100" || q.Get("offset") != "abc" {
		t.Errorf("second page asked for with %v", q)
	}
}

func TestWebhooks_stopsWithoutAnotherPage(t *testing.T) {
	t.Parallel()
	a := script(respond(200, `{"data":[{"gid":"1","resource":{"gid":"5"}},{"gid":"2","resource":{"gid":"5"}}],"next_page":{"offset":"abc"}}`))
	for _, err := range newClient(t, a).Webhooks(t.Context(), asana.WebhookListOptions{Workspace: "9"}) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if len(a.requests) != 1 {
		t.Errorf("%d requests, want 1", len(a.requests))
	}
}

func TestWebhooks_brokenPageIsAnError(t *testing.T) {
	t.Parallel()
	a := script(
		respond(200, `{"data":[{"gid":"1"}],"next_page":{"offset":"abc"}}`),
		respond(400, `{"errors":[{"message":"offset: Your pagination token has expired."}]}`),
	)
	var seen int
	var last error
	for _, err := range newClient(t, a).Webhooks(t.Context(), asana.WebhookListOptions{Workspace: "9"}) {
		seen++
		last = err
	}
	if seen != 2 || !errors.Is(last, asana.ErrInvalid) {
		t.Errorf("%d elements, last error %v", seen, last)
	}
}

func TestCreateWebhook_badInputMakesNoCall(t *testing.T) {
	t.Parallel()
	for field, r := range map[string]asana.WebhookRequest{
		"resource": {Resource: "abc", Target: "https://e.example/"},
		"target":   {Resource: "1", Target: "/relative"},
		"filters":  {Resource: "1", Target: "https://e.example/", Filters: []asana.Filter{{Action: "exploded"}}},
	} {
		a := script(respond(201, documentedCreation))
		_, err := newClient(t, a).CreateWebhook(t.Context(), r)
		invalid, ok := errors.AsType[*asana.InvalidError](err)
		if !ok || invalid.Field != field {
			t.Errorf("%s: got %v", field, err)
		}
		if len(a.requests) != 0 {
			t.Errorf("%s: a call was made", field)
		}
	}
}
