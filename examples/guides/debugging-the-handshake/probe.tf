action "asana_probe_target" "receiver" {
  config {
    target = "https://hooks.example.com/asana"
  }
}
