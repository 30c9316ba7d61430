# Tests of the module with the real provider and a simulated Asana. The environment has
# ASANA_BASE_URL, ASANA_ACCESS_TOKEN, TF_VAR_project, and in TF_VAR_target the URL of a
# receiver that completes the handshake.

run "completes_the_handshake" {
  assert {
    condition     = asana_webhook.project.active && can(tonumber(output.webhook))
    error_message = "Asana did not register the webhook."
  }

  assert {
    condition     = sha256(output.secret) == asana_webhook.project.secret_sha256
    error_message = "The state does not have the secret of the handshake."
  }
}

# A replacement would make these values unknown, which fails an assertion.
run "plans_no_replacement" {
  command = plan

  assert {
    condition     = output.webhook == asana_webhook.project.id && sha256(output.secret) == asana_webhook.project.secret_sha256
    error_message = "The next plan changes the webhook."
  }
}
