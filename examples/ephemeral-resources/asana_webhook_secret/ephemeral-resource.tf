resource "asana_webhook" "tasks" {
  resource       = "1208000000000001"
  target         = "https://hooks.example.com/asana/tasks"
  secret_storage = "none"
}

ephemeral "asana_webhook_secret" "tasks" {
  webhook = asana_webhook.tasks.id
}

# Vault gets the secret in the run that creates the webhook. In every later run the
# ephemeral value is null, and Terraform must not write it. It writes the value only
# if the version changes. The version must be a whole number that changes only with
# the secret, so it is computed from the digest.
resource "vault_kv_secret_v2" "webhook" {
  mount = "secret"
  name  = "asana-webhook"

  data_json_wo         = jsonencode({ secret = ephemeral.asana_webhook_secret.tasks.secret })
  data_json_wo_version = parseint(substr(coalesce(asana_webhook.tasks.secret_sha256, "1"), 0, 12), 16)
}
