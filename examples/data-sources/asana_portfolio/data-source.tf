data "asana_workspace" "company" {
  name = "Example Corp"
}

data "asana_portfolio" "roadmap" {
  name      = "Roadmap"
  workspace = data.asana_workspace.company.id
}

resource "asana_webhook" "roadmap" {
  resource = data.asana_portfolio.roadmap.id
  target   = "https://hooks.example.com/asana"
  filters  = [{ resource_type = "project", action = "added" }]
}
