# A receiver on AWS Lambda with a function URL, a webhook that sends it the events of
# a project, and the webhook's secret in AWS Secrets Manager.

terraform {
  required_providers {
    archive = {
      source  = "hashicorp/archive"
      version = "~> 2.7"
    }
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.28"
    }
  }
}

# The access token comes from the environment: ASANA_ACCESS_TOKEN.
provider "asana" {}

# Region and credentials come from the environment as well.
provider "aws" {}

variable "project" {
  type        = string
  description = "Gid of the project to watch: the number after project/ in its address in Asana, or after /0/ in an older address."
}

variable "name" {
  type        = string
  default     = "asana-receiver"
  description = "Name of the function, and of the resources that belong to it."
}

locals {
  sources = sort(fileset("${path.module}/receiver", "**"))
  digest  = sha256(join("", [for name in local.sources : filesha256("${path.module}/receiver/${name}")]))
}

# The secret has no value before the webhook exists. The function knows its name and
# reads the value when an event arrives, so there is no dependency cycle.
resource "aws_secretsmanager_secret" "webhook" {
  name_prefix = "${var.name}-"
  description = "Signs the events of an Asana webhook."
}

data "aws_iam_policy_document" "lambda" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "receiver" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_secretsmanager_secret.webhook.arn]
  }
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.receiver.arn}:*"]
  }
}

resource "aws_iam_role" "receiver" {
  name_prefix        = "${var.name}-"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_iam_role_policy" "receiver" {
  role   = aws_iam_role.receiver.id
  policy = data.aws_iam_policy_document.receiver.json
}

resource "aws_cloudwatch_log_group" "receiver" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = 30
}

# A resource, because a data source writes the file while planning, and the plan may be
# applied on another machine. The name changes with the contents and with the function,
# so the apply writes the file whenever there is something to upload.
resource "archive_file" "receiver" {
  type             = "zip"
  source_dir       = "${path.module}/receiver"
  output_path      = "${path.module}/.terraform/${var.name}-${local.digest}.zip"
  output_file_mode = "0644"
}

resource "aws_lambda_function" "receiver" {
  function_name    = var.name
  role             = aws_iam_role.receiver.arn
  runtime          = "python3.13" # contains the AWS SDK
  handler          = "index.handler"
  filename         = archive_file.receiver.output_path
  source_code_hash = local.digest # of the sources: a change uploads the file
  timeout          = 10           # Asana does not wait longer for a response
  memory_size      = 256

  environment {
    variables = { SECRET_ID = aws_secretsmanager_secret.webhook.arn }
  }

  depends_on = [aws_cloudwatch_log_group.receiver, aws_iam_role_policy.receiver]
}

resource "aws_lambda_function_url" "receiver" {
  function_name      = aws_lambda_function.receiver.function_name
  authorization_type = "NONE" # Asana signs its requests and does not log in
}

# Calling a function URL requires both permissions.
resource "aws_lambda_permission" "url" {
  function_name          = aws_lambda_function.receiver.function_name
  action                 = "lambda:InvokeFunctionUrl"
  function_url_auth_type = "NONE"
  principal              = "*"
}

resource "aws_lambda_permission" "function" {
  function_name            = aws_lambda_function.receiver.function_name
  action                   = "lambda:InvokeFunction"
  invoked_via_function_url = true
  principal                = "*"
}

resource "asana_webhook" "project" {
  resource = var.project
  target   = aws_lambda_function_url.receiver.function_url

  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed", "due_on"] },
  ]

  # The URL does not imply that it may be called.
  depends_on = [aws_lambda_permission.url, aws_lambda_permission.function]
}

resource "aws_secretsmanager_secret_version" "webhook" {
  secret_id     = aws_secretsmanager_secret.webhook.id
  secret_string = asana_webhook.project.secret
}

output "webhook" {
  value       = asana_webhook.project.id
  description = "Gid of the webhook."
}

output "target" {
  value       = asana_webhook.project.target
  description = "URL of the receiver."
}
