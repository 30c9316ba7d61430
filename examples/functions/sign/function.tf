variable "webhook_secret" {
  type        = string
  sensitive   = true
  description = "Secret that the receiver checks signatures with, such as asana_webhook.tasks.secret."
}

locals {
  body = jsonencode({ events = [] }) # a heartbeat, as Asana sends it every eight hours
}

# A command that sends the receiver a correctly signed delivery: terraform output -raw heartbeat
output "heartbeat" {
  value = join(" ", [
    "curl -i -X POST -H 'Content-Type: application/json'",
    "-H 'X-Hook-Signature: ${provider::asana::sign(var.webhook_secret, local.body)}'",
    "--data-binary '${local.body}' https://hooks.example.com/asana",
  ])
  sensitive = true
}
