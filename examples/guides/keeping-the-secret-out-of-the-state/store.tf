resource "terraform_data" "webhook_secret" {
  store {
    input     = ephemeral.asana_webhook_secret.tasks.secret
    version   = asana_webhook.tasks.secret_sha256 # without it, the next apply stores null
    sensitive = true                              # without it, plans and outputs show the secret
  }
}

output "webhook_secret" {
  value       = terraform_data.webhook_secret.store.sensitive_output
  description = "Secret that signs the events."
  sensitive   = true
}
