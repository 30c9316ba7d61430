removed {
  from = asana_webhook.tasks

  lifecycle {
    destroy = false
  }
}
