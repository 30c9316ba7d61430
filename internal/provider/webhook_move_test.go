package provider_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// workedAround is a webhook that a workaround has registered.
func (a *api) workedAround(t *testing.T) asanatest.Webhook {
	t.Helper()
	gid := a.AddWebhook(asanatest.Webhook{
		Resource: a.project, Target: target + "/tasks",
		Filters: []asanatest.Filter{{ResourceType: "task", Action: "added"}},
	})
	webhook, _ := a.Webhook(gid)
	return webhook
}

// movedFrom is the example's configuration, for another workaround.
func (a *api) movedFrom(t *testing.T, typeName string) string {
	t.Helper()
	return strings.ReplaceAll(a.exampleFile(t, "guides/moving-from-a-workaround/main.tf"), "restapi_object", typeName)
}

func TestAccWebhook_movedKeepsGidAndSecret(t *testing.T) {
	t.Parallel()
	needsMoves(t)
	for name, state := range workaroundStates() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			hook := a.workedAround(t)
			w := newWorkdir(t, a.movedFrom(t, state.typeName))
			w.writeState(t, state.file(t, hook))

			plan := w.must(t, "plan", "-out=saved.plan")
			plan.contains(t, state.typeName+".webhook has moved to asana_webhook.tasks", "Plan: 0 to add, 0 to change, 0 to destroy.")
			plan.keepsQuiet(t, hook.Secret, "Secret of moved webhook unknown")
			w.must(t, "apply", "saved.plan")

			for attribute, want := range map[string]any{
				"id": hook.GID, "secret": hook.Secret, "secret_sha256": digest(hook.Secret), "resource": a.project, "target": hook.Target,
				"resource_name": "Launch", "secret_storage": "state", "replace_existing": false, "rotation_triggers": nil,
			} {
				if got := stateAttribute(t, w, attribute); got != want {
					t.Errorf("%s is not what it was", attribute)
				}
			}
			w.must(t, "plan", "-detailed-exitcode")
			for _, op := range []asanatest.Op{asanatest.CreateWebhook, asanatest.UpdateWebhook, asanatest.DeleteWebhook} {
				if n := len(a.Requests(op)); n != 0 {
					t.Errorf("%d calls of %s", n, op)
				}
			}
		})
	}
}

// Without a refresh nothing but the state tells what the webhook is. An engine
// may then plan an update that changes nothing but what it takes for sensitive.
func TestAccWebhook_movedWithoutARefresh(t *testing.T) {
	t.Parallel()
	needsMoves(t)
	states := workaroundStates()
	for _, name := range []string{"restapi_object", "restful_operation that keeps the secret alone", "terracurl_request", "hookdeck_webhook_registration"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := states[name]
			a := newAPI(t)
			w := newWorkdir(t, a.movedFrom(t, state.typeName))
			hook := a.workedAround(t)
			w.writeState(t, state.file(t, hook))
			out := w.must(t, "apply", "-auto-approve", "-refresh=false")
			out.contains(t, "Resources: 0 added,", "0 destroyed.")
			if n := len(a.Requests()); n != 0 {
				t.Errorf("%d calls", n)
			}
			if stateAttribute(t, w, "id") != hook.GID || stateAttribute(t, w, "secret") != hook.Secret {
				t.Error("gid and secret are not what they were")
			}
		})
	}
}

func TestAccWebhook_movedIsAWebhookLikeAnyOther(t *testing.T) {
	t.Parallel()
	needsMoves(t)
	a := newAPI(t)
	state := workaroundStates()["terracurl_request"]
	log := filepath.Join(t.TempDir(), "trace.log")
	w := newWorkdir(t, a.movedFrom(t, state.typeName), "TF_LOG=TRACE", "TF_LOG_PATH="+log)
	w.writeState(t, state.file(t, a.workedAround(t)))
	w.apply(t)
	before := a.only(t)
	if found := filesWith(t, filepath.Dir(log), before.Secret); len(found) != 0 {
		t.Errorf("the secret is in %v", found)
	}
	w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.tasks")
	if after := a.only(t); after.GID == before.GID || stateAttribute(t, w, "secret") != after.Secret {
		t.Error("the webhook was not replaced")
	}
	w.must(t, "destroy", "-auto-approve")
}

func TestAccWebhook_movedWithoutASecretWarns(t *testing.T) {
	t.Parallel()
	needsMoves(t)
	// States that hold nothing but the answer to a read, the secret of the
	// webhook that was there before, and what can't be a header.
	state := workaroundStates()["restapi_object"]
	lost := strings.Replace(state.attributes, inString(created), inString(readAgain), 1)
	stale := strings.Replace(state.attributes, inString(created), inString(strings.Replace(created, "GID", "9", 1)), 1)
	mangled := strings.Replace(state.attributes, inString(created), inString(strings.Replace(created, "SECRET", "SECRET masked", 1)), 1)
	for name, attributes := range map[string]string{"lost": lost, "of another webhook": stale, "mangled": mangled} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			hook := a.workedAround(t)
			w := newWorkdir(t, a.movedFrom(t, state.typeName))
			w.writeState(t, workaroundState{state.provider, state.typeName, state.version, attributes}.file(t, hook))
			out := w.apply(t)
			out.contains(t, "Warning: Secret of moved webhook unknown", "the moved state has no secret of webhook "+hook.GID+".", "the attributes secret and secret_sha256 are null.", "terraform apply -replace=")
			out.keepsQuiet(t, hook.Secret)
			for attribute, want := range map[string]any{"id": hook.GID, "secret": nil, "secret_sha256": nil} {
				if got := stateAttribute(t, w, attribute); got != want {
					t.Errorf("%s is not %v", attribute, want)
				}
			}
			w.must(t, "plan", "-detailed-exitcode")
		})
	}
}

func TestAccWebhook_movedIntoNoStorage(t *testing.T) {
	t.Parallel()
	needsMoves(t)
	a := newAPI(t)
	hook := a.workedAround(t)
	state := workaroundStates()["restful_operation"]
	w := newWorkdir(t, strings.Replace(a.movedFrom(t, state.typeName), "  filters ", "  secret_storage = \"none\"\n  filters ", 1))
	w.writeState(t, state.file(t, hook))
	w.apply(t).contains(t, "Apply complete! Resources: 0 added, 1 changed, 0 destroyed.")
	if stateAttribute(t, w, "secret") != nil || stateAttribute(t, w, "secret_sha256") != digest(hook.Secret) {
		t.Error("secret and digest are not as they should be")
	}
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccWebhook_notMoved(t *testing.T) {
	t.Parallel()
	needsMoves(t)
	states := workaroundStates()
	edit := func(name string, edits ...string) workaroundState {
		state := states[name]
		state.attributes = strings.NewReplacer(edits...).Replace(state.attributes)
		return state
	}
	unread := "register.response"
	for name, tc := range map[string]struct {
		state workaroundState
		want  string
	}{
		"no gid": {
			edit("terracurl_request", inString(`"gid":"GID",`), ""),
			"its state lacks the webhook's gid",
		},
		"gid not digits": {
			edit("terracurl_request", inString(`"gid":"GID",`), inString(`"gid":"hook-7",`)),
			"its state lacks the webhook's gid",
		},
		"no answer": {
			edit("hookdeck_webhook_registration", `"response":"`, `"response":null,"`+unread+`":"`),
			"its state lacks the webhook's gid",
		},
		"no JSON": {
			edit("terracurl_request", `"response":"{`, `"response":"<html>`),
			"its state lacks the webhook's gid",
		},
		"other service": {
			edit("hookdeck_webhook_registration", "app.asana.com/api/1.0/webhooks", "api.example.com/v1/hooks", inString(`"resource_type":"webhook",`), ""),
			"it did not register an Asana webhook",
		},
		"other object": {
			edit("restapi_object", `"path":"/webhooks"`, `"path":"/tasks"`, inString(`"resource_type":"webhook"`), inString(`"resource_type":"task"`)),
			"what Asana answered is not a webhook",
		},
		"other object at a path like a webhook's": {
			edit("restapi_object", inString(`"resource_type":"webhook"`), inString(`"resource_type":"task"`)),
			"what Asana answered is not a webhook",
		},
		"no properties": {
			edit("restful_operation that keeps the secret alone", `"target":"TARGET"`, `"name":"TARGET"`),
			"its state does not have the webhook's resource and target",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			hook := a.workedAround(t)
			w := newWorkdir(t, a.movedFrom(t, tc.state.typeName))
			w.writeState(t, tc.state.file(t, hook))
			out := w.run(t, "plan")
			if out.code != 1 {
				t.Errorf("the plan ended with %d", out.code)
			}
			out.contains(t, "Error: State can't be moved", "This "+tc.state.typeName+" can't become an asana_webhook", tc.want,
				"removed { from = "+tc.state.typeName+".NAME", "import { to = asana_webhook.NAME")
			out.keepsQuiet(t, hook.Secret, "not-to-be-shown")
			if n := len(a.Requests()); n != 0 {
				t.Errorf("%d calls", n)
			}
		})
	}
}

func TestAccWebhook_movedFromATypeThatCanNotBe(t *testing.T) {
	t.Parallel()
	needsMoves(t)
	a := newAPI(t)
	w := newWorkdir(t, a.provider("")+`
resource "terraform_data" "hook" {
}
`)
	w.apply(t)
	w.write(t, a.webhook(``)+`
moved {
  from = terraform_data.hook
  to   = asana_webhook.test
}
`)
	out := w.run(t, "plan")
	out.contains(t, "Error: State can't be moved", "A terraform_data of terraform.io/builtin/terraform can't become an asana_webhook.",
		"hookdeck_webhook_registration (hookdeck/hookdeck)", "restapi_object (mastercard/restapi)", "restful_operation (magodo/restful)",
		"terracurl_request (devops-rob/terracurl)", "removed { from = terraform_data.NAME", "import { to = asana_webhook.NAME")
	out.keepsQuiet(t, "Unable to Move Resource State")
	if out.code != 1 || len(a.Requests()) != 0 {
		t.Errorf("the plan ended with %d after %d calls", out.code, len(a.Requests()))
	}
}
