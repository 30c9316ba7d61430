# Everything that happens to a project, its tasks and their comments.
resource "asana_webhook" "everything" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana/everything"
}

# Only new tasks, and tasks whose completion or due date changes.
# You can change filters at any time: the webhook and its secret stay the same.
resource "asana_webhook" "tasks" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana/tasks"

  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed", "due_on"] },
  ]

  # A new target may take a while to answer.
  timeouts = {
    create = "5m"
  }
}

# Asana calls the target while it creates the webhook, so the target must be live
# before. A reference to the resource that serves the target ensures that order. If the
# target also needs something else, such as the permission to call it, add depends_on.
resource "terraform_data" "receiver" {
  input = "https://hooks.example.com/asana/comments" # represents a function or a service
}

resource "asana_webhook" "comments" {
  resource = "1208000000000001"
  target   = terraform_data.receiver.output

  filters = [{ resource_type = "story", resource_subtype = "comment_added" }]
}

# The secret signs every event. Store it where the receiver can read it at run time,
# not in its environment, because the receiver must be live before the secret exists.
output "secret" {
  value     = asana_webhook.comments.secret
  sensitive = true
}
