# The target of the resource that triggers the action.
action "asana_probe_target" "caller" {
  config {
    target = caller.target
  }
}

resource "asana_webhook" "tasks" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana/tasks"

  lifecycle {
    # Does the receiver complete another handshake? A rotation of the secret requires it.
    action_trigger {
      events     = [after_create]
      actions    = [action.asana_probe_target.caller]
      on_failure = continue
    }
  }
}
