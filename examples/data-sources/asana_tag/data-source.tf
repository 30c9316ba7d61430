data "asana_workspace" "company" {
  name = "Example Corp"
}

data "asana_tag" "urgent" {
  name      = "Urgent"
  workspace = data.asana_workspace.company.id
}

resource "asana_webhook" "urgent" {
  resource = data.asana_tag.urgent.id
  target   = "https://hooks.example.com/asana"
}
