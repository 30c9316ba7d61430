# Whose token is it?
data "asana_user" "me" {}

# A webhook belongs to the user whose token registered it, and ends with that account.
# So use the token of a service account.
check "token" {
  assert {
    condition     = data.asana_user.me.email == "terraform@example.com"
    error_message = "The token is ${data.asana_user.me.name}'s, not the service account's."
  }
}
