package provider_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A webhook no longer exists when Asana says so in whole. Nothing else removes it from
// the state, or counts as its deletion: neither a proxy's 404, nor a body that is not
// whole JSON in Asana's form.
func TestAccWebhook_notFoundInAnotherForm(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``)+strings.Replace(a.webhookTo(receivers+"/other", ``), `"test"`, `"other"`, 1))
	w.apply(t)
	gid, _ := stateAttribute(t, w, "id").(string)
	for name, form := range map[string]asanatest.Fault{
		"a page":            {HTML: true},
		"blank":             {Body: " "},
		"cut":               {Body: `{"errors":[{"message":"webhook: Not a rec`},
		"another API":       {Body: `{"errors":[{"status":"404","title":"Not Found"}]}`},
		"an empty message":  {Body: `{"errors":[{"message":""}]}`},
		"no list of errors": {Body: `{"errors":{"message":"Not Found"}}`},
	} {
		form.Status, form.Times = http.StatusNotFound, -1
		refused := func(summary string, args ...string) {
			out := w.run(t, args...)
			out.contains(t, summary, "The answer to", "/webhooks/"+gid, "404 Not Found", "This answer does not come from Asana's API", "base_url")
			if out.code != 1 {
				t.Errorf("%s: %v ended with %d", name, args, out.code)
			}
		}
		a.inject(form, asanatest.GetWebhook)
		refused("Error: Webhook not read", "plan")
		refused("Error: Webhook not read", "apply", "-auto-approve")
		refused("Error: Webhook not read", "apply", "-refresh-only", "-auto-approve")
		a.ClearFaults()
		a.inject(form, asanatest.DeleteWebhook)
		refused("Error: Webhook not deleted", "destroy", "-auto-approve")
		a.ClearFaults()
		a.agrees(t, w, 2)
	}
	w.must(t, "plan", "-detailed-exitcode")
}

// A cache on the way may answer with the record of another webhook.
func TestAccWebhook_recordOfAnother(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	first := a.only(t)
	second := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: receivers + "/second"})
	other := fmt.Sprintf(`{"data":{"gid":%q,"resource_type":"webhook","active":true,"resource":{"gid":%q,"resource_type":"project","name":"Launch"},"target":%q,"filters":[],"created_at":"2024-10-24T09:41:07.123Z"}}`,
		second, a.project, receivers+"/second")
	const want = "it is about object"

	a.Inject(asanatest.Fault{Op: asanatest.GetWebhook, Status: http.StatusOK, Body: other, Times: -1})
	for _, args := range [][]string{{"plan"}, {"apply", "-refresh-only", "-auto-approve"}, {"destroy", "-auto-approve"}} {
		out := w.run(t, args...)
		out.contains(t, "Error: Webhook not read", want, second, first.GID)
		a.agrees(t, w, 1, second)
	}
	a.ClearFaults()

	w.write(t, a.webhook(`filters = [{ resource_type = "task" }]`))
	a.Inject(asanatest.Fault{Op: asanatest.UpdateWebhook, Status: http.StatusOK, Body: other, Times: -1})
	w.run(t, "apply", "-auto-approve").contains(t, "Error: Webhook not updated", want)
	a.ClearFaults()
	w.apply(t)
	a.agrees(t, w, 1, second)

	imported := newWorkdir(t, a.webhook(``)+fmt.Sprintf("import {\n  to = asana_webhook.test\n  id = %q\n}\n", first.GID))
	a.Inject(asanatest.Fault{Op: asanatest.GetWebhook, Status: http.StatusOK, Body: other, Times: -1})
	imported.run(t, "plan").contains(t, "Error: Webhook not read", want)
	looked := newWorkdir(t, a.provider(``)+fmt.Sprintf("data \"asana_webhook\" \"w\" {\n  id = %q\n}\n", first.GID))
	looked.run(t, "plan").contains(t, "Error: Webhook not read", want)
	a.Inject(asanatest.Fault{Op: asanatest.GetProject, Status: http.StatusOK, Body: `{"data":{"gid":"7","name":"Seven"}}`})
	project := newWorkdir(t, a.provider(``)+fmt.Sprintf("data \"asana_project\" \"p\" {\n  id = %q\n}\n", a.project))
	project.run(t, "plan").contains(t, "Error: Project not read", want)
}

// An answer to a creation that is about another webhook is no answer.
func TestAccWebhook_createdAnother(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"on another resource": `{"data":{"gid":"OTHER","resource":{"gid":"7"}},"X-Hook-Secret":"another"}`,
		"without a secret":    `{"data":{"gid":"OTHER"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			foreign := a.foreignWebhooks()
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: http.StatusCreated, After: true, Body: strings.ReplaceAll(body, "OTHER", foreign[0])})
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			a.agrees(t, w, 1, foreign...)
		})
	}
	t.Run("of the same run", func(t *testing.T) {
		t.Parallel()
		a := newAPI(t)
		w := newWorkdir(t, a.webhook(``))
		w.apply(t)
		first := a.only(t)
		// The second creation is answered with the first one's webhook, which was
		// made in another run, but has another target.
		a.Inject(asanatest.Fault{
			Op: asanatest.CreateWebhook, Status: http.StatusCreated, After: true,
			Body: fmt.Sprintf(`{"data":{"gid":%q,"resource":{"gid":%q}}}`, first.GID, a.project),
		})
		w.write(t, a.webhook(``)+strings.Replace(a.webhookTo(receivers+"/second", ``), `"test"`, `"second"`, 1))
		w.apply(t)
		a.agrees(t, w, 2)
	})
}

// Somebody else's webhook for the pair, made while an answer was lost, has other
// filters: it is left alone, and both facts are reported.
func TestAccWebhook_madeByOthersAfterALostAnswer(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	before := a.Hold(asanatest.CreateWebhook)
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Reset: true})
	w := newWorkdir(t, a.webhook(`filters = [{ resource_type = "task", action = "changed", fields = ["name"] }]`))
	r := w.start(t, "apply", "-auto-approve")
	r.await(t, "the POST", before.Arrived())
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target, Filters: []asanatest.Filter{{ResourceType: "task", Action: "changed"}}})
	before.Release()
	out := r.end()
	out.contains(t, "Webhook "+gid+" already has this resource and target", "The provider did not change the webhook.",
		"The answer to an attempt of this creation was lost, so webhook "+gid+" may be its orphan.")
	a.agrees(t, w, 0, gid)
}

// A webhook of ours that can't be dated is left alone, and the error says that it
// may be ours.
func TestAccWebhook_orphanThatCannotBeDated(t *testing.T) {
	t.Parallel()
	for name, created := range map[string]time.Time{
		"no time":              {},
		"three seconds before": time.Now().Add(-3 * time.Second),
		"in the year 9999":     time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			made := a.HoldAfter(asanatest.CreateWebhook)
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Reset: true, After: true})
			w := newWorkdir(t, a.webhook(``))
			r := w.start(t, "apply", "-auto-approve")
			r.await(t, "the webhook", made.Arrived())
			gid := a.only(t).GID
			if created.IsZero() {
				a.SetRaw(gid, map[string]json.RawMessage{"created_at": json.RawMessage("null")})
			}
			a.EditWebhook(gid, func(w *asanatest.Webhook) { w.CreatedAt = created })
			made.Release()
			r.end().contains(t, "Webhook "+gid+" already has this resource and target", "The provider did not change the webhook.",
				"The answer to an attempt of this creation was lost, so webhook "+gid+" may be its orphan.",
				"set replace_existing = true for the next apply")
			a.agrees(t, w, 0, gid)
		})
	}
}

// An intermediary may replace Asana's 201 by an answer of its own.
func TestAccWebhook_answerReplacedOnTheWay(t *testing.T) {
	t.Parallel()
	for _, status := range []int{302, 403, 404, 418, 429} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			foreign := a.foreignWebhooks()
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: status, HTML: true, After: true})
			w := newWorkdir(t, a.webhook(``))
			out := w.apply(t)
			out.contains(t, "Warning: Orphaned webhook deleted", "but its secret did not arrive, so the provider deleted it")
			a.agrees(t, w, 1, foreign...)
			if posts, deletes := a.calls(asanatest.CreateWebhook), a.calls(asanatest.DeleteWebhook); posts != 2 || deletes != 1 {
				t.Errorf("%d POSTs and %d DELETEs, want 2 and 1", posts, deletes)
			}
		})
	}
}

// If it does so each time, the creation fails, and what it made is deleted and named.
func TestAccWebhook_answersReplacedOnTheWay(t *testing.T) {
	t.Parallel()
	for _, status := range []int{302, 404, 418} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			foreign := a.foreignWebhooks()
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: status, HTML: true, After: true, Times: -1})
			w := newWorkdir(t, a.webhook(``))
			a.fails(t, w, "Error: Webhook not created", fmt.Sprint(status), "This answer does not come from Asana's API",
				"Attempts created webhooks", "so the provider deleted them", "Nothing remains in Asana")
			a.agrees(t, w, 0, foreign...)
		})
	}
}
