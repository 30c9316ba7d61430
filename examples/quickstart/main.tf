# Registers one webhook on one Asana project, and gives out its secret.

terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
  }
}

# The access token comes from the environment: ASANA_ACCESS_TOKEN.
provider "asana" {}

variable "project" {
  type        = string
  description = "Gid of the project to watch: the long number in the address of the project in Asana."
}

variable "target" {
  type        = string
  description = "URL that receives the events. It must complete the handshake while this configuration is applied."
}

resource "asana_webhook" "tasks" {
  resource = var.project
  target   = var.target

  # New tasks, and tasks that are completed, reopened or given a new date.
  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed", "due_on"] },
  ]
}

output "id" {
  value       = asana_webhook.tasks.id
  description = "Gid of the webhook."
}

output "secret" {
  value       = asana_webhook.tasks.secret
  description = "The receiver checks the signature of every event with this."
  sensitive   = true
}
