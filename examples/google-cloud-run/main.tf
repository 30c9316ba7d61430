# A receiver on Google Cloud Run, a webhook that sends it the events of a project, and
# the webhook's secret in Google Secret Manager.

terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
    google = {
      source  = "hashicorp/google"
      version = "~> 7.0"
    }
  }
}

# The access token comes from the environment: ASANA_ACCESS_TOKEN.
provider "asana" {}

provider "google" {
  project = var.google_project
  region  = var.region
}

variable "project" {
  type        = string
  description = "Gid of the Asana project to watch: the number after project/ in its address in Asana, or after /0/ in an older address."
}

variable "google_project" {
  type        = string
  description = "Id of the project in Google Cloud."
}

variable "region" {
  type        = string
  default     = "europe-west1"
  description = "Region of the service."
}

variable "name" {
  type        = string
  default     = "asana-receiver"
  description = "Name of the service, and of the resources that belong to it."
}

variable "image" {
  type        = string
  description = "Image of the receiver, preferably with its digest. README.md shows how to build it."
}

resource "google_project_service" "used" {
  for_each = toset(["iam.googleapis.com", "run.googleapis.com", "secretmanager.googleapis.com"])

  service            = each.key
  disable_on_destroy = false # others may use it
}

# The secret has no version before the webhook exists. The service knows its name, and
# reads the value when an event arrives, so there is no dependency cycle. If the secret
# were mounted or in the environment, the service could not start without a version.
resource "google_secret_manager_secret" "webhook" {
  secret_id = "${var.name}-webhook"

  replication {
    auto {}
  }

  depends_on = [google_project_service.used]
}

resource "google_service_account" "receiver" {
  account_id   = var.name
  display_name = "Receiver of an Asana webhook"

  depends_on = [google_project_service.used]
}

resource "google_secret_manager_secret_iam_member" "receiver" {
  secret_id = google_secret_manager_secret.webhook.id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.receiver.member
}

resource "google_cloud_run_v2_service" "receiver" {
  name                 = var.name
  location             = var.region
  ingress              = "INGRESS_TRAFFIC_ALL"
  invoker_iam_disabled = true # Asana signs its requests and does not log in
  deletion_protection  = false

  template {
    service_account = google_service_account.receiver.email
    timeout         = "10s" # Asana does not wait longer for a response

    scaling {
      max_instance_count = 3
    }

    containers {
      image = var.image

      env {
        name  = "SECRET"
        value = google_secret_manager_secret.webhook.id
      }
    }
  }

  depends_on = [google_project_service.used]
}

# The reference makes Terraform create the service first, and wait until it is ready.
resource "asana_webhook" "project" {
  resource = var.project
  target   = google_cloud_run_v2_service.receiver.uri

  filters = [
    { resource_type = "task", action = "added" },
    { resource_type = "task", action = "changed", fields = ["completed", "due_on"] },
  ]

  # The first delivery arrives right after the handshake.
  depends_on = [google_secret_manager_secret_iam_member.receiver]
}

resource "google_secret_manager_secret_version" "webhook" {
  secret      = google_secret_manager_secret.webhook.id
  secret_data = asana_webhook.project.secret
}

output "webhook" {
  value       = asana_webhook.project.id
  description = "Gid of the webhook."
}

output "target" {
  value       = asana_webhook.project.target
  description = "URL of the receiver."
}
