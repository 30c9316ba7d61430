package asana_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// record is the answer to a GET of webhook 7 with members in addition.
func record(members string) func(*http.Request) (*http.Response, error) {
	return respond(200, `{"data":{"gid":"7","resource":{"gid":"1"},"target":"https://e.example/","created_at":"2024-10-24T09:41:07.123Z"`+members+`}}`)
}

// A time that is none does not keep a webhook from being read: nothing is decided
// by it but whether it is there.
func TestWebhook_malformedTimes(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"created_at", "last_success_at", "last_failure_at", "next_attempt_after", "failure_deletion_timestamp"} {
		for text, known := range map[string]bool{
			`""`: false, `null`: false, `"never"`: false, `"2024-13-45T00:00:00Z"`: false, `0`: false, `1729762867`: false, `{}`: false, `[]`: false, `false`: false,
			`"2024-10-24T09:41:07.123Z"`: true, `"2024-10-24T09:41:07Z"`: true, `"2024-10-24T11:41:07+02:00"`: true,
		} {
			w, err := newClient(t, script(record(`,"`+name+`":`+text))).GetWebhook(t.Context(), "7")
			if err != nil {
				t.Errorf("%s %s: %v", name, text, err)
				continue
			}
			got := map[string]time.Time{
				"created_at": w.CreatedAt, "last_success_at": w.LastSuccessAt, "last_failure_at": w.LastFailureAt,
				"next_attempt_after": w.NextAttemptAfter, "failure_deletion_timestamp": w.FailureDeletionTimestamp,
			}[name]
			if got.IsZero() == known || known && got.Unix() != 1729762867 {
				t.Errorf("%s %s is read as %v", name, text, got)
			}
			if w.GID != "7" || w.Target == "" || w.Resource.GID != "1" {
				t.Errorf("%s %s: the rest is read as %+v", name, text, w)
			}
		}
	}
}

func TestWebhook_malformedCounts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"3": 3, "3.0": 3, "3e0": 3, "0.3e1": 3, `"3"`: 3, `"3.0"`: 3, "0": 0, "null": 0, `""`: 0, `"many"`: 0, "-1": 0, "1e300": 0, "{}": 0, "true": 0, "2.9": 2,
	} {
		w, err := newClient(t, script(record(`,"delivery_retry_count":`+text))).GetWebhook(t.Context(), "7")
		if err != nil || w.DeliveryRetryCount != want {
			t.Errorf("%s is read as %+v, %v", text, w, err)
		}
	}
}

// Filters that mean the same are one, and so are fields, wherever they come from.
func TestWebhook_equalFilters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`null`: "[]", `[]`: "[]",
		`[{"resource_type":"task"},{"resource_type":"task"}]`:                                                         "[{task   []}]",
		`[{"resource_type":"task","fields":null},{"resource_type":"task","fields":[]},{"resource_type":"task"}]`:      "[{task   []}]",
		`[{"resource_type":"task","action":""},{"resource_type":"task","action":null}]`:                               "[{task   []}]",
		`[{"resource_type":"task","action":"changed","fields":["name","due_on","name"]}]`:                             "[{task  changed [name due_on]}]",
		`[{"action":"changed","fields":["a","b"]},{"action":"changed","fields":["b","a","b"]}]`:                       "[{  changed [a b]}]",
		`[{"resource_type":"task"},{"resource_type":"story"},{"resource_type":"task"}]`:                               "[{task   []} {story   []}]",
		`[{"resource_type":"task","action":"exploded"},{"resource_type":"task","action":"exploded","new_member":{}}]`: "[{task  exploded []}]",
	} {
		single := `{"data":{"gid":"7","filters":` + text + `}}`
		page := `{"data":[{"gid":"7","filters":` + text + `}]}`
		w, err := newClient(t, script(respond(200, single))).GetWebhook(t.Context(), "7")
		if err != nil || fmt.Sprint(w.Filters) != want {
			t.Errorf("%s is read as %+v, %v", text, w, err)
		}
		for w, err := range newClient(t, script(respond(200, page))).Webhooks(t.Context(), asana.WebhookListOptions{Workspace: "1"}) {
			if err != nil || fmt.Sprint(w.Filters) != want {
				t.Errorf("%s is listed as %+v, %v", text, w, err)
			}
		}
	}
	for _, text := range []string{`"task"`, `[1]`, `[{"fields":"name"}]`, `[{"action":{}}]`} {
		if _, err := newClient(t, script(record(`,"filters":`+text))).GetWebhook(t.Context(), "7"); err == nil {
			t.Errorf("%s is read, but it decides what the webhook sends", text)
		}
	}
}

func TestWebhook_equalFiltersAreSentOnce(t *testing.T) {
	t.Parallel()
	twice := []asana.Filter{
		{ResourceType: "task", Action: "changed", Fields: []string{"name", "due_on", "name"}},
		{ResourceType: "story"},
		{ResourceType: "task", Action: "changed", Fields: []string{"due_on", "name"}},
		{ResourceType: "story", Fields: []string{}},
	}
	const once = `"filters":[{"resource_type":"task","action":"changed","fields":["name","due_on"]},{"resource_type":"story"}]}}` + "\n"
	a := script(respond(201, documentedCreation))
	if _, err := newClient(t, a).CreateWebhook(t.Context(), asana.WebhookRequest{Resource: "8675309", Target: "https://e.example/", Filters: twice}); err != nil || !strings.HasSuffix(a.bodies[0], once) {
		t.Errorf("created with %s, %v", a.bodies, err)
	}
	a = script(respond(200, `{"data":{"gid":"7"}}`))
	if _, err := newClient(t, a).UpdateWebhookFilters(t.Context(), "7", twice); err != nil || !strings.HasSuffix(a.bodies[0], once) {
		t.Errorf("updated with %s, %v", a.bodies, err)
	}
	if len(twice) != 4 || len(twice[0].Fields) != 3 {
		t.Error("the caller's filters were changed")
	}
}

// A success with nothing in it is one where nothing is needed. What is needed is
// read.
func TestClient_emptySuccess(t *testing.T) {
	t.Parallel()
	found := record("")
	for name, tc := range map[string]struct {
		step    func(*http.Request) (*http.Response, error)
		deleted bool
		updated bool
	}{
		"204":                 {respond(204, ""), true, true},
		"204, no kind":        {respond(204, "", "Content-Type", ""), true, true},
		"empty 200":           {respond(200, ""), true, true},
		"blank 200":           {respond(200, " \r\n"), true, true},
		"empty 202":           {respond(202, ""), false, false},
		"200 with HTML":       {respond(200, "<html>", "Content-Type", "text/html"), false, false},
		"200 with half of it": {respond(200, `{"da`), false, false},
	} {
		err := newClient(t, script(tc.step)).DeleteWebhook(t.Context(), "7")
		if (err == nil) != tc.deleted {
			t.Errorf("%s: DELETE: %v", name, err)
		}
		a := script(tc.step, found)
		w, err := newClient(t, a).UpdateWebhookFilters(t.Context(), "7", nil)
		if (err == nil) != tc.updated || err == nil && (w.GID != "7" || w.Target == "" || len(a.requests) != 2 || a.requests[1].Method != "GET") {
			t.Errorf("%s: PUT: %+v in %d requests: %v", name, w, len(a.requests), err)
		}
		for what, call := range map[string]error{
			"GET":  getOne(t.Context(), newClient(t, script(tc.step))),
			"POST": postOne(t.Context(), newClient(t, script(tc.step))),
		} {
			if _, ok := errors.AsType[*asana.UnreadableError](call); !ok {
				t.Errorf("%s: %s: %v", name, what, call)
			}
		}
	}
	// What can't be read after an update is an error of the update.
	_, err := newClient(t, script(respond(204, ""), respond(403, `{"errors":[{"message":"no"}]}`))).UpdateWebhookFilters(t.Context(), "7", nil)
	if !errors.Is(err, asana.ErrForbidden) {
		t.Errorf("got %v", err)
	}
}
