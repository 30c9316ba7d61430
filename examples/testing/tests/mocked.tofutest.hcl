# The same tests for OpenTofu, which reads this file instead of mocked.tftest.hcl. It has
# no mock files, and its mocks must not set what the module sets.

mock_provider "asana" {
  mock_resource "asana_webhook" {
    defaults = {
      id             = "1208000000000002"
      active         = true
      created_at     = "2026-01-01T00:00:00.000Z"
      resource_name  = "Website launch"
      resource_type  = "project"
      secret         = "0123456789abcdef0123456789abcdef"
      secret_sha256  = "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9"
      secret_storage = "state"
    }
  }

  mock_data "asana_project" {
    defaults = {
      archived = false
      name     = "Website launch"
    }
  }

  mock_data "asana_webhook" {
    defaults = {
      failure_deletion_timestamp = null
    }
  }
}

variables {
  project = "1208000000000001"
  target  = "https://hooks.example.com/asana"
}

run "registers_the_webhook" {
  assert {
    condition     = asana_webhook.project.resource == var.project && asana_webhook.project.target == var.target
    error_message = "The webhook does not send the events of the project to the target."
  }

  assert {
    condition     = output.webhook == asana_webhook.project.id && sha256(output.secret) == asana_webhook.project.secret_sha256
    error_message = "The outputs are not those of the webhook."
  }
}

run "refuses_plain_http" {
  command = plan

  variables {
    target = "http://hooks.example.com/asana"
  }

  expect_failures = [var.target]
}

run "refuses_an_archived_project" {
  command = plan

  override_data {
    target = data.asana_project.watched
    values = { archived = true }
  }

  expect_failures = [data.asana_project.watched]
}

run "reports_failing_deliveries" {
  override_data {
    target = data.asana_webhook.project
    values = { failure_deletion_timestamp = "2026-01-02T00:00:00.000Z" }
  }

  expect_failures = [check.deliveries]
}
