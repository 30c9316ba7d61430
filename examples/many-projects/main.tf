# A webhook for each of several projects. Each has a URL and a secret of its own, so
# that the receiver knows with which secret to verify what comes.

terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
  }
}

# The access token comes from the environment: ASANA_ACCESS_TOKEN.
provider "asana" {}

variable "projects" {
  type        = map(string)
  description = "Gids of the projects to watch, by a name that stays and that can stand in a URL."

  validation {
    condition     = alltrue([for name in keys(var.projects) : can(regex("^[a-z0-9-]+$", name))])
    error_message = "Names consist of lower-case letters, digits and hyphens."
  }
}

variable "receiver" {
  type        = string
  description = "URL of the receiver, such as https://hooks.example.com/asana. It serves /NAME below for every project."

  validation {
    condition     = !endswith(var.receiver, "/")
    error_message = "Leave the slash at the end out."
  }
}

# By name and not by number: when a project goes, the webhooks of the others stay.
resource "asana_webhook" "project" {
  for_each = var.projects

  resource = each.value
  target   = "${var.receiver}/${each.key}"

  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed"] },
  ]
}

output "webhooks" {
  value       = { for name, webhook in asana_webhook.project : name => webhook.id }
  description = "Gids of the webhooks, by name."
}

output "secrets" {
  value       = { for name, webhook in asana_webhook.project : name => webhook.secret }
  description = "What the receiver verifies with, by name. The null among them are of imported webhooks."
  sensitive   = true
}
