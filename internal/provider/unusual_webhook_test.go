package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// unusual is a webhook that exists although a new one like it is refused, or
// that Asana describes in an unusual form.
type unusual struct {
	webhook func(*unusualAPI, *asanatest.Webhook)
	// warning is what a refresh says of it; empty if there is nothing to say.
	warning string
	// block has the arguments of a new webhook like it, and refused is what the
	// plan says of them. Empty if it is not refused.
	block, refused string
}

func filtered(filters ...asanatest.Filter) func(*unusualAPI, *asanatest.Webhook) {
	return func(_ *unusualAPI, w *asanatest.Webhook) { w.Filters = filters }
}

func targeted(target string) func(*unusualAPI, *asanatest.Webhook) {
	return func(_ *unusualAPI, w *asanatest.Webhook) { w.Target = target }
}

func unusualWebhooks() map[string]unusual {
	toTarget := fmt.Sprintf("target = %q\n", target)
	return map[string]unusual{
		"action that came later": {
			webhook: filtered(asanatest.Filter{ResourceType: "task", Action: "exploded"}),
			warning: `filters: "exploded" is not an action of Asana's events: use one of "changed"`,
			block:   toTarget + `filters = [{ resource_type = "task", action = "exploded" }]`,
			refused: `"exploded" is not an action of Asana's events: use one of "changed"`,
		},
		"fields without changed": {
			webhook: filtered(asanatest.Filter{Action: "added", Fields: []string{"name"}}),
			warning: `filters: fields need the action "changed"`,
			block:   toTarget + `filters = [{ action = "added", fields = ["name"] }]`,
			refused: `: Fields need the action "changed"`,
		},
		"fields without an action": {
			webhook: filtered(asanatest.Filter{Fields: []string{"name"}}),
			warning: `filters: fields need the action "changed"`,
			block:   toTarget + `filters = [{ fields = ["name"] }]`,
			refused: `: Fields need the action "changed"`,
		},
		"target with a user part": {
			webhook: targeted("https://user:hunter22@hooks.example.com/asana"),
			warning: "target: the URL has a user part",
			block:   `target = "https://user:hunter22@hooks.example.com/asana"`,
			refused: "Attribute target: The URL has a user part",
		},
		"target with a fragment": {
			webhook: targeted(target + "#part"),
			warning: "target: the URL has a fragment",
			block:   `target = "` + target + `#part"`,
			refused: "Attribute target: The URL has a fragment",
		},
		"target with another scheme": {
			webhook: targeted("ftp://hooks.example.com/asana"),
			warning: `target: the scheme "ftp" can't receive webhooks`,
			block:   `target = "ftp://hooks.example.com/asana"`,
			refused: `Attribute target: The scheme "ftp" can't receive webhooks: use https`,
		},
		"target that Go can't read": {
			webhook: targeted(target + "/100%"),
			warning: "target: this is not a URL",
			block:   `target = "` + target + `/100%"`,
			refused: "Attribute target: This is not a URL",
		},
		"object deleted": {
			webhook: func(a *unusualAPI, w *asanatest.Webhook) { w.Resource = a.deleted },
			warning: "resource: the object no longer exists",
			block:   toTarget + `resource = ""`,
			refused: "Attribute resource: The gid is empty",
		},
		"equal filters": {
			webhook: filtered(asanatest.Filter{ResourceType: "task"}, asanatest.Filter{ResourceType: "task"}, asanatest.Filter{ResourceType: "story"}),
		},
		"equal fields": {
			webhook: filtered(asanatest.Filter{Action: "changed", Fields: []string{"name", "due_on", "name"}},
				asanatest.Filter{Action: "changed", Fields: []string{"due_on", "name"}}),
		},
	}
}

// unusualAPI is an API with a project for which its answers have null.
type unusualAPI struct {
	*api
	deleted string // the project's gid
}

func newUnusualAPI(t *testing.T, null string) *unusualAPI {
	t.Helper()
	a := &unusualAPI{api: newAPI(t)}
	a.deleted = a.AddProject(a.workspace, "Deleted")
	known := regexp.MustCompile(`"resource":\{[^}]*"gid":"` + a.deleted + `"[^}]*\}`)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		a.ServeHTTP(rec, r)
		for name, values := range rec.Header() {
			if name != "Content-Length" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(rec.Code)
		_, _ = w.Write(known.ReplaceAll(rec.Body.Bytes(), []byte(`"resource":`+null)))
	}))
	t.Cleanup(server.Close)
	a.url = server.URL + "/api/1.0"
	return a
}

// add registers the webhook.
func (u unusual) add(a *unusualAPI) string {
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target})
	a.EditWebhook(gid, func(w *asanatest.Webhook) { u.webhook(a, w) })
	return gid
}
