variable "rotation" {
  description = "Number of the webhook's secret. Increase it by one to rotate."
  type        = number
  default     = 1
}

# Asana treats a URL with another query string as another target, so the new webhook
# can exist at the same time as the old one. The receiver can ignore the query.
resource "asana_webhook" "tasks" {
  resource       = "1208000000000001"
  target         = "https://hooks.example.com/asana/tasks?rotation=${var.rotation}"
  secret_storage = "none"

  lifecycle {
    create_before_destroy = true
  }
}

ephemeral "asana_webhook_secret" "tasks" {
  webhook = asana_webhook.tasks.id
}

# Terraform writes this after it creates the new webhook, and before it deletes the old one.
resource "vault_kv_secret_v2" "webhook" {
  mount = "secret"
  name  = "asana-webhook"

  data_json_wo         = jsonencode({ secret = ephemeral.asana_webhook_secret.tasks.secret })
  data_json_wo_version = parseint(substr(coalesce(asana_webhook.tasks.secret_sha256, "1"), 0, 12), 16)
}
