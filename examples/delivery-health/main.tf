# A webhook, and a check that warns in every plan and apply while its events do not
# arrive. Asana deletes a webhook after 24 hours without a successful delivery.

terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
  }
}

# The access token comes from the environment: ASANA_ACCESS_TOKEN.
provider "asana" {}

variable "project" {
  type        = string
  description = "Gid of the project to watch: the number after project/ in its address in Asana, or after /0/ in an older address."
}

variable "target" {
  type        = string
  description = "URL that receives the events. It must complete the handshake during the apply."
}

resource "asana_webhook" "tasks" {
  resource = var.project
  target   = var.target

  filters = [{ resource_type = "task", action = "added" }]
}

# Outside of the check, because every plan shows a data source inside as a change.
data "asana_webhook" "tasks" {
  id = asana_webhook.tasks.id
}

# A check only warns. It never stops an apply, because the apply may be the fix.
check "deliveries" {
  assert {
    condition     = data.asana_webhook.tasks.active
    error_message = "Asana does not send the events of webhook ${data.asana_webhook.tasks.id}."
  }

  # Asana sets the time of deletion at the first failure, and the count at the first retry.
  assert {
    condition = (
      data.asana_webhook.tasks.delivery_retry_count == 0 &&
      data.asana_webhook.tasks.failure_deletion_timestamp == null
    )
    error_message = format(
      "Asana can't deliver the events of webhook %s: retried %d times. The last failure was at %s: %s. Asana tries again after %s, and deletes the webhook at %s unless that succeeds.",
      data.asana_webhook.tasks.id,
      data.asana_webhook.tasks.delivery_retry_count,
      coalesce(data.asana_webhook.tasks.last_failure_at, "an unknown time"),
      coalesce(data.asana_webhook.tasks.last_failure_content, "no answer"),
      coalesce(data.asana_webhook.tasks.next_attempt_after, "an unknown time"),
      coalesce(data.asana_webhook.tasks.failure_deletion_timestamp, "an unknown time"),
    )
  }

  # A heartbeat comes every eight hours, whether anything happens in Asana or not.
  assert {
    condition = timecmp(
      coalesce(data.asana_webhook.tasks.last_success_at, data.asana_webhook.tasks.created_at),
      timeadd(plantimestamp(), "-9h"),
    ) > 0
    error_message = "Nothing has arrived from webhook ${data.asana_webhook.tasks.id} for nine hours."
  }
}

output "webhook" {
  value       = asana_webhook.tasks.id
  description = "Gid of the webhook."
}
