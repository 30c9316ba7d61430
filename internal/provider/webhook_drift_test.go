package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestAccWebhook_driftIsUndone(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(`filters = [{ resource_type = "task", action = "added" }]`))
	w.apply(t)
	gid := a.only(t).GID
	a.EditWebhook(gid, func(w *asanatest.Webhook) { w.Filters = []asanatest.Filter{{ResourceType: "story"}} })
	w.apply(t).contains(t, "0 added, 1 changed, 0 destroyed")
	if f := a.only(t).Filters; len(f) != 1 || f[0].ResourceType != "task" || f[0].Action != "added" {
		t.Errorf("filters are %+v", f)
	}
	w.must(t, "plan", "-detailed-exitcode")

	a.EditWebhook(gid, func(w *asanatest.Webhook) { w.Active = false })
	a.Rename(a.project, "Launch 2")
	w.must(t, "apply", "-refresh-only", "-auto-approve")
	if active, name := stateAttribute(t, w, "active"), stateAttribute(t, w, "resource_name"); active != false || name != "Launch 2" {
		t.Errorf("active is %v, and the name %v", active, name)
	}
}

// Where there are many webhooks most of them are read from lists, and drift in
// any of their fields shows as well as where each is read by itself.
func TestAccWebhook_driftOfManyShows(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	const n = 6
	config := a.provider("") + fmt.Sprintf(`
resource "asana_webhook" "test" {
  count    = %d
  resource = %q
  target   = "%s/${count.index}"
  filters  = [{ resource_type = "task", action = "added" }]
}`, n, a.project, receivers)
	edit := func(change func(*asanatest.Webhook)) {
		for _, gid := range a.gids() {
			a.EditWebhook(gid, change)
		}
		a.ResetRequests()
	}
	updates := resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	shown := []resource.TestCheckFunc{a.readFromLists}
	for i := range n {
		updates.PreApply = append(updates.PreApply, plancheck.ExpectResourceAction(fmt.Sprintf("%s[%d]", address, i), plancheck.ResourceActionUpdate))
		inState := fmt.Sprintf("%s.%d", address, i)
		shown = append(shown,
			resource.TestCheckResourceAttr(inState, "active", "false"),
			resource.TestCheckResourceAttr(inState, "resource_name", "Launch 2"))
	}
	drift := func(filters []asanatest.Filter) resource.TestStep {
		return resource.TestStep{
			PreConfig:        func() { edit(func(w *asanatest.Webhook) { w.Filters = filters }) },
			Config:           config,
			ConfigPlanChecks: updates,
			Check:            a.readFromLists,
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config},
			drift([]asanatest.Filter{{ResourceType: "story"}}),
			drift(nil),
			{
				PreConfig: func() {
					a.Rename(a.project, "Launch 2")
					edit(func(w *asanatest.Webhook) { w.Active = false })
				},
				RefreshState: true,
				Check:        resource.ComposeTestCheckFunc(shown...),
			},
		},
	})
}

// readFromLists expects that each command since the requests were last forgotten
// read only the first two webhooks by calls of their own.
func (a *api) readFromLists(*terraform.State) error {
	lists, single := len(a.Requests(asanatest.GetWebhooks)), len(a.Requests(asanatest.GetWebhook))
	if lists == 0 || single > 2*lists {
		return fmt.Errorf("%d calls for lists and %d for single webhooks", lists, single)
	}
	return nil
}
