package provider

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// Asana's words about handshakes, as reported or as the simulator has them.
const (
	wordsStatus = "The remote server which is intended to receive the webhook responded with an incorrect status code: "
	wordsHeader = "The remote server which is intended to receive the webhook did not respond with the handshake secret."
	wordsTime   = "The remote server which is intended to receive the webhook did not respond in time."
)

// createFailure is the case of a creation that fails. Nothing is looked up,
// because the context has ended.
func createFailure(t *testing.T, when, target string, failed registration.CreateError) diagnosticsCase {
	t.Helper()
	return createFailureAfter(t, when, target, failed, withAnswers(t, serverFailure))
}

func createFailureAfter(t *testing.T, when, target string, failed registration.CreateError, d *providerData) diagnosticsCase {
	t.Helper()
	return shown(when, func(diags *diag.Diagnostics) {
		d.addCreateFailure(canceled(t), diags, asana.WebhookRequest{Resource: goldenProject, Target: target}, &failed)
	})
}

// attempts is a history in which every attempt came to the same.
func attempts(n int, a registration.Attempt) []registration.Attempt {
	var all []registration.Attempt
	for range n {
		all = append(all, a)
	}
	return all
}

// failedHandshakes are attempts at a target that all failed alike.
func failedHandshakes(n int, words string) registration.CreateError {
	refusal := refusedCreation(http.StatusBadRequest, words)
	return registration.CreateError{
		Err:      &registration.HandshakeError{Refusal: refusal, Attempts: n, Waited: 2 * time.Minute},
		Attempts: attempts(n, registration.Attempt{Outcome: registration.HandshakeFailed, Err: refusal}),
	}
}

// and is a failed creation with other circumstances.
func and(failed registration.CreateError, edit func(*registration.CreateError)) registration.CreateError {
	edit(&failed)
	return failed
}

func handshakeCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	lost := registration.Attempt{Outcome: registration.Ambiguous, Err: refusedCreation(http.StatusGatewayTimeout, "Gateway Timeout"), Orphan: goldenWebhook}
	replaced := withAnswers(t, serverFailure)
	replaced.removals.add(goldenModel())
	unrecognized := failedHandshakes(2, "This webhook can't be created.")
	unrecognized.Err = &registration.HandshakeError{Refusal: refusedCreation(http.StatusBadRequest, "This webhook can't be created."), Attempts: 2, Waited: time.Minute, Unrecognized: true}
	return []diagnosticsCase{
		createFailure(t, "the target needs authentication, and was tried once", addressTarget, failedHandshakes(1, wordsStatus+"401")),
		createFailure(t, "the target is not deployed within timeouts.create", addressTarget, failedHandshakes(12, wordsStatus+"404")),
		createFailure(t, "the target does not send the header back", addressTarget, failedHandshakes(2, wordsHeader)),
		createFailure(t, "the target is slow, and has a query", addressTarget+"?key=hush-key", failedHandshakes(2, wordsTime)),
		createFailure(t, "Asana can't reach the target", addressTarget, failedHandshakes(2, "Could not connect to the remote server.")),
		createFailure(t, "the refusal is of an unknown kind", addressTarget, unrecognized),
		createFailure(t, "an orphan was deleted, and then the receiver refused another secret", addressTarget, and(failedHandshakes(4, wordsStatus+"401"), func(e *registration.CreateError) {
			e.Attempts, e.Orphans = append([]registration.Attempt{lost}, e.Attempts...), []asana.Webhook{*goldenRecord(nil)}
		})),
		createFailure(t, "an existing webhook was replaced", addressTarget, and(failedHandshakes(1, wordsStatus+"500"), func(e *registration.CreateError) {
			e.Replaced = []asana.Webhook{*goldenRecord(nil)}
		})),
		createFailure(t, "the answer to an attempt was lost, and its webhook was not found", addressTarget, and(failedHandshakes(1, wordsStatus+"503"), func(e *registration.CreateError) {
			e.Attempts = append([]registration.Attempt{{Outcome: registration.Ambiguous, Err: lost.Err}}, e.Attempts...)
			e.Unreconciled = true
		})),
		createFailureAfter(t, "the run deleted a webhook of the same resource before", addressTarget, failedHandshakes(1, wordsStatus+"401"), replaced),
	}
}

// explanationCases are the explanations on which a target's host has a bearing,
// and those of other statuses. They stand in the errors above.
func explanationCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	var cases []diagnosticsCase
	for _, c := range []struct{ words, target string }{
		{"The remote server responded with an incorrect status code", goldenTarget},
		{wordsStatus + "201", goldenTarget},
		{wordsStatus + "301", goldenTarget},
		{wordsStatus + "302", goldenTarget},
		{wordsStatus + "302", "https://script.google.com/macros/s/ID/exec"},
		{wordsStatus + "401", goldenTarget},
		{wordsStatus + "405", goldenTarget},
		{wordsStatus + "413", goldenTarget},
		{wordsStatus + "502", goldenTarget},
		{wordsHeader, goldenTarget},
		{wordsHeader, "https://smee.io/abc"},
		{wordsTime, goldenTarget},
		{"Could not connect to the remote server.", goldenTarget},
	} {
		cases = append(cases, shown(fmt.Sprintf("part of the error for the target %s and Asana's words %q", c.target, c.words), func(diags *diag.Diagnostics) {
			addError(diags, "Webhook handshake failed", handshake.Explain(c.words, c.target), needsLonger(c.words))
		}))
	}
	return cases
}
