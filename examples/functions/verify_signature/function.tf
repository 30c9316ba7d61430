# Why does a receiver refuse an event? Either it has another secret, or something
# changed the body before the receiver verified it.

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
  # The file contains the body byte for byte, without a newline at its end.
  genuine = provider::asana::verify_signature(var.webhook_secret, file("${path.module}/event.json"), var.signature)
}

# The result is as sensitive as the secret, but reveals nothing about it.
output "genuine" {
  value = nonsensitive(local.genuine)
}

check "event" {
  assert {
    condition     = local.genuine
    error_message = "This secret did not sign this body."
  }
}
