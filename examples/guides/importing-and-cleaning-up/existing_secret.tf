variable "webhook_secret" {
  type        = string
  sensitive   = true
  description = "X-Hook-Secret of the webhook, as the receiver has it."
}

variable "signature" {
  type        = string
  description = "X-Hook-Signature of the delivery whose body is in delivery.json."
}

import {
  to = asana_webhook.tasks
  id = "1208000000000002"
}

resource "asana_webhook" "tasks" {
  resource        = "1208000000000001"
  target          = "https://hooks.example.com/asana/tasks"
  filters         = [{ resource_type = "task" }]
  existing_secret = var.webhook_secret

  lifecycle {
    precondition {
      condition     = provider::asana::verify_signature(var.webhook_secret, file("${path.module}/delivery.json"), var.signature)
      error_message = "The captured delivery was not signed with var.webhook_secret."
    }
  }
}
