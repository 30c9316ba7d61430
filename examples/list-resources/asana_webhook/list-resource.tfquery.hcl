# terraform query -generate-config-out=webhooks.tf
list "asana_webhook" "ours" {
  provider = asana

  include_resource = true

  config {
    workspace     = "1208000000000001"
    target_prefix = "https://hooks.example.com/"
  }
}
