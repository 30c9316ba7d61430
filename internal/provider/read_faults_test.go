package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// Reading, updating and deleting do no harm when they are done twice, so they
// are repeated, whether or not the lost answer was to work that was done.
func TestAccWebhook_faultsAfterCreation(t *testing.T) {
	t.Parallel()
	faults := map[string]asanatest.Fault{
		"reset after the work":    {Reset: true, After: true},
		"502 HTML after the work": {Status: http.StatusBadGateway, HTML: true, After: true},
		"429":                     {Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"1"}}},
		"truncated":               {Truncate: true},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			foreign := a.foreignWebhooks()
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			first := a.gids()

			// strikes runs what must succeed although its first call does not.
			strikes := func(op asanatest.Op, run func()) {
				before := a.calls(op)
				a.inject(fault, op)
				run()
				if n := a.calls(op) - before; n < 2 {
					t.Errorf("%d calls of %s: the fault did not strike", n, op)
				}
			}
			strikes(asanatest.GetWebhook, func() { w.must(t, "plan", "-detailed-exitcode") })

			w.write(t, a.webhook(`filters = [{ resource_type = "story" }]`))
			strikes(asanatest.UpdateWebhook, func() { w.apply(t) })
			a.agrees(t, w, 1, foreign...)
			if !slices.Equal(a.gids(), first) {
				t.Error("another webhook was made")
			}
			if f := a.ours(t, foreign).Filters; len(f) != 1 || f[0].ResourceType != "story" {
				t.Errorf("the filters are %+v", f)
			}
			w.must(t, "plan", "-detailed-exitcode")

			// A repeated DELETE of what is gone gets a 404, which is success.
			strikes(asanatest.DeleteWebhook, func() { w.must(t, "destroy", "-auto-approve") })
			a.agrees(t, w, 0, foreign...)
		})
	}
}

// inject adds a fault of an operation.
func (a *api) inject(f asanatest.Fault, op asanatest.Op) {
	f.Op = op
	a.Inject(f)
}

// ours returns the one webhook that is not foreign.
func (a *api) ours(t *testing.T, foreign []string) asanatest.Webhook {
	t.Helper()
	webhooks := slices.DeleteFunc(a.Webhooks(), func(w asanatest.Webhook) bool { return slices.Contains(foreign, w.GID) })
	if len(webhooks) != 1 {
		t.Fatalf("%d webhooks exist, want 1", len(webhooks))
	}
	return webhooks[0]
}

// What fails for good is an error that keeps the state as it was, and the next
// run finds the truth.
func TestAccWebhook_readFailsForGood(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.provider(`max_retries = 1`)+a.webhookTo(target, ``))
	w.apply(t)
	gid := a.only(t).GID
	a.Inject(asanatest.Fault{Op: asanatest.GetWebhook, Status: http.StatusInternalServerError, Times: -1})
	out := w.run(t, "plan")
	out.contains(t, "Error: Webhook not read", "Asana's answer to GET /webhooks/"+gid+" (webhook "+gid+") was 500 Internal Server Error",
		"Asana failed. Apply again later. Asana's support can find the incident by its phrase")
	a.quiet(t, out)
	if n := a.calls(asanatest.GetWebhook); n != 2 {
		t.Errorf("%d GETs, want one and max_retries more", n)
	}
	a.ClearFaults()
	a.Inject(asanatest.Fault{Op: asanatest.GetWebhook, Status: http.StatusForbidden})
	w.run(t, "apply", "-auto-approve").contains(t, "Error: Webhook not read", "403 Forbidden")
	a.agrees(t, w, 1)
	w.must(t, "plan", "-detailed-exitcode")
}

// An address that Asana's API does not have says nothing about the webhook: with
// a wrong base_url nothing is taken out of the state, whose secret can't be
// retrieved again.
func TestAccWebhook_wrongBaseURLIsNotGone(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	for _, wrong := range []string{"", "/api/1.1"} {
		config := strings.Replace(a.webhook(``), a.url, strings.TrimSuffix(a.url, "/api/1.0")+wrong, 1)
		w.write(t, config)
		for _, args := range [][]string{{"plan"}, {"apply", "-refresh-only", "-auto-approve"}, {"destroy", "-refresh=false", "-auto-approve"}} {
			out := w.run(t, args...)
			out.contains(t, "Error: Webhook not", "404 Not Found: No matching route for request", "so the object may exist", "base_url")
			if out.code != 1 {
				t.Errorf("%v ended with %d", args, out.code)
			}
			a.agrees(t, w, 1)
		}
	}
	w.write(t, a.webhook(``))
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccWebhook_updateFailsForGood(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]bool{"before the work": false, "after the work": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			config := a.provider(`max_retries = 0`)
			w := newWorkdir(t, config+a.webhookTo(target, ``))
			w.apply(t)
			w.write(t, config+a.webhookTo(target, `filters = [{ resource_type = "task" }]`))
			a.Inject(asanatest.Fault{Op: asanatest.UpdateWebhook, Reset: true, After: after})
			a.fails(t, w, "Error: Webhook not updated", "The request PUT /webhooks/"+a.only(t).GID+" to "+a.url, "got no answer")
			a.agrees(t, w, 1)
			// The filters in the state are still the old ones, so what was done
			// shows up as a change from outside, and what was not is planned.
			w.apply(t)
			w.must(t, "plan", "-detailed-exitcode")
			if f := a.only(t).Filters; len(f) != 1 || f[0].ResourceType != "task" {
				t.Errorf("the filters are %+v", f)
			}
			want := 2
			if after {
				want = 1
			}
			if n := a.calls(asanatest.UpdateWebhook); n != want {
				t.Errorf("%d PUTs, want %d", n, want)
			}
		})
	}
}

func TestAccWebhook_deleteFailsForGood(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	a.Inject(asanatest.Fault{Op: asanatest.DeleteWebhook, Status: http.StatusForbidden})
	out := w.run(t, "destroy", "-auto-approve")
	out.contains(t, "Error: Webhook not deleted", "403 Forbidden", "webhooks:delete")
	a.quiet(t, out)
	a.agrees(t, w, 1)
	w.must(t, "destroy", "-auto-approve")
	a.agrees(t, w, 0)
}

// What a create left behind is found and deleted in spite of faults then.
func TestAccWebhook_faultsInCleaningUp(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]asanatest.Fault{
		"list fails":               {Op: asanatest.GetWebhooks, Status: http.StatusServiceUnavailable, Times: 2},
		"list breaks off":          {Op: asanatest.GetWebhooks, Truncate: true},
		"workspaces fail":          {Op: asanatest.GetWorkspaces, Reset: true},
		"delete fails":             {Op: asanatest.DeleteWebhook, Status: http.StatusInternalServerError, Times: 2},
		"delete's answer is lost":  {Op: asanatest.DeleteWebhook, Reset: true, After: true},
		"second POST is lost, too": {Op: asanatest.CreateWebhook, Reset: true, After: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			foreign := a.foreignWebhooks()
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Reset: true, After: true})
			a.Inject(fault)
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			a.agrees(t, w, 1, foreign...)
		})
	}
}

// Where cleaning up fails for good, the error says what may remain, and what to
// do: replace_existing deletes it.
func TestAccWebhook_cleaningUpFailsForGood(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		fault asanatest.Fault
		want  []string
	}{
		"delete": {
			asanatest.Fault{Op: asanatest.DeleteWebhook, Status: http.StatusForbidden, Times: -1},
			[]string{
				"but its secret did not arrive. The provider tried to delete the webhook, and that failed.", "webhooks:delete",
				"The webhook is orphaned: nothing has its secret, and it prevents a new webhook with this resource and target.",
				"Set replace_existing = true for the next apply",
			},
		},
		"look-up": {
			asanatest.Fault{Op: asanatest.GetWorkspaces, Status: http.StatusForbidden, Times: -1},
			[]string{
				"got no answer: the connection was closed",
				"Asana probably created the webhook, because it refused the next attempt: 403 Forbidden: Duplicated webhook.",
				"The provider could not look for it. Asana's answer to GET /workspaces", "its secret is lost", "set replace_existing = true and apply once more",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			foreign := a.foreignWebhooks()
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Reset: true, After: true})
			a.Inject(tc.fault)
			w := newWorkdir(t, a.webhook(``))
			out := a.fails(t, w, tc.want...)
			orphan := a.ours(t, foreign).GID
			if name == "delete" {
				out.contains(t, fmt.Sprintf("Asana created webhook %s,", orphan))
			}
			out.keepsQuiet(t, "may not accept the host of the target")
			a.agrees(t, w, 0, append(foreign, orphan)...)
			a.ClearFaults()
			w.write(t, a.webhook(`replace_existing = true`))
			w.apply(t)
			a.agrees(t, w, 1, foreign...)
		})
	}
}

// Asana says how long to wait before reading and creating. That it is not longer, the
// client's tests hold in virtual time.
func TestAccWebhook_retryAfter(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	tooMany := asanatest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"2"}}}
	a.inject(tooMany, asanatest.CreateWebhook)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	a.agrees(t, w, 1)
	a.inject(tooMany, asanatest.GetWebhook)
	w.must(t, "plan", "-detailed-exitcode")
	for _, op := range []asanatest.Op{asanatest.CreateWebhook, asanatest.GetWebhook} {
		requests := a.Requests(op)
		if len(requests) != 2 {
			t.Fatalf("%d requests of %s, want 2", len(requests), op)
		}
		if waited := requests[1].Time.Sub(requests[0].Time); waited < 2*time.Second {
			t.Errorf("%s was repeated after %s, before Asana allowed it", op, waited)
		}
	}
}
