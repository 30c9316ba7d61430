package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A webhook that another user registered looks deleted. It is not: nothing is
// taken out of the state, and nothing is registered a second time.
func TestAccWebhook_otherUsersCredentials(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	hook := a.only(t)
	if n := a.calls(asanatest.GetUser); n != 1 {
		t.Errorf("%d calls to learn the user, want 1", n)
	}
	ann := a.AddUser("Ann", "ann@example.com", a.workspace)
	others := strings.Replace(a.webhook(``), a.Token(), a.AddToken(ann, asanatest.DefaultApp), 1)
	// Asana does not show others' webhooks: whether as 403 or as 404 is unknown.
	a.Inject(asanatest.Fault{
		Op: asanatest.GetWebhook, Status: http.StatusNotFound, Times: -1,
		Body: `{"errors":[{"message":"webhook: Unknown object: ` + hook.GID + `"}]}`,
	})
	a.Inject(asanatest.Fault{
		Op: asanatest.DeleteWebhook, Status: http.StatusNotFound, Times: -1,
		Body: `{"errors":[{"message":"webhook: Unknown object: ` + hook.GID + `"}]}`,
	})
	w.write(t, others)
	for _, args := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"destroy", "-auto-approve"}, {"destroy", "-refresh=false", "-auto-approve"}} {
		a.ResetRequests()
		out := w.run(t, args...)
		out.contains(t, "Error: Webhook of another user", "webhook "+hook.GID, "for the token of Ann (user "+ann+")",
			"The webhook was registered for", a.Me(), "Use the credentials of")
		if out.code != 1 {
			t.Errorf("%v ended with %d", args, out.code)
		}
		if n := a.calls(asanatest.GetUser); n != 1 {
			t.Errorf("%v: %d calls to learn the user, want 1", args, n)
		}
		a.agrees(t, w, 1)
	}
	// The same user's webhook is really deleted.
	w.write(t, a.webhook(``))
	w.must(t, "plan").contains(t, "Warning: Webhook no longer exists")
	a.ClearFaults()
	w.must(t, "plan", "-detailed-exitcode")
}

// Where the token may not read its user, a webhook that is not found is planned
// again, as if nothing were remembered.
func TestAccWebhook_otherUserUnknown(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	a.Inject(asanatest.Fault{Op: asanatest.GetUser, Status: http.StatusForbidden, Times: -1})
	w.apply(t)
	a.DeleteWebhook(a.only(t).GID)
	w.must(t, "plan").contains(t, "Warning: Webhook no longer exists")
	w.apply(t)
	a.agrees(t, w, 1)
}

// An update that comes too late says what happened, and how to go on.
func TestAccWebhook_updateOfADeletedOne(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	w.write(t, a.webhook(`filters = [{ resource_type = "story" }]`))
	w.must(t, "plan", "-out", "plan.out")
	a.DeleteWebhook(a.only(t).GID)
	out := w.run(t, "apply", "plan.out")
	out.contains(t, "Error: Webhook not updated", "404 Not Found", "The webhook no longer exists: it was deleted after this plan was created.", "Run terraform plan again")
	out.lacks(t, "base_url")
	w.apply(t)
	a.agrees(t, w, 1)
}
