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
# by then. A reference orders that by itself; what the URL alone does not say, such
# as the permissions to call it from outside, goes into depends_on.
resource "aws_lambda_function_url" "receiver" {
  function_name      = "asana-receiver"
  authorization_type = "NONE" # Asana signs its calls, it does not log in
}

resource "aws_lambda_permission" "url" {
  function_name          = aws_lambda_function_url.receiver.function_name
  action                 = "lambda:InvokeFunctionUrl"
  function_url_auth_type = "NONE"
  principal              = "*"
}

resource "aws_lambda_permission" "function" {
  function_name            = aws_lambda_function_url.receiver.function_name
  action                   = "lambda:InvokeFunction"
  invoked_via_function_url = true
  principal                = "*"
}

resource "asana_webhook" "comments" {
  resource = "1208000000000001"
  target   = aws_lambda_function_url.receiver.function_url

  filters = [{ resource_type = "story", resource_subtype = "comment_added" }]

  depends_on = [aws_lambda_permission.url, aws_lambda_permission.function]
}

# The secret signs every event. Keep it where the receiver reads it when it runs:
# its own environment can't hold it, for it has to serve before there is a secret.
resource "aws_ssm_parameter" "webhook_secret" {
  name  = "/asana-receiver/webhook-secret"
  type  = "SecureString"
  value = asana_webhook.comments.secret
}
