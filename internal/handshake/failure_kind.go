package handshake

import (
	"net/http"
	"strings"
)

// IsTransient reports whether a target about which Asana sends such a message may
// complete the handshake later, without a change: it may be starting, or be deployed.
func IsTransient(message string) bool {
	switch kind, code := parseFailure(message); kind {
	case failedStatus:
		return code == 0 || code >= 500 || code == http.StatusNotFound || code == http.StatusRequestTimeout ||
			code == http.StatusTooEarly || code == http.StatusTooManyRequests
	case failedHeader:
		return false
	default:
		return true
	}
}

// ReachedTarget reports whether Asana's message about a failed handshake says that
// the target got the request, and with it a secret.
func ReachedTarget(message string) bool {
	kind, _ := parseFailure(message)
	return kind != failedUnknown
}

// failureKind is what Asana's message says about a failed handshake.
type failureKind int

const (
	failedUnknown failureKind = iota
	failedStatus              // an answer with another status than 200 or 204
	failedHeader              // an answer without the secret
	failedTimeout             // no answer in time
)

// parseFailure reads Asana's message. It returns the status that the message has,
// or 0.
func parseFailure(message string) (failureKind, int) {
	lower := strings.ToLower(message)
	switch {
	case strings.Contains(lower, "incorrect") && strings.Contains(lower, "status code"):
		return failedStatus, lastNumber(message)
	case strings.Contains(lower, "handshake secret"):
		return failedHeader, 0
	case strings.Contains(lower, "in time"), strings.Contains(lower, "timed out"), strings.Contains(lower, "timeout"):
		return failedTimeout, 0
	}
	return failedUnknown, 0
}
