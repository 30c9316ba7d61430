package handshake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Sign returns what Asana sends as X-Hook-Signature with a delivery: the
// HMAC-SHA256 of the body's raw bytes, keyed with the webhook's secret as it
// stands, in lower-case hex digits (Asana, "Webhooks guide": Security).
func Sign(secret string, body []byte) string {
	return hex.EncodeToString(sum(secret, body))
}

// Verify reports whether a signature is that of the body. White space around
// it and the case of its digits make no difference, and how long it takes says
// nothing about where a wrong one differs. Nothing verifies with an empty
// secret, with which anybody could sign.
func Verify(secret string, body []byte, signature string) bool {
	given, err := hex.DecodeString(strings.TrimSpace(signature))
	if err != nil || secret == "" {
		return false
	}
	return hmac.Equal(given, sum(secret, body))
}

func sum(secret string, body []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body) // never fails
	return mac.Sum(nil)
}
