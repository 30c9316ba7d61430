package handshake

import (
	"net/http"
	"strings"
)

// MayStart reports whether a target of which Asana has such words may complete
// the handshake later, without a change: it may be starting, or be deployed.
func MayStart(words string) bool {
	switch kind, code := kindOf(words); kind {
	case failedStatus:
		return code == 0 || code >= 500 || code == http.StatusNotFound || code == http.StatusRequestTimeout ||
			code == http.StatusTooEarly || code == http.StatusTooManyRequests
	case failedHeader:
		return false
	default:
		return true
	}
}

// ReachedTarget reports whether Asana's words about a failed handshake say that the
// target got the request, and with it a secret.
func ReachedTarget(words string) bool {
	kind, _ := kindOf(words)
	return kind != failedOtherwise
}

// failureKind is what Asana's words say of a failed handshake.
type failureKind int

const (
	failedOtherwise failureKind = iota
	failedStatus                // an answer with another status than 200 or 204
	failedHeader                // an answer without the secret
	failedTime                  // no answer in time
)

// kindOf reads Asana's words; with a status, it returns that, or 0.
func kindOf(words string) (failureKind, int) {
	lower := strings.ToLower(words)
	switch {
	case strings.Contains(lower, "incorrect") && strings.Contains(lower, "status code"):
		return failedStatus, lastNumber(words)
	case strings.Contains(lower, "handshake secret"):
		return failedHeader, 0
	case strings.Contains(lower, "in time"), strings.Contains(lower, "timed out"), strings.Contains(lower, "timeout"):
		return failedTime, 0
	}
	return failedOtherwise, 0
}
