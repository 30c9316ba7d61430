package provider_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// hasFilters expects the one webhook of the API to have these filters, member by
// member and in any order.
func (a *api) hasFilters(want ...asanatest.Filter) resource.TestCheckFunc {
	return func(*terraform.State) error {
		webhooks := a.Webhooks()
		if len(webhooks) != 1 {
			return fmt.Errorf("%d webhooks exist, want 1", len(webhooks))
		}
		if got, want := sortedFilters(webhooks[0].Filters), sortedFilters(want); !slices.Equal(got, want) {
			return fmt.Errorf("the webhook has the filters\n%q, want\n%q", got, want)
		}
		return nil
	}
}

// sortedFilters returns a text for each filter with all of its members.
func sortedFilters(filters []asanatest.Filter) []string {
	texts := make([]string, 0, len(filters))
	for _, f := range filters {
		texts = append(texts, fmt.Sprintf("type %q, subtype %q, action %q, fields %q",
			f.ResourceType, f.ResourceSubtype, f.Action, slices.Sorted(slices.Values(f.Fields))))
	}
	slices.Sort(texts)
	return texts
}

// A filter that reaches Asana without one of its members lets other events pass than
// the configuration says.
func TestAccWebhook_filtersReachAsanaWhole(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             a.none,
		Steps: []resource.TestStep{
			{
				Config: a.webhook(`
  filters = [
    { resource_type = "task", resource_subtype = "milestone", action = "changed", fields = ["due_on", "name"] },
    { resource_type = "story", resource_subtype = "comment_added" },
    { action = "deleted" },
  ]`),
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
				Check: a.hasFilters(
					asanatest.Filter{ResourceType: "task", ResourceSubtype: "milestone", Action: "changed", Fields: []string{"due_on", "name"}},
					asanatest.Filter{ResourceType: "story", ResourceSubtype: "comment_added"},
					asanatest.Filter{Action: "deleted"},
				),
			},
			{
				Config: a.webhook(`
  filters = [
    { resource_type = "task", resource_subtype = "approval", action = "changed", fields = ["approval_status"] },
    { resource_type = "section", action = "added" },
  ]`),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check: a.hasFilters(
					asanatest.Filter{ResourceType: "task", ResourceSubtype: "approval", Action: "changed", Fields: []string{"approval_status"}},
					asanatest.Filter{ResourceType: "section", Action: "added"},
				),
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"secret", "secret_sha256"},
			},
			{
				Config:           a.webhook(``),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check:            a.hasFilters(),
			},
		},
	})
}
