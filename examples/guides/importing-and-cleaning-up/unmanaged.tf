data "asana_webhooks" "all" {
  workspace = var.workspace
}

variable "workspace" {
  type        = string
  description = "Gid of the workspace or organization."
}

resource "asana_webhook" "tasks" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana/tasks"
}

output "unmanaged" {
  description = "Targets of the webhooks that this configuration does not manage, by gid."
  value = {
    for w in data.asana_webhooks.all.webhooks : w.id => w.target
    if !contains([asana_webhook.tasks.id], w.id)
  }
}
