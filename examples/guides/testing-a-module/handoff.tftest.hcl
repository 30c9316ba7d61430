# Without a mock, the provider itself opens the ephemeral resource: its secret is null.
# It makes no call, because the webhook is overridden.
provider "asana" {
  token = "unused"
}

override_resource {
  target = asana_webhook.tasks
  values = {
    id            = "1208000000000002"
    secret_sha256 = "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9"
  }
}

mock_provider "vault" {}

run "writes_a_new_version_with_a_new_secret" {
  assert {
    condition     = vault_kv_secret_v2.webhook.data_json_wo_version == parseint("3eb1bd439947", 16)
    error_message = "The version does not come from the digest of the secret."
  }
}
