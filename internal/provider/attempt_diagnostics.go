package provider

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
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
			if i == first+1 {
				which = fmt.Sprintf("attempts %d and %d", first+1, i+1)
			}
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

func attemptText(a registration.Attempt) string {
	if a.Orphan != "" {
		cause := "Asana's answer lacked the secret"
		if a.Err != nil {
			cause = "Asana's answer was lost (" + networkCause(a.Err) + ")"
		}
		return fmt.Sprintf("the target completed the handshake and Asana created webhook %s, but %s, so the provider deleted it", a.Orphan, cause)
	}
	switch a.Outcome {
	case registration.Succeeded, registration.WithoutSecret:
		return "Asana's answer lacked the secret"
	case registration.Ambiguous:
		return "the answer was lost: " + networkCause(a.Err)
	default:
		return networkCause(a.Err)
	}
}

// secretsSent says how many secrets the attempts that failed sent to a receiver, and
// what that means for receivers that store some. The command that is shown beside it
// sends another one.
func secretsSent(attempts []registration.Attempt) string {
	n := 0
	for _, a := range attempts {
		refusal, refused := errors.AsType[*asana.Error](a.Err)
		if a.Outcome == registration.HandshakeFailed && refused && handshake.ReachedTarget(refusal.Message()) {
			n++
		}
	}
	if n == 0 || slices.ContainsFunc(attempts, func(a registration.Attempt) bool { return a.Orphan != "" }) {
		return commandSendsSecret // staleSecret says the rest
	}
	sent := "The attempt sent the target a secret that no webhook uses, and this command sends another one."
	if n > 1 {
		sent = fmt.Sprintf("The %d attempts sent the target %d different secrets that no webhook uses, and this command sends another one.", n, n)
	}
	return sent + " A receiver that stores the first secret that it receives refuses every later handshake: clear what it stored. " +
		"A receiver that stores only the newest secrets may have deleted those of other webhooks."
}

// staleSecret says what a handshake that succeeded for nothing means for a
// receiver that failed later ones.
func staleSecret(failed *registration.CreateError) string {
	if len(failed.Orphans) == 0 {
		return ""
	}
	return "Before that, the target completed a handshake, but the provider deleted that webhook, because its secret did not arrive. " +
		"If the receiver stores the first secret that it receives, it has one that no webhook uses, and refuses every other handshake. " +
		"Clear the secret that it stored, then apply again."
}
