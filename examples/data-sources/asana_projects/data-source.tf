data "asana_workspace" "company" {
  name = "Example Corp"
}

data "asana_team" "marketing" {
  name      = "Marketing"
  workspace = data.asana_workspace.company.id
}

data "asana_projects" "marketing" {
  team = data.asana_team.marketing.id
}

# A webhook on each project of the team, with a target of its own. The gid is the key,
# because names change and several projects can have the same name.
resource "asana_webhook" "marketing" {
  for_each = { for project in data.asana_projects.marketing.projects : project.id => project }

  resource = each.key
  target   = "https://hooks.example.com/asana/${each.key}"
}

output "watched" {
  description = "Names of the projects, by gid."
  value       = { for gid, webhook in asana_webhook.marketing : gid => webhook.resource_name }
}
