# Everything that happens to a project, its tasks and their comments.
resource "asana_webhook" "everything" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana/everything"
}

# Only new tasks, and tasks whose completion or due date changes.
# Filters can be changed at any time: the webhook and its secret stay.
resource "asana_webhook" "tasks" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana/tasks"

  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed", "due_on"] },
  ]

  # A freshly deployed target may take a while to answer.
  timeouts = {
    create = "5m"
  }
}

# Asana calls the target while the webhook is created, so the target has to serve
# by then. A reference to what serves it orders that by itself; what the URL alone
# does not say, such as the permission to call it, goes into depends_on.
resource "terraform_data" "receiver" {
  input = "https://hooks.example.com/asana/comments" # stands for a function or a service
}

resource "asana_webhook" "comments" {
  resource = "1208000000000001"
  target   = terraform_data.receiver.output

  filters = [{ resource_type = "story", resource_subtype = "comment_added" }]
}

# The secret signs every event. Keep it where the receiver reads it when it runs:
# its own environment can't hold it, for it has to serve before there is a secret.
output "secret" {
  value     = asana_webhook.comments.secret
  sensitive = true
}
