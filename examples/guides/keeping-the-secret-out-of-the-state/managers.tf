resource "aws_secretsmanager_secret_version" "webhook" {
  secret_id = aws_secretsmanager_secret.webhook.id

  secret_string_wo         = coalesce(ephemeral.asana_webhook_secret.tasks.secret, "unknown in this run")
  secret_string_wo_version = parseint(substr(coalesce(asana_webhook.tasks.secret_sha256, "1"), 0, 12), 16)
}

resource "aws_ssm_parameter" "webhook" {
  name = "/asana/webhook-secret"
  type = "SecureString"

  value_wo         = coalesce(ephemeral.asana_webhook_secret.tasks.secret, "unknown in this run")
  value_wo_version = parseint(substr(coalesce(asana_webhook.tasks.secret_sha256, "1"), 0, 12), 16)
}

resource "google_secret_manager_secret_version" "webhook" {
  secret          = google_secret_manager_secret.webhook.id
  deletion_policy = "ABANDON" # keeps the previous version: see below

  secret_data_wo         = coalesce(ephemeral.asana_webhook_secret.tasks.secret, "unknown in this run")
  secret_data_wo_version = parseint(substr(coalesce(asana_webhook.tasks.secret_sha256, "1"), 0, 12), 16)
}

resource "azurerm_key_vault_secret" "webhook" {
  name         = "asana-webhook"
  key_vault_id = azurerm_key_vault.receiver.id

  value_wo         = coalesce(ephemeral.asana_webhook_secret.tasks.secret, "unknown in this run")
  value_wo_version = parseint(substr(coalesce(asana_webhook.tasks.secret_sha256, "1"), 0, 12), 16)
}

resource "kubernetes_secret_v1" "webhook" {
  metadata {
    name = "asana-webhook"
  }

  data_wo          = { secret = coalesce(ephemeral.asana_webhook_secret.tasks.secret, "unknown in this run") }
  data_wo_revision = parseint(substr(coalesce(asana_webhook.tasks.secret_sha256, "1"), 0, 12), 16)
}
