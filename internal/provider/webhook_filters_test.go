package provider_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestAccWebhook_sameFiltersAreNoDifference(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(`filters = [{ resource_type = "task", action = "changed", fields = ["due_on", "name"] }, { resource_type = "story", action = "added", fields = [] }]`))
	w.apply(t)
	w.must(t, "plan", "-detailed-exitcode")
	for _, filters := range []string{
		`filters = [{ action = "added", resource_type = "story" }, { resource_type = "task", action = "changed", fields = ["name", "due_on"] }]`,
		`filters = [{ action = "added", resource_type = "story", fields = [] }, { resource_type = "task", resource_subtype = null, action = "changed", fields = ["name", "due_on"] }]`,
		`filters = [{ action = "added", resource_type = "story", fields = null }, { resource_type = "task", action = "changed", fields = ["name", "due_on", "name"] }]`,
	} {
		w.write(t, a.webhook(filters))
		w.must(t, "plan", "-detailed-exitcode")
	}
}

func TestAccWebhook_mandatoryFilters(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(o *asanatest.Options) { o.FilterRefusalStatus = http.StatusForbidden })
	config := func(filters string) string {
		return a.provider("") + fmt.Sprintf(`
resource "asana_webhook" "test" {
  resource = %q
  target   = %q
  %s
}`, a.workspace, target, filters)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             a.none,
		Steps: []resource.TestStep{
			{Config: config(``), ExpectError: regexp.MustCompile(`(?s)Webhook filters refused.*filter`)},
			{Config: config(`filters = [{ resource_type = "project", action = "added" }]`), Check: a.matches()},
		},
	})
}

// wrote counts the calls that change something, and forgets all calls.
func (a *api) wrote() (creations, updates int) {
	creations, updates = len(a.Requests(asanatest.CreateWebhook)), len(a.Requests(asanatest.UpdateWebhook))
	a.ResetRequests()
	return creations, updates
}

// Modules write an empty set where there are no filters, and people a filter
// that restricts nothing. Both mean what null means.
func TestAccWebhook_filtersThatRestrictNothing(t *testing.T) {
	t.Parallel()
	forms := []string{
		`filters = []`, `filters = [{}]`, `filters = null`, `filters = [{ fields = [] }]`, ``,
		`filters = [{}, { resource_type = "task" }]`, `filters = [{ resource_type = null, action = null }]`,
	}
	a := newAPI(t)
	config := func(shift int) string {
		text := a.provider("")
		for i := range forms {
			block := a.webhookTo(fmt.Sprintf("%s/%d", receivers, i), forms[(i+shift)%len(forms)])
			text += strings.Replace(block, `"test"`, fmt.Sprintf(`"test%d"`, i), 1)
		}
		return text
	}
	w := newWorkdir(t, config(0))
	w.apply(t)
	created := a.Requests(asanatest.CreateWebhook)
	if len(created) != len(forms) {
		t.Errorf("%d POSTs, want %d", len(created), len(forms))
	}
	for _, r := range created {
		if strings.Contains(string(r.Body), "filters") {
			t.Errorf("a request was %s", r.Body)
		}
	}
	w.must(t, "plan", "-detailed-exitcode")
	a.ResetRequests()

	// Each form becomes the next one.
	w.write(t, config(1))
	w.apply(t).contains(t, "0 added", "0 destroyed")
	if creations, updates := a.wrote(); creations+updates != 0 {
		t.Errorf("%d POSTs and %d PUTs", creations, updates)
	}
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccWebhook_filtersAreTakenAway(t *testing.T) {
	t.Parallel()
	for _, form := range []string{`filters = []`, `filters = [{}]`} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(`filters = [{ resource_type = "task" }]`))
			w.apply(t)
			w.write(t, a.webhook(form))
			w.apply(t).contains(t, "0 added, 1 changed, 0 destroyed")
			if body := strings.TrimSpace(string(a.Requests(asanatest.UpdateWebhook)[0].Body)); body != `{"data":{"filters":[]}}` {
				t.Errorf("the request was %s", body)
			}
			w.must(t, "plan", "-detailed-exitcode")

			// What somebody else set shows, and is taken away again.
			a.EditWebhook(a.only(t).GID, func(w *asanatest.Webhook) { w.Filters = []asanatest.Filter{{ResourceType: "story"}} })
			w.apply(t).contains(t, "0 added, 1 changed, 0 destroyed")
			if n := len(a.only(t).Filters); n != 0 {
				t.Errorf("%d filters are left", n)
			}
			w.must(t, "plan", "-detailed-exitcode")
		})
	}
}

func TestAccWebhook_importedWithFiltersThatRestrictNothing(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target, Filters: []asanatest.Filter{{}}})
	w := newWorkdir(t, a.webhook(``)+fmt.Sprintf("import {\n  to = asana_webhook.test\n  id = %q\n}\n", gid))
	w.apply(t).contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
	w.must(t, "plan", "-detailed-exitcode")
	if creations, updates := a.wrote(); creations+updates != 0 {
		t.Errorf("%d POSTs and %d PUTs", creations, updates)
	}
}
