variable "quarter" {
  description = "Value that triggers a rotation when it changes."
  type        = string
  default     = "2026-Q1"
}

resource "asana_webhook" "comments" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana/comments"
  filters  = [{ resource_type = "story", resource_subtype = "comment_added" }]

  rotation_triggers = {
    quarter = var.quarter
  }
}
