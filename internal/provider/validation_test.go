package provider_test

import (
	"fmt"
	"strings"
	"testing"
)

// Terraform asks for a plan only if the configuration is valid, so there are two runs.
func TestAccWebhook_badInputIsRefusedByThePlan(t *testing.T) {
	t.Parallel()
	type bad struct{ resource, target, more, want string }
	for name, blocks := range map[string][]bad{
		"by the validation": {
			{"abc", target, ``, `Attribute resource: "abc" is not a gid`},
			{"https://app.asana.com/1/9/project/11/list", target, ``, `Attribute resource: This is the URL of a project: use its gid, "11".`},
			{"1", target + "\n", ``, `Attribute target: The URL has a line break at its end: remove it.`},
			{"1", "", ``, `Attribute target: The URL is empty`},
			{"1", "/hook", ``, `Attribute target: The URL is relative: use an absolute URL`},
			{"1", target, `filters = [{ resource_type = "" }]`, `Attribute resource_type of a filter: The value is empty`},
			{"1", target, `filters = [{ resource_subtype = "", fields = ["name", "due_on"], action = "changed", resource_type = "task" }]`, `Attribute resource_subtype of the filter with action "changed", fields ["due_on", "name"] and resource_type "task": The value is empty`},
			{"1", target, `filters = [{ action = "changed", fields = [""] }]`, `Attribute fields (element "") of the filter with action "changed" and fields [""]: The value is empty`},
			{"1", target, `filters = [{ action = "changed", fields = [null] }]`, `Attribute fields of the filter with action "changed" and fields [null]: The set contains null`},
			{"1", target, `filters = [null]`, `Attribute filters: The set contains null: remove that element`},
			{"1", target, `timeouts = { create = "soon" }`, `Attribute timeouts.create: "soon" is not a duration`},
			{"1", target, `timeouts = { create = "-1s" }`, `Attribute timeouts.create: "-1s" leaves no time`},
			{"1", target, `secret_storage = "vault"`, `Attribute secret_storage: "vault" is not a storage for the secret: use "state" or "none".`},
		},
		"by the plan": {
			{"", target, ``, `Attribute resource: The gid is empty`},
			{"1", receivers + "/a b", ``, `Attribute target: The URL has a space at position 28: remove it, or write it as %20`},
			{"1", "ftp://example.com/", ``, `Attribute target: The scheme "ftp" can't receive webhooks: use https`},
			{"1", "https://u:pw-hidden@example.com/", ``, `Attribute target: The URL has a user part`},
			{"1", "https://example.com/#x", ``, `Attribute target: The URL has a fragment`},
			{"1", target + "/100%", ``, `Attribute target: This is not a URL`},
			{"1", target, `filters = [{ action = "exploded" }]`, `Attribute action of the filter with action "exploded": "exploded" is not an action of Asana's events: use one of "changed", "added"`},
			{"1", target, `filters = [{ action = "", resource_type = "task" }]`, `Attribute action of the filter with resource_type "task": "" is not an action`},
			{"1", target, `filters = [{ action = "change", fields = ["name"] }]`, `"change" is not an action of Asana's events`},
			{"1", target, `filters = [{ action = "added", resource_type = "task", fields = ["name"] }]`, `Attribute fields of the filter with action "added", fields ["name"] and resource_type "task": Fields need the action "changed"`},
			{"1", target, `filters = [{ fields = ["name"] }]`, `Attribute fields of the filter with fields ["name"]: Fields need the action "changed"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			config := a.provider("")
			for i, b := range blocks {
				config += fmt.Sprintf("resource \"asana_webhook\" \"bad%d\" {\n  resource = %q\n  target   = %q\n  %s\n}\n", i, b.resource, b.target, b.more)
			}
			plan := newWorkdir(t, config).run(t, "plan")
			for i, b := range blocks {
				plan.contains(t, b.want, fmt.Sprintf("with asana_webhook.bad%d,", i))
			}
			if n := strings.Count(plan.text, "Error: "); n != len(blocks) || plan.code != 1 {
				t.Errorf("the plan ended with %d and %d errors, want %d:\n%s", plan.code, n, len(blocks), plan.text)
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
	hosts := []string{"localhost:8080", "127.0.0.1", "[::1]", "10.0.0.1", "gateway", "127.1", "router.local"}
	config := "provider \"asana\" {\n  token = \"none\"\n}\n"
	for i, host := range hosts {
		config += fmt.Sprintf("resource \"asana_webhook\" \"local%d\" {\n  resource = \"1\"\n  target   = \"https://%s/hook\"\n}\n", i, host)
	}
	plan := newWorkdir(t, config, withoutAsana()...).run(t, "plan")
	for i := range hosts {
		plan.contains(t, fmt.Sprintf("with asana_webhook.local%d,", i))
	}
	if n := strings.Count(plan.text, "Error: Target not public"); n != len(hosts) || strings.Count(plan.text, "use a URL") != n || plan.code != 1 {
		t.Errorf("the plan ended with %d and %d errors, want %d:\n%s", plan.code, n, len(hosts), plan.text)
	}
}
