package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// handshakeWords are about a target that did not complete the handshake.
func handshakeWords(ctx context.Context, f creationFailure, e *registration.HandshakeError) []string {
	return targetWords(ctx, f, e,
		fmt.Sprintf("The handshake with %s failed %s. Asana's last answer was %s", shownTarget(f.request.Target), attemptCount(e), sentence(e.Refusal.Error())),
		handshake.Explain(e.Refusal.Message(), f.request.Target))
}

// unrecognizedWords are about a refusal that may be about the target or the request.
func unrecognizedWords(ctx context.Context, f creationFailure, e *registration.HandshakeError) []string {
	return targetWords(ctx, f, e,
		fmt.Sprintf("Asana refused the creation for %s %s. Its last answer was %s", shownTarget(f.request.Target), attemptCount(e), sentence(e.Refusal.Error())),
		"This provider does not know this answer. It may be about the request: compare resource, target and filters with what the answer says. "+
			"Or it may be about the target: check that the target answers 200 or 204 with the same X-Hook-Secret header.")
}

// attemptCount says how often, and for how long, Asana refused.
func attemptCount(e *registration.HandshakeError) string {
	if e.Attempts == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times in %s", e.Attempts, e.Waited.Round(time.Second))
}

// targetWords is all that is known of a target, after what happened and what it means.
func targetWords(ctx context.Context, f creationFailure, e *registration.HandshakeError, happened, meaning string) []string {
	target := f.request.Target
	return []string{
		happened, staleSecret(f.created), meaning,
		"Seen from this machine, which may differ from what Asana sees, and without sending a request to it:\n  - " +
			strings.Join(handshake.CheckConnectivity(ctx, target), "\n  - "),
		handshakeByHand(target), secretsSent(f.created.Attempts), needsLonger(e.Refusal.Message()), remaining(f.created),
	}
}

// handshakeByHand shows how to repeat a handshake without Terraform.
func handshakeByHand(target string) string {
	shown, note := shownTarget(target), ""
	if shown != target {
		note = " (it shows the target without what may be a password: put the real target between the last two quotes)"
	}
	return fmt.Sprintf("This command%s sends the target the same request with a made-up secret. The target must answer 200 or 204, and return the same X-Hook-Secret header:\n  %s",
		note, handshake.Curl(shown))
}

const commandSendsSecret = "A receiver that stores the first secret that it receives would store the made-up one: clear it before you apply again."

// needsLonger says how to wait longer for a target, where that can help.
func needsLonger(words string) string {
	if !handshake.IsTransient(words) {
		return ""
	}
	return "If the target only needs longer to start, raise timeouts.create."
}
