# A module that sends the events of a project to a receiver. Its tests are in tests/.

terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
  }
}

variable "project" {
  type        = string
  description = "Gid of the project to watch."
}

variable "target" {
  type        = string
  description = "URL that receives the events: https, or http to this machine."

  validation {
    condition     = can(regex("^(https://|http://127\\.0\\.0\\.1:)", var.target))
    error_message = "The target must be an https URL."
  }
}

data "asana_project" "watched" {
  id = var.project

  lifecycle {
    postcondition {
      condition     = !self.archived
      error_message = "The project ${self.name} is archived."
    }
  }
}

resource "asana_webhook" "project" {
  resource = data.asana_project.watched.id
  target   = var.target
  filters  = [{ resource_type = "task", action = "added" }]

  timeouts = {
    create = "10s"
  }
}

data "asana_webhook" "project" {
  id = asana_webhook.project.id
}

check "deliveries" {
  assert {
    condition     = data.asana_webhook.project.failure_deletion_timestamp == null
    error_message = "Asana can't deliver the events of webhook ${asana_webhook.project.id}."
  }
}

output "webhook" {
  value       = asana_webhook.project.id
  description = "Gid of the webhook."
}

output "secret" {
  value       = asana_webhook.project.secret
  description = "Secret that signs the events."
  sensitive   = true
}
