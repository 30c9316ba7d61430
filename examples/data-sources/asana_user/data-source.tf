# Whose token is it?
data "asana_user" "me" {}

# Webhooks belong to the user whose token made them, and end with the account.
# So they should be those of a service account.
check "token" {
  assert {
    condition     = data.asana_user.me.email == "terraform@example.com"
    error_message = "The token is ${data.asana_user.me.name}'s, not the service account's."
  }
}
