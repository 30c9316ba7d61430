package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// withoutSecret expects a state that knows the secret by its digest only.
func (a *api) withoutSecret(s *terraform.State) error {
	webhooks := a.Webhooks()
	if len(webhooks) != 1 {
		return fmt.Errorf("%d webhooks exist, want 1", len(webhooks))
	}
	state := s.RootModule().Resources[address].Primary.Attributes
	if got, ok := state["secret"]; ok && got != "" {
		return fmt.Errorf("the secret is in the state")
	}
	if state["id"] != webhooks[0].GID || state["secret_sha256"] != digest(webhooks[0].Secret) {
		return fmt.Errorf("gid and digest in the state are not what the API has")
	}
	return nil
}

// plannedSecret expects a plan with one action, which tells whether there will
// be a secret.
func plannedSecret(action plancheck.ResourceActionType, secret plancheck.PlanCheck) resource.ConfigPlanChecks {
	checks := planned(action)
	checks.PreApply = append(checks.PreApply, secret)
	return checks
}

var (
	secretWillBeNull = plancheck.ExpectKnownValue(address, at("secret"), knownvalue.Null())
	secretIsUnknown  = plancheck.ExpectUnknownValue(address, at("secret"))
)

func TestAccWebhook_secretNotStored(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	ids, digests := statecheck.CompareValue(compare.ValuesSame()), statecheck.CompareValue(compare.ValuesSame())
	same := func() []statecheck.StateCheck {
		return []statecheck.StateCheck{
			ids.AddStateValue(address, at("id")), digests.AddStateValue(address, at("secret_sha256")),
			statecheck.ExpectKnownValue(address, at("secret"), knownvalue.Null()),
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             a.none,
		Steps: []resource.TestStep{
			{
				Config:            a.webhook(`secret_storage = "none"`),
				ConfigPlanChecks:  plannedSecret(plancheck.ResourceActionCreate, secretWillBeNull),
				Check:             a.withoutSecret,
				ConfigStateChecks: same(),
			},
			{
				Config: a.webhook(`
  secret_storage = "none"
  filters        = [{ resource_type = "task" }]`),
				ConfigPlanChecks:  plannedSecret(plancheck.ResourceActionUpdate, secretWillBeNull),
				Check:             a.withoutSecret,
				ConfigStateChecks: same(),
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"secret_sha256", "secret_storage"},
			},
		},
	})
}

func TestAccWebhook_storingTheSecretReplaces(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	digests := statecheck.CompareValue(compare.ValuesDiffer())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: a.webhook(`secret_storage = "none"`), Check: a.withoutSecret,
				ConfigStateChecks: []statecheck.StateCheck{digests.AddStateValue(address, at("secret_sha256"))},
			},
			{
				Config:            a.webhook(``),
				ConfigPlanChecks:  plannedSecret(plancheck.ResourceActionReplace, secretIsUnknown),
				Check:             a.matches(),
				ConfigStateChecks: []statecheck.StateCheck{digests.AddStateValue(address, at("secret_sha256"))},
			},
		},
	})
}

func TestAccWebhook_importedIntoNoStorage(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: a.webhook(`secret_storage = "none"`) + fmt.Sprintf(`
import {
  to = asana_webhook.test
  id = %q
}`, gid),
			ConfigPlanChecks: plannedSecret(plancheck.ResourceActionUpdate, secretWillBeNull),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, at("id"), knownvalue.StringExact(gid)),
				statecheck.ExpectKnownValue(address, at("secret_sha256"), knownvalue.Null()),
			},
		}},
	})
}

// That the secret is to be stored may be known only in the apply.
func TestAccWebhook_storageDemandedByTheApply(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	config := func(storage string) string {
		return a.webhook(`secret_storage = terraform_data.storage.output`) + fmt.Sprintf(`
resource "terraform_data" "storage" {
  input = %q
}`, storage)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{
				Config: config("none"), Check: a.withoutSecret,
				ConfigPlanChecks: plannedSecret(plancheck.ResourceActionCreate, secretIsUnknown),
			},
			{Config: config("state"), Check: a.matches(), ConfigPlanChecks: planned(plancheck.ResourceActionReplace)},
		},
	})
}

// Where the secret is kept may not be known before the apply. What is there is
// kept then, or dropped, without another webhook.
func TestAccWebhook_secretStorageUnknownUntilApply(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	config := func(storage string, run int) string {
		return a.webhook("secret_storage = terraform_data.storage.output") + fmt.Sprintf(`
resource "terraform_data" "storage" {
  input            = %q
  triggers_replace = %d
}
`, storage, run)
	}
	w := newWorkdir(t, config("state", 1))
	w.apply(t)
	a.agrees(t, w, 1)
	hook := a.only(t)
	w.write(t, config("state", 2))
	w.apply(t).contains(t, "asana_webhook.test will be updated in-place")
	if got := stateAttribute(t, w, "secret"); got != hook.Secret {
		t.Error("the secret was not kept")
	}
	w.write(t, config("none", 3))
	w.apply(t).contains(t, "asana_webhook.test will be updated in-place")
	if got := stateAttribute(t, w, "secret"); got != nil {
		t.Error("the secret was not dropped")
	}
	w.must(t, "plan", "-detailed-exitcode")
	if got := a.only(t).GID; got != hook.GID {
		t.Errorf("webhook %s instead of %s", got, hook.GID)
	}
}
