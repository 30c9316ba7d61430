package asana

//go:generate go run ../cmd/attributes attributes.go

// ResourceTypes returns the types of objects that events are about, sorted:
// those that Asana's webhooks guide and reference name, in the form that they
// have in the API. Asana adds some from time to time, and does not document
// whether webhooks send the events of goals and status updates.
func ResourceTypes() []string {
	return []string{
		"attachment", "goal", "portfolio", "project", "project_membership", "project_status",
		"project_template", "section", "status_update", "story", "tag", "task", "team",
		"team_membership", "user_task_list", "workspace", "workspace_membership",
	}
}
