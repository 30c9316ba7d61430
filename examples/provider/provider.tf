terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
  }
}

# If ASANA_ACCESS_TOKEN is set, you need no arguments here.
provider "asana" {
  token           = var.asana_token
  request_timeout = "45s"
}

variable "asana_token" {
  type        = string
  sensitive   = true
  description = "Personal access token, service account token or OAuth access token."
}
