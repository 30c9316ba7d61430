variable "project_url" {
  type        = string
  description = "URL of the project to watch, from the browser's address bar: https://app.asana.com/1/…/project/…"
}

locals {
  # {"type": "project", "gid": "1208000000000001", "workspace": "1208000000000000", "project": "1208000000000001"}
  # for https://app.asana.com/1/1208000000000000/project/1208000000000001/list/1208000000000009
  page = provider::asana::parse_url(var.project_url)
}

resource "asana_webhook" "project" {
  resource = local.page.gid
  target   = "https://hooks.example.com/asana"

  lifecycle {
    precondition {
      condition     = local.page.type == "project"
      error_message = "This is the URL of a ${local.page.type}. Use the URL of a project."
    }
  }
}
