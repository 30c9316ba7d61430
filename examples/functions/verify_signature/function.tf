# Why does a receiver refuse an event? Either it checks with another secret, or
# the body was changed before it was checked.

variable "webhook_secret" {
  type        = string
  sensitive   = true
  description = "Secret that signed the event, such as asana_webhook.tasks.secret."
}

variable "signature" {
  type        = string
  description = "Header X-Hook-Signature of the event."
}

locals {
  # The file holds the body byte for byte, without a newline at its end.
  genuine = provider::asana::verify_signature(var.webhook_secret, file("${path.module}/event.json"), var.signature)
}

# The result is as sensitive as the secret, but tells nothing about it.
output "genuine" {
  value = nonsensitive(local.genuine)
}

check "event" {
  assert {
    condition     = local.genuine
    error_message = "This secret did not sign this body."
  }
}
