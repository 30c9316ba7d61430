locals {
  webhooks = {
    launch = { gid = "1208000000000002", project = "1208000000000001" }
    hiring = { gid = "1208000000000004", project = "1208000000000003" }
  }
}

import {
  for_each = local.webhooks
  to       = asana_webhook.project[each.key]
  id       = each.value.gid
}

resource "asana_webhook" "project" {
  for_each = local.webhooks

  resource = each.value.project
  target   = "https://hooks.example.com/asana/${each.key}"
  filters  = [{ resource_type = "task" }]
}
