package provider_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// TestLive_webhook goes through a webhook's life in the real Asana: make testlive.
func TestLive_webhook(t *testing.T) {
	t.Parallel()
	project, receiver := os.Getenv("ASANA_TEST_PROJECT"), os.Getenv("ASANA_TEST_TARGET")
	if os.Getenv("ASANA_ACCESS_TOKEN") == "" || project == "" || receiver == "" {
		t.Skip("needs ASANA_ACCESS_TOKEN, ASANA_TEST_PROJECT and ASANA_TEST_TARGET: the real Asana is called by make testlive only")
	}
	config := func(action string) string {
		return fmt.Sprintf(`
resource "asana_webhook" "test" {
  resource = %q
  target   = %q
  filters  = [{ resource_type = "task", action = %q }]
}`, project, receiver, action)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config:           config("added"),
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectSensitiveValue(address, at("secret")),
					statecheck.ExpectKnownValue(address, at("secret"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, at("created_at"), knownvalue.NotNull()),
				},
			},
			{Config: config("removed"), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"secret", "secret_sha256"},
			},
		},
	})
}
