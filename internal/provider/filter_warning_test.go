package provider_test

import (
	"strings"
	"testing"
)

func TestAccWebhook_undocumentedFiltersWarn(t *testing.T) {
	t.Parallel()
	const unknownType, unknownField = "Warning: Undocumented resource type", "Warning: Undocumented field"
	for name, tc := range map[string]struct {
		filters string
		want    []string
	}{
		"type": {`[{ resource_type = "Task" }]`, []string{
			unknownType, `with asana_webhook.test, on main.tf`,
			`Attribute resource_type of the filter with resource_type "Task": Asana's documentation has no type "Task".`,
			`A misspelled filter passes no event: check the spelling.`, `The documented types are "attachment", "goal", "portfolio", "project",`, `"workspace_membership".`,
		}},
		"fields": {`[{ resource_type = "task", action = "changed", fields = ["nam", "due_on"] }]`, []string{
			unknownField, `Attribute fields of the filter with action "changed", fields ["due_on", "nam"] and resource_type "task": Asana's API describes no field "nam" of a task.`,
			`The described fields are "actual_time_minutes", "approval_status",`, `"workspace".`,
		}},
		"several fields": {`[{ resource_type = "tag", action = "changed", fields = ["nam", "colour"] }]`, []string{
			unknownField, `Asana's API describes no fields "colour" and "nam" of a tag.`,
		}},
		"documented":                {`[{ resource_type = "task", action = "changed", fields = ["name", "custom_fields"] }, { resource_type = "workspace_membership" }]`, nil},
		"fields of any type":        {`[{ action = "changed", fields = ["text"] }]`, nil},
		"fields not described":      {`[{ resource_type = "story", action = "changed", fields = ["text"] }]`, nil},
		"type and fields not known": {`[{ resource_type = terraform_data.later.output, action = "changed", fields = [terraform_data.later.output] }]`, nil},
		"filter not known":          {`[for type in terraform_data.later.output == "" ? [] : ["Task"] : { resource_type = type }]`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook("filters = "+tc.filters)+`
resource "terraform_data" "later" {
  input = "task"
}
`)
			plan := w.must(t, "plan")
			plan.contains(t, tc.want...)
			if got := strings.Contains(plan.text, "Undocumented"); got != (tc.want != nil) {
				t.Errorf("there is a warning: %t", got)
			}
		})
	}
}

// The warning is about what is new in a plan: a webhook that has the filter may
// well get its events.
func TestAccWebhook_undocumentedFiltersWarnOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(`filters = [{ resource_type = "news" }]`))
	w.apply(t).contains(t, "Undocumented resource type")
	w.must(t, "plan", "-detailed-exitcode").keepsQuiet(t, "Undocumented")
	w.write(t, a.webhook(`filters = [{ resource_type = "news" }, { resource_type = "task" }]`))
	w.apply(t).keepsQuiet(t, "Undocumented")
	w.write(t, a.webhook(`filters = [{ resource_type = "news" }, { resource_type = "Task" }]`))
	w.must(t, "plan").contains(t, `no type "Task"`)
}
