data "asana_workspace" "company" {
  name = "Example Corp"
}

provider "asana" {
  alias     = "company"
  workspace = data.asana_workspace.company.id
}
