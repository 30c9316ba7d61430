package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const unusualSummary = "Warning: Webhook has unsupported values"

// One webhook that a new configuration may not have blocks neither the plan of
// all, nor an import.
func TestAccWebhook_unusualOneIsImported(t *testing.T) {
	t.Parallel()
	for name, u := range unusualWebhooks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newUnusualAPI(t, "null")
			gid := u.add(a)
			block := fmt.Sprintf("import {\n  to = asana_webhook.test\n  id = %q\n", gid)
			w := newWorkdir(t, a.provider("")+block+"  provider = asana\n}\n") // which only generating allows
			outputs := []output{w.must(t, "plan", "-generate-config-out=generated.tf")}
			w.write(t, a.provider("")+block+"}\n")
			outputs = append(outputs, w.must(t, "apply", "-auto-approve"), w.must(t, "plan", "-detailed-exitcode"))
			outputs[1].contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
			for _, out := range outputs {
				if u.warning != "" {
					out.contains(t, unusualSummary, "Webhook "+gid, u.warning)
				} else {
					out.keepsQuiet(t, unusualSummary)
				}
				out.keepsQuiet(t, "hunter22:", "Duplicate")
			}
			w.must(t, "destroy", "-auto-approve")
			if left := a.gids(); len(left) > 0 {
				t.Errorf("%d webhooks are left", len(left))
			}
		})
	}
}

func TestAccWebhookData_unusualOneIsRead(t *testing.T) {
	t.Parallel()
	a := newUnusualAPI(t, "null")
	config, n := a.provider("workspace = \""+a.workspace+"\""), 0
	for _, u := range unusualWebhooks() {
		config += fmt.Sprintf("data \"asana_webhook\" \"it%d\" {\n  id = %q\n}\n", n, u.add(a))
		n++
	}
	config += fmt.Sprintf(`
data "asana_webhooks" "all" {}
data "asana_webhook" "found" {
  resource = %q
  target   = "ftp://hooks.example.com/asana"
}
output "count" {
  value = length(data.asana_webhooks.all.webhooks)
}`, a.project)
	newWorkdir(t, config).apply(t).contains(t, fmt.Sprintf("count = %d", n))
}

func TestWebhookList_unusualOneIsListed(t *testing.T) {
	t.Parallel()
	a := newUnusualAPI(t, "null")
	names := map[string]string{}
	for name, u := range unusualWebhooks() {
		names[u.add(a)] = name
	}
	l := newLister(t, a.api, a.workspace)
	for _, r := range l.list(t, 100, true, nil) {
		if len(r.Diagnostics) > 0 {
			t.Errorf("%s", texts(r.Diagnostics))
			continue
		}
		gid := stringsIn(t, r.Identity.IdentityData, l.identity)["gid"]
		if names[gid] == "object deleted" && r.DisplayName != "object that no longer exists → "+target {
			t.Errorf("display name %q", r.DisplayName)
		}
		delete(names, gid)
	}
	if len(names) > 0 {
		t.Errorf("not listed: %v", names)
	}
}

func TestAccWebhookList_unusualOneIsGenerated(t *testing.T) {
	t.Parallel()
	needsTerraform(t, "queries", 14)
	a := newUnusualAPI(t, "null")
	for _, u := range unusualWebhooks() {
		u.add(a)
	}
	query := strings.ReplaceAll(example(t, "list-resources/asana_webhook/list-resource.tfquery.hcl"), "1208000000000001", a.workspace)
	w := newWorkdir(t, a.provider(""))
	w.writeFile(t, "webhooks.tfquery.hcl", query)
	w.must(t, "query", "-generate-config-out=generated.tf")
	w.apply(t).contains(t, "0 added, 0 changed, 0 destroyed")
	w.must(t, "plan", "-detailed-exitcode")
}

// config is a configuration with a webhook like it.
func (u unusual) config(a *unusualAPI) string {
	block := u.block
	if !strings.Contains(block, "resource =") {
		block += fmt.Sprintf("\nresource = %q", a.project)
	}
	return a.provider("") + "resource \"asana_webhook\" \"test\" {\n" + block + "\n}\n"
}

// What a webhook may keep is refused where a replacement would create it again.
func TestAccWebhook_unusualOneIsNotReplaced(t *testing.T) {
	t.Parallel()
	for name, u := range unusualWebhooks() {
		if u.refused == "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newUnusualAPI(t, "null")
			config := u.config(a)
			w := newWorkdir(t, config+fmt.Sprintf("import {\n  to = asana_webhook.test\n  id = %q\n}\n", u.add(a)))
			w.apply(t)
			w.write(t, config)
			refuses(t, w, u.refused, "plan", "-replace=asana_webhook.test")
		})
	}
}

// Nor may another webhook get it.
func TestAccWebhook_usualOneStaysUsual(t *testing.T) {
	t.Parallel()
	a := newUnusualAPI(t, "null")
	a.Mount("https://other.example.com", http.HandlerFunc(echo))
	w := newWorkdir(t, a.provider("")+a.webhookTo("https://other.example.com/", ``))
	w.apply(t)
	for name, u := range unusualWebhooks() {
		if u.refused == "" || name == "object deleted" { // there is no other object for it
			continue
		}
		w.write(t, u.config(a))
		refuses(t, w, u.refused, "plan")
	}
}

// refuses expects one error.
func refuses(t *testing.T, w *workdir, want string, args ...string) {
	t.Helper()
	out := w.run(t, args...)
	out.contains(t, want)
	if n := strings.Count(out.text, "Error: "); n != 1 || out.code != 1 {
		t.Errorf("terraform %v ended with %d and %d errors:\n%s", args, out.code, n, out.text)
	}
}

// The filters of a webhook that has one that is unusual can be changed, but not
// to another one that is.
func TestAccWebhook_unusualFilterIsKeptInAnUpdate(t *testing.T) {
	t.Parallel()
	a := newUnusualAPI(t, "null")
	gid := unusualWebhooks()["action that came later"].add(a)
	const odd = `{ resource_type = "task", action = "exploded" }`
	w := newWorkdir(t, a.webhook(`filters = [`+odd+`]`)+fmt.Sprintf("import {\n  to = asana_webhook.test\n  id = %q\n}\n", gid))
	w.apply(t)
	w.write(t, a.webhook(`filters = [`+odd+`, { resource_type = "story" }]`))
	w.must(t, "plan").contains(t, unusualSummary, "Plan: 0 to add, 1 to change, 0 to destroy.")
	w.write(t, a.webhook(`filters = [{ resource_type = "section", action = "exploded" }]`)) // the action is known to exist
	w.must(t, "plan").contains(t, "Plan: 0 to add, 1 to change, 0 to destroy.")
	w.write(t, a.webhook(`filters = [`+odd+`, { action = "imploded" }]`))
	refuses(t, w, `Attribute action of the filter with action "imploded": "imploded" is not an action`, "plan")
	w.write(t, a.webhook(`filters = [{ resource_type = "story" }]`))
	w.apply(t)
	w.must(t, "plan", "-detailed-exitcode").keepsQuiet(t, unusualSummary)
}

// Asana names no object for a webhook whose object was deleted. The object's gid
// is kept in the state: a configuration that has it needs no change.
func TestAccWebhook_objectDeletedKeepsItsGid(t *testing.T) {
	t.Parallel()
	for name, null := range map[string]string{"null": `null`, "empty": `{"gid":"","resource_type":"","name":""}`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newUnusualAPI(t, null)
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			hook := a.only(t)
			a.EditWebhook(hook.GID, func(w *asanatest.Webhook) { w.Resource = a.deleted })
			out := w.apply(t)
			out.contains(t, unusualSummary, "resource: the object no longer exists", "0 added, 0 changed, 0 destroyed")
			for attribute, want := range map[string]any{"id": hook.GID, "resource": a.project, "resource_name": nil, "secret": hook.Secret} {
				if got := stateAttribute(t, w, attribute); got != want {
					t.Errorf("%s is not what it should be", attribute)
				}
			}
		})
	}
}

// Filters that mean the same are sent once.
func TestAccWebhook_equalFiltersAreSentOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(`filters = [{ resource_type = "task" }, { resource_type = "task", fields = [] }]`))
	w.apply(t)
	if f := a.only(t).Filters; len(f) != 1 {
		t.Errorf("created with %+v", f)
	}
	w.must(t, "plan", "-detailed-exitcode")
	w.write(t, a.webhook(`filters = [{ resource_type = "story" }, { resource_type = "story", fields = [] }]`))
	w.apply(t)
	if f := a.only(t).Filters; len(f) != 1 {
		t.Errorf("updated with %+v", f)
	}
	w.must(t, "plan", "-detailed-exitcode")
}
