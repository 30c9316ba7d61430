package provider

import (
	"errors"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// filterAdvice says what to do about filters that Asana refused.
func filterAdvice(err error) string {
	if refusal, ok := errors.AsType[*asana.Error](err); ok && !refusal.AboutLargeResource() {
		return "Asana refused a filter of this webhook. Correct the filter that the answer names: " +
			"resource_type and fields must be those of an object in the resource, and fields need the action changed. " +
			"If the resource is a workspace, a team or a portfolio, fewer filters are possible: see the argument filters in the documentation."
	}
	return largeResourceAdvice
}

// largeResourceAdvice says which filters Asana accepts on a large resource, and what
// to do instead (Asana's documentation, "Webhooks guide", on filters; that tasks and
// stories don't reach such webhooks is reported by users, too).
const largeResourceAdvice = "Asana refused these filters, because the resource is a workspace, a team or a portfolio. On such a resource:\n" +
	"  - filters are required,\n" +
	"  - resource_type is project with any action, or team_membership or workspace_membership with the action added or removed,\n" +
	"  - fields can't be set.\n" +
	"Events of tasks and stories don't reach these webhooks. Create a webhook on each project instead: " +
	"the data source asana_projects lists the projects of a workspace, a team or a portfolio. " +
	"For the tasks of one person, create a webhook on that user's task list: the data source asana_user_task_list finds it."
