package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestAccWebhook_importByIdentity(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: a.webhook(``),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectIdentityValueMatchesStateAtPath(address, at("gid"), at("id")),
				},
			},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

func TestAccWebhook_importBlockGivesAnEmptyPlan(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target, Filters: []asanatest.Filter{{ResourceType: "task"}}})
	config := a.webhook(`filters = [{ resource_type = "task" }]`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: config + fmt.Sprintf(`
import {
  to = asana_webhook.test
  id = %q
}`, gid),
				ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, at("id"), knownvalue.StringExact(gid)),
					statecheck.ExpectKnownValue(address, at("secret"), knownvalue.Null()),
					statecheck.ExpectKnownValue(address, at("secret_sha256"), knownvalue.Null()),
				},
			},
			{
				// The secret of an imported webhook stays null when it changes.
				Config:           a.webhook(`filters = [{ resource_type = "story" }]`),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, at("secret"), knownvalue.Null()),
				},
			},
		},
	})
}

func TestAccWebhook_importOfNothing(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	for id, want := range map[string][]string{
		"404404":                 {"Error: Webhook not found", "webhook 404404", "404 Not Found"},
		"https://app.asana.com/": {"Error: Invalid import id", "is not a gid", "asana_webhooks"},
	} {
		out := w.run(t, "import", address, id)
		out.contains(t, want...)
		out.keepsQuiet(t, "Warning:")
		if out.code != 1 {
			t.Errorf("the import of %s ended with %d", id, out.code)
		}
	}
}
