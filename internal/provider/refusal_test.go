package provider_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// filtersRefused is what users report that Asana says of filters that a workspace, a
// team or a portfolio can't have, up to the point where the reports end.
const filtersRefused = `{"errors":[{"message":"Webhooks for larger scoped resources must have at least one filter","error":"invalid_filters_for_larger_scoped_webhooks","user_message":"Invalid filters"}]}`

// A mistake in the filters is found at the first attempt, and the error points
// at them. Reports disagree on the status.
func TestAccWebhook_filtersRefused(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(`filters = [{ resource_type = "task", action = "changed" }]`))
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: status, Body: filtersRefused})
			out := a.fails(t, w, "Error: Webhook filters refused", "filters = [",
				"Webhooks for larger scoped resources must have at least one filter",
				"resource_type is project with any action, or team_membership or workspace_membership with the action added or removed",
				"Create a webhook on each project instead: the data source asana_projects", "the data source asana_user_task_list", "nothing remains in Asana")
			out.lacks(t, "andshake", "certificate", "timeouts.create", "webhooks:write", "host")
			if n := a.calls(asanatest.CreateWebhook); n != 1 {
				t.Errorf("%d POSTs, want 1", n)
			}
			a.agrees(t, w, 0)

			w.write(t, a.webhook(``))
			w.apply(t)
			w.write(t, a.webhook(`filters = [{ resource_type = "task", action = "changed" }]`))
			a.Inject(asanatest.Fault{Op: asanatest.UpdateWebhook, Status: status, Body: filtersRefused})
			a.fails(t, w, "Error: Webhook filters refused", "filters = [", "must have at least one filter", "Create a webhook on each project instead").
				lacks(t, "webhooks:write")
			a.agrees(t, w, 1)
		})
	}
}

// Words that nobody has reported may be about a target that is starting, so the
// creation is repeated; they are not called a failed handshake.
func TestAccWebhook_refusedInUnknownWords(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(`timeouts = { create = "1s" }`))
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: http.StatusBadRequest, Times: -1, Body: `{"errors":[{"message":"The moon is in the wrong phase"}]}`})
	a.fails(t, w, "Error: Webhook creation refused", "The moon is in the wrong phase",
		"It may be about the request", "Or it may be about the target", "nothing remains in Asana").
		lacks(t, "Webhook handshake failed")

	a.ClearFaults()
	a.ResetRequests()
	w.write(t, a.webhook(``))
	a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: http.StatusBadRequest, Body: `{"errors":[{"message":"The moon is in the wrong phase"}]}`})
	w.apply(t)
	a.agrees(t, w, 1)
	if n := a.calls(asanatest.CreateWebhook); n != 2 {
		t.Errorf("%d POSTs, want 2", n)
	}
}

// Refusals that mean the same request would be refused again are final.
func TestAccWebhook_finalRefusals(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		status int
		body   string
		want   []string
	}{
		"not in the plan":     {http.StatusPaymentRequired, `{"errors":[{"message":"Payment Required"}]}`, []string{"402 Payment Required", "The Asana plan of the workspace does not include this feature."}},
		"legal reasons":       {http.StatusUnavailableForLegalReasons, `{"errors":[{"message":"Blocked"}]}`, []string{"451 Unavailable For Legal Reasons: Blocked", "Asana blocks this request for legal reasons"}},
		"a code":              {http.StatusBadRequest, `{"errors":[{"message":"This is not possible","error":"not_possible"}]}`, []string{"400 Bad Request: This is not possible"}},
		"a field":             {http.StatusBadRequest, `{"errors":[{"message":"target: Not a valid URL"}]}`, []string{"target: Not a valid URL"}},
		"an unknown resource": {http.StatusBadRequest, `{"errors":[{"message":"resource: Not a recognized ID: 7"}]}`, []string{"resource: Not a recognized ID: 7"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(``))
			a.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: tc.status, Body: tc.body})
			a.fails(t, w, append(tc.want, "Error: Webhook not created", "nothing remains in Asana")...).lacks(t, "andshake")
			if n := a.calls(asanatest.CreateWebhook); n != 1 {
				t.Errorf("%d POSTs, want 1", n)
			}
		})
	}
}
