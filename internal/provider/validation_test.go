package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// words makes a pattern of words however Terraform wraps the lines.
func words(s string) string {
	fields := strings.Fields(s)
	for i, f := range fields {
		fields[i] = regexp.QuoteMeta(f)
	}
	return `(?s)` + strings.Join(fields, `[\s│|]+`)
}

func TestAccWebhook_badInputIsRefusedByThePlan(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ resource, target, more, want string }{
		"gid not digits":         {"abc", target, ``, `Attribute resource: "abc" is not a gid`},
		"URL as resource":        {"https://app.asana.com/1/9/project/11/list", target, ``, `Attribute resource: This is the URL of a project: use its gid, "11".`},
		"target ends with line":  {"1", target + "\n", ``, `Attribute target: The URL has a line break at its end: remove it.`},
		"target with a space":    {"1", receivers + "/a b", ``, `Attribute target: The URL has a space inside (character 28): remove it, or write it as %20`},
		"gid empty":              {"", target, ``, `Attribute resource: The gid is empty`},
		"target empty":           {"1", "", ``, `Attribute target: The URL is empty`},
		"target relative":        {"1", "/hook", ``, `Attribute target: The URL is relative: use an absolute URL`},
		"target ftp":             {"1", "ftp://example.com/", ``, `Attribute target: The scheme "ftp" can't receive webhooks: use https`},
		"target with a user":     {"1", "https://u:pw-hidden@example.com/", ``, `Attribute target: The URL has a user part`},
		"target with a fragment": {"1", "https://example.com/#x", ``, `Attribute target: The URL has a fragment`},
		"action unknown":         {"1", target, `filters = [{ action = "exploded" }]`, `Attribute action of the filter with action "exploded": "exploded" is not an action of Asana's events: use one of "changed", "added"`},
		"action empty":           {"1", target, `filters = [{ action = "", resource_type = "task" }]`, `Attribute action of the filter with resource_type "task": "" is not an action`},
		"only action unknown":    {"1", target, `filters = [{ action = "change", fields = ["name"] }]`, `"change" is not an action of Asana's events`},
		"fields without changed": {"1", target, `filters = [{ action = "added", resource_type = "task", fields = ["name"] }]`, `Attribute fields of the filter with action "added", fields ["name"] and resource_type "task": Fields need the action "changed"`},
		"fields without action":  {"1", target, `filters = [{ fields = ["name"] }]`, `Attribute fields of the filter with fields ["name"]: Fields need the action "changed"`},
		"resource_type empty":    {"1", target, `filters = [{ resource_type = "" }]`, `Attribute resource_type of a filter: The value is empty`},
		"resource_subtype empty": {"1", target, `filters = [{ resource_subtype = "", fields = ["name", "due_on"], action = "changed", resource_type = "task" }]`, `Attribute resource_subtype of the filter with action "changed", fields ["due_on", "name"] and resource_type "task": The value is empty`},
		"field empty":            {"1", target, `filters = [{ action = "changed", fields = [""] }]`, `Attribute fields (element "") of the filter with action "changed" and fields [""]: The value is empty`},
		"field null":             {"1", target, `filters = [{ action = "changed", fields = [null] }]`, `Attribute fields of the filter with action "changed" and fields [null]: The set contains null`},
		"filter null":            {"1", target, `filters = [null]`, `Attribute filters: The set contains null: remove that element`},
		"timeout no duration":    {"1", target, `timeouts = { create = "soon" }`, `Attribute timeouts.create: "soon" is not a duration`},
		"timeout negative":       {"1", target, `timeouts = { create = "-1s" }`, `Attribute timeouts.create: "-1s" leaves no time`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			plan := newWorkdir(t, a.provider("")+fmt.Sprintf(`
resource "asana_webhook" "test" {
  resource = %q
  target   = %q
  %s
}`, tc.resource, tc.target, tc.more)).run(t, "plan")
			plan.says(t, tc.want)
			if n := strings.Count(plan.text, "Error: "); n != 1 || plan.code != 1 {
				t.Errorf("the plan ended with %d and %d errors:\n%s", plan.code, n, plan.text)
			}
			if n := len(a.Requests()); n != 0 {
				t.Errorf("%d calls were made", n)
			}
		})
	}
}

// Nothing answers at this address, and nothing is asked: the plan refuses.
func TestAccWebhook_localTargetOfThePublicAPI(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"localhost:8080", "127.0.0.1", "[::1]", "10.0.0.1", "gateway", "127.1", "router.local"} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: factories,
				Steps: []resource.TestStep{{
					Config: fmt.Sprintf(`
provider "asana" {
  token = "none"
}
resource "asana_webhook" "test" {
  resource = "1"
  target   = "https://%s/hook"
}`, host),
					PlanOnly:    true,
					ExpectError: regexp.MustCompile(`(?s)Target not public.*use a URL`),
				}},
			})
		})
	}
}
