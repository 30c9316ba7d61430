# Tests of the module without Asana: the provider is mocked.

mock_provider "asana" {
  source = "./tests/mocks"
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
