# A webhook on each project of a team. Each has a URL and a secret of its own, so that
# the receiver knows which secret verifies a delivery.

terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
  }
}

# The access token comes from the environment: ASANA_ACCESS_TOKEN.
provider "asana" {}

variable "team" {
  type        = string
  description = "Gid of the team whose projects are watched."
}

variable "receiver" {
  type        = string
  description = "URL of the receiver, such as https://hooks.example.com/asana. It serves /GID below for every project."

  validation {
    condition     = !endswith(var.receiver, "/")
    error_message = "Remove the slash at the end."
  }
}

# The projects of the team that are not archived. You can set workspace or portfolio
# instead of team.
data "asana_projects" "watched" {
  team = var.team
}

# The gid is the key, because it never changes. If somebody renames this project, or
# adds or removes another one, this webhook and its secret stay the same.
resource "asana_webhook" "project" {
  for_each = { for project in data.asana_projects.watched.projects : project.id => project }

  resource = each.key
  target   = "${var.receiver}/${each.key}"

  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed"] },
  ]
}

output "projects" {
  value       = { for project in data.asana_projects.watched.projects : project.id => project.name }
  description = "Names of the projects, by gid."
}

output "webhooks" {
  value       = { for gid, webhook in asana_webhook.project : gid => webhook.id }
  description = "Gids of the webhooks, by gid of the project."
}

output "secrets" {
  value       = { for gid, webhook in asana_webhook.project : gid => webhook.secret }
  description = "Secrets with which the receiver verifies deliveries, by gid of the project. The secrets of imported webhooks are null."
  sensitive   = true
}
