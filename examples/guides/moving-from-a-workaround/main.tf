moved {
  from = restapi_object.webhook
  to   = asana_webhook.tasks
}

resource "asana_webhook" "tasks" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana/tasks"
  filters  = [{ resource_type = "task", action = "added" }]
}
