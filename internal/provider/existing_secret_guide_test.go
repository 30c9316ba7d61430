package provider_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// The guide's precondition lets the secret pass that signed a captured delivery, and
// no other one.
func TestAccGuide_importWithExistingSecret(t *testing.T) {
	t.Parallel()
	needsEngine(t, "functions of providers", 8, 8)
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target + "/tasks", Filters: []asanatest.Filter{{ResourceType: "task"}}})
	hook, _ := a.Webhook(gid)
	body, signature := a.capturedDelivery(t)
	w := newWorkdir(t, a.provider("")+guideFile(t, "importing-and-cleaning-up/existing_secret.tf", "1208000000000001", a.project, "1208000000000002", gid),
		"TF_VAR_signature="+signature)
	w.writeFile(t, "delivery.json", body)
	set := func(secret string) {
		recordedMessages.addSecret(secret)
		w.setenv("TF_VAR_webhook_secret=" + secret)
	}

	set("mistyped-" + gid)
	out := w.run(t, "apply", "-auto-approve")
	out.contains(t, "Error: Resource precondition failed", "The captured delivery was not signed with var.webhook_secret.")
	if out.code != 1 || len(w.state(t)) != 0 {
		t.Errorf("the apply ended with %d, and the state has %d webhooks", out.code, len(w.state(t)))
	}
	set(hook.Secret)
	w.apply(t).contains(t, "1 imported, 0 added, 1 changed, 0 destroyed")
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode")
	a.onlyReads(t)
}

// capturedDelivery makes an event happen, and returns what the receiver gets.
func (a *api) capturedDelivery(t *testing.T) (body, signature string) {
	t.Helper()
	a.Mount(receivers, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		body, signature = string(b), r.Header.Get("X-Hook-Signature")
	}))
	a.Emit(asanatest.Event{Resource: a.AddTask(a.project, "Announce"), Action: "added", Parent: a.project})
	if signature == "" {
		t.Fatal("nothing was delivered")
	}
	return body, signature
}
