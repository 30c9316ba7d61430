package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// Equal filters and equal fields, of a webhook that something else made, are one:
// it can be imported, planned and listed.
func TestAccWebhook_equalFiltersInAsana(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	task := asanatest.Filter{ResourceType: "task", Action: "changed", Fields: []string{"name", "due_on", "name"}}
	gid := a.AddWebhook(asanatest.Webhook{
		Resource: a.project, Target: target,
		Filters: []asanatest.Filter{task, {ResourceType: "story"}, task, {ResourceType: "story"}},
	})
	w := newWorkdir(t, a.webhook(`filters = [
    { resource_type = "story" },
    { resource_type = "task", action = "changed", fields = ["name", "due_on"] },
  ]`)+fmt.Sprintf(`
data "asana_webhooks" "all" {
  workspace = %q
}

data "asana_webhook" "it" {
  id = %q
}
`, a.workspace, gid))
	w.must(t, "import", "asana_webhook.test", gid)
	w.must(t, "plan", "-detailed-exitcode")
	w.apply(t)
	if n := a.calls(asanatest.UpdateWebhook); n != 0 {
		t.Errorf("%d PUTs", n)
	}
}

// What nothing depends on may come in any form, or not at all.
func TestAccWebhook_oddAnswers(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.distort(t, func(r *http.Request, answer []byte) []byte {
		if r.Method == http.MethodPut || r.Method == http.MethodDelete {
			return []byte("HTTP/1.1 204 No Content\r\n\r\n")
		}
		head, text, _ := bytes.Cut(answer, []byte("\r\n\r\n"))
		long := fmt.Appendf(nil, "Content-Length: %d", len(text))
		text = bytes.ReplaceAll(text, []byte(`"last_failure_at":null`), []byte(`"last_failure_at":""`))
		text = bytes.ReplaceAll(text, []byte(`"next_attempt_after":null`), []byte(`"next_attempt_after":"soon"`))
		text = bytes.ReplaceAll(text, []byte(`"delivery_retry_count":0`), []byte(`"delivery_retry_count":0.0`))
		head = bytes.Replace(head, long, fmt.Appendf(nil, "Content-Length: %d", len(text)), 1)
		return append(append(head, "\r\n\r\n"...), text...)
	})
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	w.must(t, "plan", "-detailed-exitcode")
	w.write(t, a.webhook(`filters = [{ resource_type = "task" }]`))
	w.apply(t)
	if f := a.only(t).Filters; len(f) != 1 || f[0].ResourceType != "task" {
		t.Errorf("the filters are %+v", f)
	}
	w.must(t, "plan", "-detailed-exitcode")
	w.must(t, "destroy", "-auto-approve")
	a.agrees(t, w, 0)
}

// A secret that was changed on its way verifies no event. It is treated as one that
// did not come: the webhook is deleted, and created again.
func TestAccWebhook_secretThatIsNotText(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]string{"bad bytes": "\xff", "half a character": `\ud83d`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			var creations atomic.Int32
			a.distort(t, func(r *http.Request, answer []byte) []byte {
				if r.Method != http.MethodPost || creations.Add(1) > 1 {
					return answer
				}
				at := bytes.LastIndex(answer, []byte(`"}`))
				copy(answer[at-len(broken):], broken)
				return answer
			})
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			a.agrees(t, w, 1)
			if n := creations.Load(); n != 2 {
				t.Errorf("%d POSTs", n)
			}
			if got := stateAttribute(t, w, "secret"); got != a.only(t).Secret {
				t.Error("the secret in the state is not the one that the API gave")
			}
		})
	}
}
