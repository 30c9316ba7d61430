# If ASANA_CLIENT_ID, ASANA_CLIENT_SECRET and ASANA_REFRESH_TOKEN are set, you need no
# arguments here.
provider "asana" {
  oauth = {
    client_id     = "1208000000000003"
    client_secret = var.asana_client_secret
    refresh_token = var.asana_refresh_token
  }
}

variable "asana_client_secret" {
  type        = string
  sensitive   = true
  description = "Client secret of the app, from Asana's developer console."
}

variable "asana_refresh_token" {
  type        = string
  sensitive   = true
  description = "Refresh token that Asana issued to the app when the user authorized it."
}
