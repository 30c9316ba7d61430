resource "asana_webhook" "tasks" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana"

  timeouts = {
    create = "10m"
  }
}
