package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestAccWebhook_triggersRotate(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		before, after string
		action        plancheck.ResourceActionType
	}{
		"value changed":    {`rotation_triggers = { quarter = "Q1" }`, `rotation_triggers = { quarter = "Q2" }`, plancheck.ResourceActionReplace},
		"key added":        {`rotation_triggers = { quarter = "Q1" }`, `rotation_triggers = { quarter = "Q1", by = "hand" }`, plancheck.ResourceActionReplace},
		"key removed":      {`rotation_triggers = { quarter = "Q1", by = "hand" }`, `rotation_triggers = { quarter = "Q1" }`, plancheck.ResourceActionReplace},
		"value nulled":     {`rotation_triggers = { quarter = "Q1" }`, `rotation_triggers = { quarter = null }`, plancheck.ResourceActionReplace},
		"first ones":       {``, `rotation_triggers = { quarter = "Q1" }`, plancheck.ResourceActionUpdate},
		"first after none": {`rotation_triggers = {}`, `rotation_triggers = { quarter = "Q1" }`, plancheck.ResourceActionUpdate},
		"given up":         {`rotation_triggers = { quarter = "Q1" }`, ``, plancheck.ResourceActionUpdate},
		"emptied":          {`rotation_triggers = { quarter = "Q1" }`, `rotation_triggers = {}`, plancheck.ResourceActionUpdate},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			rotates := tc.action == plancheck.ResourceActionReplace
			compared := statecheck.CompareValue(compare.ValuesSame())
			if rotates {
				compared = statecheck.CompareValue(compare.ValuesDiffer())
			}
			step := func(config string, action plancheck.ResourceActionType) resource.TestStep {
				return resource.TestStep{
					Config: a.webhook(config), Check: a.matches(), ConfigPlanChecks: planned(action),
					ConfigStateChecks: []statecheck.StateCheck{compared.AddStateValue(address, at("secret"))},
				}
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				CheckDestroy:             a.none,
				Steps:                    []resource.TestStep{step(tc.before, plancheck.ResourceActionCreate), step(tc.after, tc.action)},
			})
			if n := len(a.Requests(asanatest.UpdateWebhook)); n != 0 {
				t.Errorf("%d PUTs for nothing", n)
			}
		})
	}
}

func TestAccWebhook_triggerThatIsNotKnownYetRotates(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	step := func(input string, action plancheck.ResourceActionType) resource.TestStep {
		return resource.TestStep{
			Config: a.webhook(`rotation_triggers = { keeper = terraform_data.keeper.id }`) + fmt.Sprintf(`
resource "terraform_data" "keeper" {
  triggers_replace = %q
}`, input),
			Check: a.matches(), ConfigPlanChecks: planned(action),
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps:                    []resource.TestStep{step("1", plancheck.ResourceActionCreate), step("2", plancheck.ResourceActionReplace)},
	})
}

func TestAccWebhook_importedIntoTriggersIsNotReplaced(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target})
	config := func(quarter string) string {
		return a.webhook(fmt.Sprintf(`rotation_triggers = { quarter = %q }`, quarter))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: config("Q1") + fmt.Sprintf(`
import {
  to = asana_webhook.test
  id = %q
}`, gid),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				Check:            resource.TestCheckResourceAttr(address, "id", gid),
			},
			{Config: config("Q2"), ConfigPlanChecks: planned(plancheck.ResourceActionReplace), Check: a.matches()},
		},
	})
}
