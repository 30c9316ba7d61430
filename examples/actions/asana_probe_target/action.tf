variable "target" {
  type        = string
  description = "URL of the receiver: the target of the webhook."
}

variable "release" {
  type        = string
  description = "Release of the receiver that is deployed."
}

# By hand: terraform apply -invoke=action.asana_probe_target.receiver
action "asana_probe_target" "receiver" {
  config {
    target = var.target
  }
}

# Or after each deployment of another release of the receiver.
resource "terraform_data" "deployment" {
  triggers_replace = [var.release]

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.asana_probe_target.receiver]
    }
  }
}
