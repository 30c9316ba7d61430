# A receiver as a Cloudflare Worker, a webhook that sends it the events of a project,
# and the webhook's secret in a KV namespace.

terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.22"
    }
  }
}

# The access token comes from the environment: ASANA_ACCESS_TOKEN.
provider "asana" {}

# So does Cloudflare's: CLOUDFLARE_API_TOKEN.
provider "cloudflare" {}

variable "project" {
  type        = string
  description = "Gid of the project to watch: the number after project/ in its address in Asana, or after /0/ in an older address."
}

variable "account" {
  type        = string
  description = "Id of the Cloudflare account."
}

variable "subdomain" {
  type        = string
  description = "The account's subdomain of workers.dev, such as example in example.workers.dev."
}

variable "name" {
  type        = string
  default     = "asana-receiver"
  description = "Name of the Worker, and first part of its host name."
}

# Not a secret_text binding, because that would be part of the Worker, which must serve
# before the webhook and its secret exist.
resource "cloudflare_workers_kv_namespace" "secrets" {
  account_id = var.account
  title      = "${var.name}-secrets"
}

resource "cloudflare_workers_script" "receiver" {
  account_id         = var.account
  script_name        = var.name
  content_file       = "${path.module}/worker.mjs"
  content_sha256     = filesha256("${path.module}/worker.mjs")
  main_module        = "worker.mjs"
  compatibility_date = "2026-01-01"

  bindings = [{
    name         = "SECRETS"
    type         = "kv_namespace"
    namespace_id = cloudflare_workers_kv_namespace.secrets.id
  }]

  # All members that Cloudflare would fill in. Every plan shows a missing one as a change.
  observability = {
    enabled            = true
    head_sampling_rate = 1

    logs = {
      enabled            = true
      invocation_logs    = true
      head_sampling_rate = 1
      persist            = true
      destinations       = []
    }

    traces = {
      enabled            = false
      head_sampling_rate = 1
      persist            = true
      destinations       = []
    }
  }
}

resource "cloudflare_workers_script_subdomain" "receiver" {
  account_id       = var.account
  script_name      = cloudflare_workers_script.receiver.script_name
  enabled          = true
  previews_enabled = false
}

resource "asana_webhook" "project" {
  resource = var.project
  target   = "https://${cloudflare_workers_script.receiver.script_name}.${var.subdomain}.workers.dev/"

  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed", "due_on"] },
  ]

  # A new host name takes a while to be in DNS everywhere.
  timeouts = {
    create = "5m"
  }

  # The URL does not imply that it is served.
  depends_on = [cloudflare_workers_script_subdomain.receiver]
}

resource "cloudflare_workers_kv" "secret" {
  account_id   = var.account
  namespace_id = cloudflare_workers_kv_namespace.secrets.id
  key_name     = "asana-webhook-secret" # as in worker.mjs
  value        = asana_webhook.project.secret
}

output "webhook" {
  value       = asana_webhook.project.id
  description = "Gid of the webhook."
}

output "target" {
  value       = asana_webhook.project.target
  description = "URL of the receiver."
}
