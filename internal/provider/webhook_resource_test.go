package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const address = "asana_webhook.test"

func at(attribute string) tfjsonpath.Path { return tfjsonpath.New(attribute) }

// planned expects a plan with one action, and nothing to do after the apply.
func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{
		PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)},
		PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
	}
}

// matches expects the state to hold what the API has.
func (a *api) matches() resource.TestCheckFunc {
	return func(s *terraform.State) error {
		webhooks := a.Webhooks()
		if len(webhooks) != 1 {
			return fmt.Errorf("%d webhooks exist, want 1", len(webhooks))
		}
		state, w := s.RootModule().Resources[address].Primary.Attributes, webhooks[0]
		for name, want := range map[string]string{"id": w.GID, "secret": w.Secret, "resource": w.Resource, "target": w.Target} {
			if state[name] != want {
				return fmt.Errorf("%s in the state is not what the API has", name)
			}
		}
		return nil
	}
}

// none expects that nothing is left behind.
func (a *api) none(*terraform.State) error {
	if n := len(a.Webhooks()); n != 0 {
		return fmt.Errorf("%d webhooks are left", n)
	}
	return nil
}

func TestAccWebhook_lifecycle(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	ids, secrets := statecheck.CompareValue(compare.ValuesSame()), statecheck.CompareValue(compare.ValuesSame())
	same := func() []statecheck.StateCheck {
		return []statecheck.StateCheck{
			ids.AddStateValue(address, at("id")),
			secrets.AddStateValue(address, at("secret")),
			statecheck.ExpectSensitiveValue(address, at("secret")),
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             a.none,
		Steps: []resource.TestStep{
			{
				Config:           a.webhook(``),
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
				Check:            a.matches(),
				ConfigStateChecks: append(same(),
					statecheck.ExpectKnownValue(address, at("active"), knownvalue.Bool(true)),
					statecheck.ExpectKnownValue(address, at("filters"), knownvalue.Null()),
					statecheck.ExpectKnownValue(address, at("resource_name"), knownvalue.StringExact("Launch")),
					statecheck.ExpectKnownValue(address, at("resource_type"), knownvalue.StringExact("project")),
					statecheck.ExpectKnownValue(address, at("replace_existing"), knownvalue.Bool(false)),
					statecheck.ExpectKnownValue(address, at("created_at"), knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`))),
					statecheck.ExpectKnownValue(address, at("secret_sha256"), knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{64}$`))),
				),
			},
			{
				Config:            a.webhook(`filters = [{ resource_type = "task", action = "changed", fields = ["due_on", "name"] }, { resource_type = "story" }]`),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
				Check:             a.matches(),
				ConfigStateChecks: same(),
			},
			{
				Config:            a.webhook(``),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
				Check:             a.matches(),
				ConfigStateChecks: same(),
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"secret", "secret_sha256"},
			},
		},
	})
	if n := len(a.Requests(asanatest.CreateWebhook)); n != 1 {
		t.Errorf("%d POSTs, want 1", n)
	}
	if n := len(a.Requests(asanatest.UpdateWebhook)); n != 2 {
		t.Errorf("%d PUTs, want one for each change of the filters", n)
	}
}

func TestAccWebhook_createIsOnePost(t *testing.T) {
	t.Parallel()
	for name, slim := range map[string]bool{"wholeAnswer": false, "answerAsDocumented": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, func(o *asanatest.Options) { o.SlimCreate = slim })
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			// Look-ups in plan and apply, the user, and the rest of the record.
			if posts, all := a.calls(asanatest.CreateWebhook), len(a.Requests()); posts != 1 || all > 7 {
				t.Errorf("%d POSTs, %d requests in all", posts, all)
			}
			a.agrees(t, w, 1)
			if stateAttribute(t, w, "created_at") == nil || stateAttribute(t, w, "resource_type") != "project" {
				t.Error("the rest of the record is not in the state")
			}
			w.must(t, "plan", "-detailed-exitcode")
		})
	}
}

func TestAccWebhook_targetReplaces(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	changed := a.webhookTo(target+"?v=2", ``)
	for _, block := range []string{changed, strings.Replace(changed, a.project, a.AddProject(a.workspace, "Other"), 1)} {
		old := a.only(t).GID
		w.write(t, a.provider("")+block)
		w.apply(t).contains(t, "asana_webhook.test must be replaced", "1 added, 0 changed, 1 destroyed")
		a.agrees(t, w, 1)
		if a.only(t).GID == old {
			t.Error("the webhook was not replaced")
		}
		w.must(t, "plan", "-detailed-exitcode")
	}
	w.must(t, "destroy", "-auto-approve")
	a.agrees(t, w, 0)
}

func TestAccWebhook_settingsOfTerraformAloneMakeNoCall(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	w.write(t, a.webhook(`
  replace_existing = true
  timeouts         = { create = "30s" }`))
	out := w.apply(t)
	out.contains(t, "asana_webhook.test will be updated in-place", "0 added, 1 changed, 0 destroyed")
	out.lacks(t, "(known after apply)")
	a.agrees(t, w, 1)
	if n := a.calls(asanatest.UpdateWebhook); n != 0 {
		t.Errorf("%d PUTs for nothing", n)
	}
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccWebhook_unknownUntilApply(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: a.provider("") + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { resource = %q, target = %q, action = "changed", fields = ["name"] }
}

resource "asana_webhook" "test" {
  resource = terraform_data.later.output.resource
  target   = terraform_data.later.output.target
  filters  = [{ action = terraform_data.later.output.action, fields = terraform_data.later.output.fields }]
}`, a.project, target),
			Check: a.matches(),
		}},
	})
}

func TestAccWebhook_unknownAndWrongAtApply(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: a.provider("") + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = "ftp://example.com/hook"
}

resource "asana_webhook" "test" {
  resource = %q
  target   = terraform_data.later.output
}`, a.project),
			ExpectError: regexp.MustCompile(`scheme "ftp"`),
		}},
	})
	if n := len(a.Requests()); n != 0 {
		t.Errorf("%d calls were made", n)
	}
}

func TestAccProvider_workspaceSavesTheQuestion(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	config := a.provider("workspace = \""+a.workspace+"\"") + fmt.Sprintf(`
resource "asana_webhook" "test" {
  count    = 10
  resource = %q
  target   = "%s/${count.index}"
}`, a.project, target)
	w := newWorkdir(t, config)
	w.apply(t)
	a.ResetRequests()
	w.must(t, "plan", "-detailed-exitcode")
	if lists, workspaces, all := len(a.Requests(asanatest.GetWebhooks)), len(a.Requests(asanatest.GetWorkspaces)), len(a.Requests()); lists == 0 || workspaces != 0 || all > 5 {
		t.Errorf("%d calls, %d of them for lists and %d for workspaces", all, lists, workspaces)
	}
}
