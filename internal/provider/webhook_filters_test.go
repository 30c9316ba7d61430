package provider_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestAccWebhook_sameFiltersAreNoDifference(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	unchanged := func(filters string) resource.TestStep {
		return resource.TestStep{
			Config:           a.webhook(filters),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: a.webhook(`filters = [{ resource_type = "task", action = "changed", fields = ["due_on", "name"] }, { resource_type = "story", action = "added" }]`)},
			unchanged(`filters = [{ action = "added", resource_type = "story" }, { resource_type = "task", action = "changed", fields = ["name", "due_on"] }]`),
			unchanged(`filters = [{ action = "added", resource_type = "story", fields = [] }, { resource_type = "task", resource_subtype = null, action = "changed", fields = ["name", "due_on"] }]`),
			unchanged(`filters = [{ action = "added", resource_type = "story", fields = null }, { resource_type = "task", action = "changed", fields = ["name", "due_on", "name"] }]`),
		},
	})
	if n := len(a.Requests(asanatest.UpdateWebhook)); n != 0 {
		t.Errorf("%d PUTs for nothing", n)
	}
}

func TestAccWebhook_emptyMemberFromTheStart(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config:           a.webhook(`filters = [{ resource_type = "story", fields = [] }]`),
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		}},
	})
}

func TestAccWebhook_mandatoryFilters(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
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
			{Config: config(``), ExpectError: regexp.MustCompile(`(?s)Webhook not created.*filter`)},
			{Config: config(`filters = [{ resource_type = "project", action = "added" }]`), Check: a.matches()},
		},
	})
}
