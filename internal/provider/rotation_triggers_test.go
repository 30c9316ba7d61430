package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestAccWebhook_triggersRotate(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		before, after string
		rotates       bool
	}{
		"value_changed":    {`rotation_triggers = { quarter = "Q1" }`, `rotation_triggers = { quarter = "Q2" }`, true},
		"key_added":        {`rotation_triggers = { quarter = "Q1" }`, `rotation_triggers = { quarter = "Q1", by = "hand" }`, true},
		"key_removed":      {`rotation_triggers = { quarter = "Q1", by = "hand" }`, `rotation_triggers = { quarter = "Q1" }`, true},
		"value_nulled":     {`rotation_triggers = { quarter = "Q1" }`, `rotation_triggers = { quarter = null }`, true},
		"first_ones":       {``, `rotation_triggers = { quarter = "Q1" }`, false},
		"first_after_none": {`rotation_triggers = {}`, `rotation_triggers = { quarter = "Q1" }`, false},
		"given_up":         {`rotation_triggers = { quarter = "Q1" }`, ``, false},
		"emptied":          {`rotation_triggers = { quarter = "Q1" }`, `rotation_triggers = {}`, false},
	}
	a := newAPI(t)
	before, after := a.provider(""), a.provider("")
	for name, tc := range cases {
		block := func(triggers string) string {
			return strings.Replace(a.webhookTo(receivers+"/"+name, triggers), `"test"`, fmt.Sprintf("%q", name), 1)
		}
		before += block(tc.before)
		after += block(tc.after)
	}
	// secrets are those that Asana has, by target.
	secrets := func() map[string]string {
		all := map[string]string{}
		for _, w := range a.Webhooks() {
			all[w.Target] = w.Secret
		}
		return all
	}
	w := newWorkdir(t, before)
	w.apply(t)
	a.agrees(t, w, len(cases))
	old := secrets()

	w.write(t, after)
	plan := w.must(t, "plan")
	w.apply(t)
	a.agrees(t, w, len(cases))
	now := secrets()
	for name, tc := range cases {
		action := " will be updated in-place"
		if tc.rotates {
			action = " must be replaced"
		}
		plan.contains(t, "# asana_webhook."+name+action)
		if rotated := now[receivers+"/"+name] != old[receivers+"/"+name]; rotated != tc.rotates {
			t.Errorf("%s: another secret: %t, want %t", name, rotated, tc.rotates)
		}
	}
	if n := len(a.Requests(asanatest.UpdateWebhook)); n != 0 {
		t.Errorf("%d PUTs for nothing", n)
	}
	w.must(t, "plan", "-detailed-exitcode")
	w.must(t, "destroy", "-auto-approve")
	a.agrees(t, w, 0)
}

func TestAccWebhook_triggerThatIsNotKnownYetRotates(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	config := func(input string) string {
		return a.webhook(`rotation_triggers = { keeper = terraform_data.keeper.id }`) + fmt.Sprintf(`
resource "terraform_data" "keeper" {
  triggers_replace = %q
}`, input)
	}
	w := newWorkdir(t, config("1"))
	w.apply(t)
	a.agrees(t, w, 1)
	old := a.only(t).GID
	w.write(t, config("2"))
	w.apply(t).contains(t, "asana_webhook.test must be replaced")
	a.agrees(t, w, 1)
	if a.only(t).GID == old {
		t.Error("the webhook was not replaced")
	}
	w.must(t, "plan", "-detailed-exitcode")
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
