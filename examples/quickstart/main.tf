# Registers one webhook on one Asana project, and outputs its secret.

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
  description = "Gid of the project to watch: the number after project/ in its address in Asana, or after /0/ in an older address."
}

variable "target" {
  type        = string
  description = "URL that receives the events. It must complete the handshake during the apply."
}

resource "asana_webhook" "tasks" {
  resource = var.project
  target   = var.target

  # New tasks, and tasks whose completion or due date changes.
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
  description = "Secret with which the receiver verifies the signature of every event."
  sensitive   = true
}
