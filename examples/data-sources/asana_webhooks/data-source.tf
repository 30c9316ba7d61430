data "asana_workspace" "company" {
  name = "Example Corp"
}

data "asana_webhooks" "ours" {
  workspace     = data.asana_workspace.company.id
  target_prefix = "https://hooks.example.com/"
}

output "failing" {
  description = "Targets by gid of the webhooks that Asana will delete."
  value = {
    for w in data.asana_webhooks.ours.webhooks : w.id => w.target
    if w.failure_deletion_timestamp != null
  }

  precondition {
    condition     = length(data.asana_webhooks.ours.webhooks) > 0
    error_message = "No webhook of ours is left."
  }
}
