data "asana_workspace" "company" {
  name = "Example Corp"
}

data "asana_team" "marketing" {
  name      = "Marketing"
  workspace = data.asana_workspace.company.id
}

# A webhook on a team sends the events of projects and memberships, and requires filters.
resource "asana_webhook" "marketing" {
  resource = data.asana_team.marketing.id
  target   = "https://hooks.example.com/asana"
  filters  = [{ resource_type = "project", action = "added" }]
}
