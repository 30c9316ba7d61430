package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// failing is a webhook whose deliveries fail, with all that Asana tells of it.
func (a *api) failing(t *testing.T) string {
	t.Helper()
	at := time.Date(2026, 3, 4, 5, 6, 7, 8e6, time.UTC)
	gid := a.AddWebhook(asanatest.Webhook{
		Resource: a.project, Target: target, CreatedAt: at,
		Filters: []asanatest.Filter{{ResourceType: "task", Action: "changed", Fields: []string{"name"}}},
	})
	a.EditWebhook(gid, func(w *asanatest.Webhook) {
		w.LastSuccessAt, w.LastFailureAt, w.LastFailureContent = at.Add(time.Hour), at.Add(2*time.Hour), "500 oops"
		w.RetryCount, w.NextAttemptAfter, w.DeletionAt = 3, at.Add(3*time.Hour), at.Add(25*time.Hour)
	})
	return gid
}

func TestAccWebhookData_everyFieldOfTheRecord(t *testing.T) {
	t.Parallel()
	for name, argument := range map[string]func(a *api, gid string) string{
		"by id":                  func(_ *api, gid string) string { return fmt.Sprintf("id = %q", gid) },
		"by resource and target": func(a *api, _ string) string { return fmt.Sprintf("resource = %q\n target = %q", a.project, target) },
		"by resource, in a workspace": func(a *api, _ string) string {
			return fmt.Sprintf("workspace = %q\n resource = %q\n target = %q", a.workspace, a.project, target)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			gid := a.failing(t)
			a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target + "?another"})
			text := func(s string) knownvalue.Check { return knownvalue.StringExact(s) }
			var checks []statecheck.StateCheck
			for attribute, want := range map[string]knownvalue.Check{
				"id": text(gid), "resource": text(a.project), "resource_name": text("Launch"), "resource_type": text("project"), "target": text(target),
				"active": knownvalue.Bool(true), "created_at": text("2026-03-04T05:06:07.008Z"),
				"last_success_at": text("2026-03-04T06:06:07.008Z"), "last_failure_at": text("2026-03-04T07:06:07.008Z"),
				"last_failure_content": text("500 oops"), "delivery_retry_count": knownvalue.Int64Exact(3),
				"next_attempt_after": text("2026-03-04T08:06:07.008Z"), "failure_deletion_timestamp": text("2026-03-05T06:06:07.008Z"),
				"filters": knownvalue.SetExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
					"resource_type": text("task"), "resource_subtype": knownvalue.Null(), "action": text("changed"),
					"fields": knownvalue.SetExact([]knownvalue.Check{text("name")}),
				})}),
			} {
				checks = append(checks, statecheck.ExpectKnownValue("data.asana_webhook.it", at(attribute), want))
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{{
					Config:            a.provider("") + "data \"asana_webhook\" \"it\" {\n" + argument(a, gid) + "\n}\n",
					ConfigStateChecks: checks,
				}},
			})
		})
	}
}

func TestAccWebhookData_healthyIsNull(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target})
	var checks []statecheck.StateCheck
	for _, attribute := range []string{"filters", "last_failure_at", "last_failure_content", "next_attempt_after", "failure_deletion_timestamp"} {
		checks = append(checks, statecheck.ExpectKnownValue("data.asana_webhook.it", at(attribute), knownvalue.Null()))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config:            a.provider("") + fmt.Sprintf("data \"asana_webhook\" \"it\" {\n  id = %q\n}\n", gid),
			ConfigStateChecks: append(checks, statecheck.ExpectKnownValue("data.asana_webhook.it", at("delivery_retry_count"), knownvalue.Int64Exact(0))),
		}},
	})
}

func TestAccWebhookData_refused(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for name, tc := range map[string]struct{ arguments, want string }{
		"nothing given": {``, "Attribute id: Set the id, or resource and target."},
		"both":          {`id = "1"` + "\n" + `target = "` + target + `"`, "Attribute id: Set the id, or resource and target, not both."},
		"no target":     {`resource = "1"`, "Attribute target: The provider finds a webhook by its resource and target."},
		"no resource":   {`target = "` + target + `"`, "Attribute resource: The provider finds a webhook by its resource and target."},
		"bad target":    {`resource = "1"` + "\n" + `target = "/hook"`, "Attribute target: The URL is relative"},
		"gone":          {`id = "404404"`, "(webhook 404404) was 404 Not Found"},
		"not there":     {fmt.Sprintf("resource = %q\n target = \"%s?no\"", a.project, target), "There is no webhook on resource " + a.project + " with the target " + target + "?…"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkdir(t, a.provider("")+"data \"asana_webhook\" \"it\" {\n"+tc.arguments+"\n}\n")
			w.run(t, "plan").contains(t, "Error: ", tc.want)
		})
	}
}

func TestAccWebhookData_exampleWarnsOfFailures(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.failing(t)
	w := newWorkdir(t, example(t, "data-sources/asana_webhook/data-source.tf"),
		append(withoutAsana(), "ASANA_ACCESS_TOKEN="+a.Token(), "ASANA_BASE_URL="+a.url, "TF_VAR_webhook="+gid)...)
	w.apply(t).contains(t, "Warning: Check block assertion failed", "Deliveries to "+target+" fail, and Asana deletes the webhook at 2026-03-05T06:06:07.008Z.")
}

func TestAccWebhooks_thousand(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	other := a.AddProject(a.workspace, "Other")
	for i := range 1050 {
		project := a.project
		if i%2 == 1 {
			project = other
		}
		a.AddWebhook(asanatest.Webhook{Resource: project, Target: fmt.Sprintf("%s/%d/x", receivers, i)})
	}
	for name, tc := range map[string]struct {
		arguments string
		want      int
	}{
		"all":             {``, 1050},
		"of a resource":   {fmt.Sprintf("resource = %q", other), 525},
		"by target":       {`target_prefix = "https://hooks.example.com/10"`, 61},
		"by target, none": {`target_prefix = "https://other.example.com/"`, 0},
		"of both":         {fmt.Sprintf("resource = %q\n target_prefix = \"https://hooks.example.com/7/\"", other), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkdir(t, a.provider("workspace = \""+a.workspace+"\"")+"data \"asana_webhooks\" \"it\" {\n"+tc.arguments+"\n}\n"+`
locals {
  ids = data.asana_webhooks.it.webhooks[*].id
}

output "count" {
  value = length(local.ids)
}

output "sorted" {
  value = jsonencode(local.ids) == jsonencode(sort(local.ids))
}
`)
			w.apply(t)
			w.must(t, "output", "-raw", "count").contains(t, fmt.Sprint(tc.want))
			w.must(t, "output", "-raw", "sorted").contains(t, "true")
		})
	}
}

func TestAccWebhooks_callsForPages(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for i := range 1000 {
		a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: fmt.Sprintf("%s/%d", receivers, i)})
	}
	w := newWorkdir(t, a.provider("")+fmt.Sprintf("data \"asana_webhooks\" \"it\" {\n  workspace = %q\n}\n", a.workspace))
	w.must(t, "plan")
	if all, pages := len(a.Requests()), len(a.Requests(asanatest.GetWebhooks)); all != 10 || pages != 10 {
		t.Errorf("%d calls, %d of them pages, want 10 pages of a hundred", all, pages)
	}
}

func TestAccWebhooks_brokenPage(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for i := range 150 {
		a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: fmt.Sprintf("%s/%d", receivers, i)})
	}
	a.Inject(asanatest.Fault{Op: asanatest.GetWebhooks, Skip: 1, Status: 403, Times: -1})
	w := newWorkdir(t, a.provider("")+fmt.Sprintf("data \"asana_webhooks\" \"it\" {\n  workspace = %q\n}\n", a.workspace))
	w.run(t, "plan").contains(t, "Error: Webhooks not listed", "the webhooks of workspace "+a.workspace, "403 Forbidden")
}
