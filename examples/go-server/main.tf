# Deploys the receiver of this folder to a host with ssh, registers a webhook that
# sends a project's events to it, and passes the webhook's secret to the receiver.

terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
  }
}

# The access token comes from the environment: ASANA_ACCESS_TOKEN.
provider "asana" {}

variable "project" {
  type        = string
  description = "Gid of the project to watch: the number after project/ in its address in Asana, or after /0/ in an older address."
}

variable "target" {
  type        = string
  description = "URL of the receiver as the reverse proxy serves it, such as https://hooks.example.com/asana."
}

variable "deploy" {
  type        = string
  description = "Command that deploys the receiver, such as ./deploy.sh hooks.example.com."
}

variable "store_secret" {
  type        = string
  description = "Command that stores its standard input in the file from which the receiver reads the secret, such as ssh hooks.example.com 'sudo install -m 0640 -g asana-receiver /dev/stdin /etc/asana-receiver/secret'."
}

# Runs again when the sources change, which does not change the webhook.
resource "terraform_data" "receiver" {
  triggers_replace = {
    command = var.deploy
    sources = [for name in ["main.go", "receiver.go", "asana-receiver.service"] : filesha256("${path.module}/${name}")]
  }

  provisioner "local-exec" {
    command     = var.deploy
    working_dir = path.module
  }
}

resource "asana_webhook" "project" {
  resource = var.project
  target   = var.target

  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed", "due_on"] },
  ]

  # The target does not refer to the resource that serves it.
  depends_on = [terraform_data.receiver]
}

# The digest is not sensitive, and it changes with the secret.
resource "terraform_data" "secret" {
  triggers_replace = {
    command = var.store_secret
    secret  = asana_webhook.project.secret_sha256
  }

  provisioner "local-exec" {
    # In the environment, because the list of processes shows arguments.
    command     = "printf %s \"$SECRET\" | ${var.store_secret}"
    environment = { SECRET = asana_webhook.project.secret }
  }

  # Without this, an empty file would replace the receiver's secret.
  lifecycle {
    precondition {
      condition     = asana_webhook.project.secret != null
      error_message = "Terraform does not know the secret, because Asana returns it only when a webhook is created. After an import, terraform apply -replace=asana_webhook.project creates a webhook with a new secret. If you remove terraform_data.secret instead, the receiver keeps its secret. With secret_storage = \"none\", Terraform never knows the secret."
    }
  }
}

output "webhook" {
  value       = asana_webhook.project.id
  description = "Gid of the webhook."
}
