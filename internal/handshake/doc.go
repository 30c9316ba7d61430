// Package handshake knows the target's side of a webhook: what its part in the
// handshake is, what it did wrong, and how it looks from here.
//
// While a webhook is created, Asana sends the target a POST with a header
// X-Hook-Secret; the target must answer 200 or 204 and send the header back
// with the same value. The package knows nothing of Terraform or of Asana's API.
package handshake
