package provider

import (
	"fmt"
	"strings"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// maxAttempts is how many lines of a history are shown: the first and the last ones.
const maxAttempts = 10

// attemptHistory lists what the attempts of a creation came to, equal ones in a row
// together; nothing if all came to the same.
func attemptHistory(attempts []registration.Attempt) string {
	var lines []string
	first := 0
	for i, a := range attempts {
		if i+1 < len(attempts) && attemptText(attempts[i+1]) == attemptText(a) {
			continue
		}
		which := fmt.Sprintf("attempt %d", i+1)
		if i > first {
			which = fmt.Sprintf("attempts %d to %d", first+1, i+1)
		}
		lines = append(lines, "  - "+which+": "+attemptText(a))
		first = i + 1
	}
	if len(lines) < 2 {
		return ""
	}
	if more := len(lines) - maxAttempts; more > 0 {
		half := maxAttempts / 2
		lines = append(append(lines[:half:half], fmt.Sprintf("  - … (%d more)", more)), lines[len(lines)-half:]...)
	}
	return "What happened, in order:\n" + strings.Join(lines, "\n")
}

// attemptText says what an attempt came to.
func attemptText(a registration.Attempt) string {
	if a.Orphan != "" {
		cause := "Asana's answer lacked the secret"
		if a.Err != nil {
			cause = "Asana's answer was lost (" + causeText(a.Err) + ")"
		}
		return fmt.Sprintf("the target completed the handshake and Asana created webhook %s, but %s, so the provider deleted it", a.Orphan, cause)
	}
	switch a.Outcome {
	case registration.Succeeded, registration.WithoutSecret:
		return "Asana's answer lacked the secret"
	case registration.Ambiguous:
		return "the answer was lost: " + causeText(a.Err)
	case registration.RateLimited, registration.HandshakeFailed, registration.Unrecognized, registration.Duplicate, registration.Refused:
	}
	return causeText(a.Err)
}

// staleSecret says what a handshake that succeeded for nothing means for a
// receiver that failed later ones.
func staleSecret(failed *registration.CreateError) string {
	if len(failed.Orphans) == 0 {
		return ""
	}
	return "The receiver completed a handshake whose webhook no longer exists. If it keeps the first secret that it is sent, it now has one that no webhook uses, " +
		"and refuses every other handshake: clear the secret that it stored, then apply again."
}
