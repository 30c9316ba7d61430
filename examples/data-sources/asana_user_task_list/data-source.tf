data "asana_workspace" "company" {
  name = "Example Corp"
}

data "asana_user_task_list" "ann" {
  user      = "ann@example.com"
  workspace = data.asana_workspace.company.id
}

# Sends the events of the tasks that are assigned to Ann.
resource "asana_webhook" "ann" {
  resource = data.asana_user_task_list.ann.id
  target   = "https://hooks.example.com/asana"
}
