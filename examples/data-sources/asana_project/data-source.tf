data "asana_project" "launch" {
  name      = "Launch"
  workspace = data.asana_workspace.company.id

  lifecycle {
    postcondition {
      condition     = !self.archived
      error_message = "The project ${self.name} is archived: ${self.permalink_url}"
    }
  }
}

data "asana_workspace" "company" {
  name = "Example Corp"
}

resource "asana_webhook" "launch" {
  resource = data.asana_project.launch.id
  target   = "https://hooks.example.com/asana"
}
