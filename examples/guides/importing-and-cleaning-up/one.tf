import {
  to = asana_webhook.tasks
  id = "1208000000000002"
}
