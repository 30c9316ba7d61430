data "asana_workspace" "company" {
  name = "Example Corp"
}

data "asana_project" "launch" {
  name      = "Launch"
  workspace = data.asana_workspace.company.id
}

data "asana_section" "review" {
  name    = "In review"
  project = data.asana_project.launch.id
}

resource "asana_webhook" "review" {
  resource = data.asana_section.review.id
  target   = "https://hooks.example.com/asana"
}
