terraform {
  required_version = ">= 1.8"

  required_providers {
    asana = {
      source  = "seed-a7d6d6c5/asana"
      version = "~> 0.1.0"
    }
  }
}
