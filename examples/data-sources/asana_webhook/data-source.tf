variable "webhook" {
  description = "Gid of the webhook to watch."
  type        = string
}

data "asana_webhook" "watched" {
  id = var.webhook
}

check "deliveries" {
  assert {
    condition     = data.asana_webhook.watched.failure_deletion_timestamp == null
    error_message = "Deliveries to ${data.asana_webhook.watched.target} fail, and Asana deletes the webhook at ${coalesce(data.asana_webhook.watched.failure_deletion_timestamp, "an unknown time")}."
  }
}
