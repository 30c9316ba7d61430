package provider

// filterAdvice says which filters Asana accepts on a large resource, and what to
// do instead (Asana's documentation, "Webhooks guide", on filters; that tasks and
// stories don't reach such webhooks is reported by users, too).
const filterAdvice = "Asana refused these filters for this resource. On a workspace, a team or a portfolio:\n" +
	"  - filters are required,\n" +
	"  - resource_type is project with any action, or team_membership or workspace_membership with the action added or removed,\n" +
	"  - fields can't be set.\n" +
	"Events of tasks and stories don't reach these webhooks. Create a webhook on each project instead: " +
	"the data source asana_projects lists the projects of a workspace, a team or a portfolio. " +
	"For the tasks of one person, create a webhook on that user's task list: the data source asana_user_task_list finds it."
