# Values of the kinds that Asana returns, in place of the random texts of a plain mock:
# numeric gids, times, secrets. Nested sets, such as filters, are empty without a default.

mock_resource "asana_webhook" {
  defaults = {
    id              = "1208000000000002"
    active          = true
    created_at      = "2026-01-01T00:00:00.000Z"
    resource_name   = "Website launch"
    existing_secret = null
    resource_type   = "project"
    secret          = "0123456789abcdef0123456789abcdef"
    secret_sha256   = "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9"
    secret_storage  = "state"

    replace_existing = false
  }
}

mock_data "asana_webhook" {
  defaults = {
    id                         = "1208000000000002"
    active                     = true
    created_at                 = "2026-01-01T00:00:00.000Z"
    delivery_retry_count       = 0
    failure_deletion_timestamp = null
    last_failure_at            = null
    last_failure_content       = null
    last_success_at            = "2026-01-01T00:00:00.000Z"
    next_attempt_after         = null
    resource                   = "1208000000000001"
    resource_name              = "Website launch"
    resource_type              = "project"
    target                     = "https://hooks.example.com/asana"
  }
}

mock_data "asana_webhooks" {
  defaults = {
    workspace = "1208000000000003"
  }
}

mock_data "asana_project" {
  defaults = {
    id            = "1208000000000001"
    archived      = false
    name          = "Website launch"
    permalink_url = "https://app.asana.com/0/1208000000000001"
    team          = "1208000000000004"
    workspace     = "1208000000000003"
  }
}

mock_data "asana_projects" {
  defaults = {
    workspace = "1208000000000003"
  }
}

mock_data "asana_workspace" {
  defaults = {
    id              = "1208000000000003"
    email_domains   = ["example.com"]
    is_organization = true
    name            = "Example Corp"
  }
}

mock_data "asana_section" {
  defaults = {
    id      = "1208000000000007"
    name    = "In review"
    project = "1208000000000001"
  }
}

mock_data "asana_tag" {
  defaults = {
    id            = "1208000000000008"
    name          = "Urgent"
    permalink_url = "https://app.asana.com/0/1208000000000008/list"
    workspace     = "1208000000000003"
  }
}

mock_data "asana_user_task_list" {
  defaults = {
    id        = "1208000000000009"
    name      = "My tasks in Example Corp"
    user      = "1208000000000006"
    workspace = "1208000000000003"
  }
}

mock_data "asana_team" {
  defaults = {
    id            = "1208000000000004"
    name          = "Marketing"
    permalink_url = "https://app.asana.com/0/team/1208000000000004"
    workspace     = "1208000000000003"
  }
}

mock_data "asana_portfolio" {
  defaults = {
    id            = "1208000000000005"
    name          = "Launches"
    owner         = "1208000000000006"
    permalink_url = "https://app.asana.com/0/portfolio/1208000000000005"
    workspace     = "1208000000000003"
  }
}

mock_data "asana_user" {
  defaults = {
    id         = "1208000000000006"
    email      = "ada@example.com"
    name       = "Ada Lovelace"
    workspaces = ["1208000000000003"]
  }
}
