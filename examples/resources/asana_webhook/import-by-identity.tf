import {
  to = asana_webhook.tasks
  identity = {
    gid = "1208000000000002"
  }
}
