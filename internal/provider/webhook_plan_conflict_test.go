package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const takenSummary = "Warning: Webhook already exists"

// A plan says which webhook is in the way, and what the apply does then: it fails.
func TestAccWebhook_planSaysThatThePairIsTaken(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.existing()
	w := newWorkdir(t, a.webhook(``))
	plan := w.must(t, "plan", "-out", "plan.out")
	plan.contains(t, takenSummary, "Webhook "+gid+" on resource "+a.project+" already has the target "+target, "It was created 20", "Asana delivers its events",
		"The apply will fail with an error", "import { to = asana_webhook.NAME id = \""+gid+"\" }", "1 to add")
	out := w.run(t, "apply", "plan.out")
	if out.code != 1 {
		t.Errorf("the apply ended with %d", out.code)
	}
	out.contains(t, "Webhook "+gid+" already has this resource and target", "The provider did not change the webhook.")
	a.agrees(t, w, 0, gid)
}

// With replace_existing the plan names the webhook that the apply deletes.
func TestAccWebhook_planSaysWhatIsReplaced(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.existing()
	a.SetActive(gid, false)
	w := newWorkdir(t, a.webhook(`replace_existing = true`))
	w.must(t, "plan", "-out", "plan.out").contains(t, takenSummary, "Webhook "+gid, "it is inactive",
		"The apply will delete webhook "+gid+" and register a new one with a new secret, because replace_existing is true.")
	w.must(t, "apply", "plan.out").contains(t, "Warning: Existing webhook replaced", "The provider deleted webhook "+gid)
	a.agrees(t, w, 1)
}

// A block that is added with the pair of another one of the same configuration.
func TestAccWebhook_planSaysThatAnotherBlockHasThePair(t *testing.T) {
	t.Parallel()
	for name, replace := range map[string]string{"left alone": ``, "replaced": `replace_existing = true`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(``))
			w.apply(t)
			gid := a.only(t).GID
			second := strings.Replace(a.webhookTo(target, replace+"\n  depends_on = [asana_webhook.test]"), `"test"`, `"second"`, 1)
			w.write(t, a.webhook(``)+second)
			out := w.must(t, "plan", "-out", "plan.out")
			out.contains(t, takenSummary, "Webhook "+gid, "The state of this configuration has that webhook.")
			if replace == "" {
				out.contains(t, "The apply will fail with an error, unless this plan deletes or replaces its block", "add a moved block")
				out.lacks(t, "import {")
				w.run(t, "apply", "plan.out").contains(t, "Webhook "+gid+" already has this resource and target")
				a.agrees(t, w, 1)
				return
			}
			out.contains(t, "that block keeps the secret of a webhook that no longer exists", "The apply will delete webhook "+gid)
			w.must(t, "apply", "plan.out").contains(t, "Warning: Existing webhook replaced")
		})
	}
}

func TestAccWebhook_planSaysThatTwoBlocksHaveOnePair(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``)+strings.Replace(a.webhookTo(target, ``), `"test"`, `"second"`, 1))
	w.must(t, "plan", "-out", "plan.out").contains(t, "Warning: Duplicate webhook in configuration",
		"Another block of this plan also creates a webhook on resource "+a.project+" with the target "+target)
	w.run(t, "apply", "plan.out").contains(t, "Another block of this configuration created webhook", "with the same resource and target")
	a.agrees(t, w, 1)
}

// A webhook that the same plan replaces is not in the way.
func TestAccWebhook_planOfARotationIsQuiet(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(`rotation_triggers = { month = "1" }`))
	w.apply(t)
	w.write(t, a.webhook(`rotation_triggers = { month = "2" }`))
	w.must(t, "plan", "-out", "plan.out").lacks(t, takenSummary)
	w.must(t, "apply", "plan.out")
	a.agrees(t, w, 1)
}

// A replacement whose new target has a webhook already is a creation, too.
func TestAccWebhook_planOfAReplacementSaysThatThePairIsTaken(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: receivers + "/taken"})
	w.write(t, a.provider("")+a.webhookTo(receivers+"/taken", ``))
	out := w.must(t, "plan")
	out.contains(t, takenSummary, "Webhook "+gid, "The apply will fail with an error", "1 to add, 0 to change, 1 to destroy")
	if n := strings.Count(out.text, takenSummary); n != 1 {
		t.Errorf("%d warnings, want 1", n)
	}
}

// A look-up that fails, is forbidden, or hangs costs a plan nothing but the warning.
func TestAccWebhook_planWithoutALookUp(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]asanatest.Fault{
		"forbidden": {Op: asanatest.GetWebhooks, Status: http.StatusForbidden, Times: -1},
		"fails":     {Op: asanatest.GetWorkspaces, Status: http.StatusInternalServerError, Times: -1},
		"hangs":     {Op: asanatest.GetWebhooks, Delay: 10 * time.Minute, Times: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			a.existing()
			a.Inject(fault)
			w := newWorkdir(t, a.webhook(``))
			w.must(t, "plan").lacks(t, takenSummary, "Error")
			if n := len(a.Requests()); n > 2 {
				t.Errorf("%d requests, want 2 at most", n)
			}
		})
	}
}

// What the look-ups cost: never more calls than creations and one, none without
// creations, and about as many as there are pages for many.
func TestAccWebhook_planLookUpCalls(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ creations, existing, most int }{
		{0, 250, 0},
		{1, 0, 2},
		{1, 5000, 2},
		{5, 5000, 6},
		{1000, 5000, 5 + 51 + 1},
	} {
		t.Run(fmt.Sprintf("%d among %d", tc.creations, tc.existing), func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			others := a.AddProject(a.workspace, "Others")
			for i := range tc.existing {
				a.AddWebhook(asanatest.Webhook{Resource: others, Target: fmt.Sprintf("%s/other/%d", receivers, i)})
			}
			if tc.creations > 0 {
				a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: fmt.Sprintf("%s/%d", receivers, tc.creations-1)})
			}
			w := newWorkdir(t, a.provider("")+fmt.Sprintf(`
resource "asana_webhook" "test" {
  count    = %d
  resource = %q
  target   = "%s/${count.index}"
}
`, tc.creations, a.project, receivers))
			out := w.must(t, "plan")
			if tc.creations > 0 {
				out.contains(t, takenSummary, fmt.Sprintf("%s/%d", receivers, tc.creations-1))
			}
			if n := len(a.Requests()); n > tc.most {
				t.Errorf("%d requests, want %d at most", n, tc.most)
			}
		})
	}
}

// A target that is not known when a replacement is planned may come out the same.
func TestAccWebhook_planOfAnUnknownTarget(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	config := func(input, suffix string) string {
		return a.provider("") + fmt.Sprintf(`
resource "terraform_data" "url" {
  input            = %q
  triggers_replace = [%q]
}
`, target, input) + strings.Replace(a.webhookTo("TARGET", ``), `"TARGET"`, `"${terraform_data.url.output}`+suffix+`"`, 1)
	}
	w := newWorkdir(t, config("1", ""))
	w.apply(t)
	gid := a.only(t).GID
	w.write(t, config("2", ""))
	w.must(t, "plan").contains(t, "Warning: Replacement because of an unknown value", "The target depends on something", "even if the value stays the same")

	// If it comes out wrong, the error says that the old webhook no longer exists.
	w.write(t, config("3", "#fragment"))
	out := w.run(t, "apply", "-auto-approve")
	out.contains(t, "Error: Invalid target", "fragment", "Webhook "+gid, "was deleted earlier in this run")
	a.agrees(t, w, 0)
}
