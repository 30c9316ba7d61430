package provider

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// listForbidden is a look-up that fails.
func listForbidden() error {
	return answerTo("getWebhooks", "GET", "/webhooks", http.StatusForbidden, "You do not have access to this workspace.")
}

// twoRecords are webhooks, of which the second has no time of creation.
func twoRecords() []asana.Webhook {
	return []asana.Webhook{*goldenRecord(nil), *goldenRecord(func(w *asana.Webhook) { w.GID, w.CreatedAt = "1204619611402341", time.Time{} })}
}

func lostCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	gateway := refusedCreation(http.StatusGatewayTimeout, "Gateway Timeout")
	closed := unreachable("POST", "/webhooks", true, io.ErrUnexpectedEOF)
	orphan := registration.Attempt{Outcome: registration.Ambiguous, Err: gateway, Orphan: goldenWebhook}
	unseen := registration.Attempt{Outcome: registration.Ambiguous, Err: closed}
	orphans := twoRecords()
	other := registration.Attempt{Outcome: registration.Ambiguous, Err: gateway, Orphan: orphans[1].GID}
	mixed := []registration.Attempt{orphan}
	for i := range 11 {
		mixed = append(mixed, registration.Attempt{Outcome: registration.HandshakeFailed, Err: refusedCreation(http.StatusBadRequest, wordsStatus+[]string{"503", "502"}[i%2])})
	}
	mismatch := &registration.MismatchError{GID: goldenWebhook}
	unverified := &registration.UnverifiedError{GID: goldenWebhook, Err: unreachable("GET", "/webhooks/"+goldenWebhook, true, io.ErrUnexpectedEOF)}
	deletion := func(err error) error { return &registration.OrphanError{GID: goldenWebhook, Err: err} }
	const at = "/webhooks/" + goldenWebhook
	return []diagnosticsCase{
		createFailure(t, "the only attempt got no answer", goldenTarget, registration.CreateError{
			Err: &registration.LostError{Cause: closed, Attempts: 1}, Attempts: attempts(1, unseen), Unreconciled: true,
		}),
		createFailure(t, "no attempt got an answer, and two orphans were deleted", goldenTarget, registration.CreateError{
			Err: &registration.LostError{Cause: gateway, Attempts: 3}, Attempts: []registration.Attempt{orphan, other, unseen}, Orphans: orphans, Unreconciled: true,
		}),
		createFailure(t, "the history of attempts is long", goldenTarget, registration.CreateError{
			Err: &registration.LostError{Cause: gateway, Attempts: 12}, Attempts: mixed, Orphans: orphans[:1],
		}),
		createFailure(t, "nothing shows that the webhook that an answer names is its own", goldenTarget, registration.CreateError{
			Err: &registration.LostError{Cause: mismatch, Attempts: 2}, Attempts: []registration.Attempt{unseen, {Outcome: registration.Ambiguous, Err: mismatch}}, Unreconciled: true,
		}),
		createFailure(t, "an answer has no secret, and its webhook can't be read", goldenTarget, registration.CreateError{
			Err: &registration.LostError{Cause: unverified, Attempts: 2}, Attempts: []registration.Attempt{unseen, {Outcome: registration.Ambiguous, Err: unverified}}, Unreconciled: true,
		}),
		createFailure(t, "the answers to all attempts are late", goldenTarget, registration.CreateError{
			Err: &registration.LostError{Cause: unreachable("POST", "/webhooks", true, context.DeadlineExceeded), Attempts: 2}, Attempts: attempts(2, unseen), Unreconciled: true,
		}),
		createFailure(t, "the look-up after a lost answer fails", goldenTarget, registration.CreateError{
			Err: &registration.UncertainError{Cause: gateway, Err: listForbidden()}, Attempts: attempts(1, unseen), Unreconciled: true,
		}),
		createFailure(t, "the look-up after a lost answer and a duplicate fails", goldenTarget, registration.CreateError{
			Err:      &registration.UncertainError{Cause: gateway, Refusal: duplicateRefusal(), Err: listForbidden()},
			Attempts: []registration.Attempt{unseen, {Outcome: registration.Duplicate, Err: duplicateRefusal()}}, Unreconciled: true,
		}),
		createFailure(t, "the orphan can't be deleted", goldenTarget, registration.CreateError{
			Err:      deletion(answerTo("deleteWebhook", "DELETE", at, http.StatusForbidden, "You do not have access to this webhook.")),
			Attempts: attempts(1, unseen), Unreconciled: true,
		}),
		createFailure(t, "the answer to the deletion of the orphan is lost", goldenTarget, registration.CreateError{
			Err: deletion(unreachable("DELETE", at, true, io.EOF)), Attempts: attempts(1, unseen), Unreconciled: true,
		}),
		createFailure(t, "Asana's answers lack the secret", goldenTarget, registration.CreateError{
			Err: registration.ErrNoSecret, Orphans: orphans, Attempts: []registration.Attempt{
				{Outcome: registration.WithoutSecret, Orphan: orphans[0].GID}, {Outcome: registration.WithoutSecret, Orphan: orphans[1].GID},
			},
		}),
	}
}

func duplicateRefusal() *asana.Error {
	return refusedCreation(http.StatusForbidden, "Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another.")
}

func duplicateCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	replaced := []asana.Webhook{*goldenRecord(nil)}
	duplicate := func(when string, e registration.DuplicateError, edit func(*registration.CreateError)) diagnosticsCase {
		e.Refusal = duplicateRefusal()
		failed := registration.CreateError{Err: &e, Attempts: attempts(1, registration.Attempt{Outcome: registration.Duplicate, Err: e.Refusal})}
		if edit != nil {
			edit(&failed)
		}
		return createFailure(t, when, goldenTarget, failed)
	}
	unseen := func(e *registration.CreateError) { e.Unreconciled = true }
	existing := registration.DuplicateError{GID: goldenWebhook, Existing: goldenRecord(nil)}
	return []diagnosticsCase{
		duplicate("another webhook has the resource and the target", existing, nil),
		duplicate("another webhook has them, which a lost attempt may have made", existing, unseen),
		duplicate("this run created the webhook for another block", registration.DuplicateError{GID: goldenWebhook, SameRun: true}, nil),
		duplicate("this run is creating the webhook for another block", registration.DuplicateError{SameRun: true}, nil),
		duplicate("the webhook can't be looked for", registration.DuplicateError{FindErr: listForbidden()}, nil),
		duplicate("no list shows the webhook", registration.DuplicateError{}, nil),
		duplicate("no list shows the webhook, and an answer was lost", registration.DuplicateError{}, unseen),
		duplicate("somebody created the webhook after another one was replaced", existing, func(e *registration.CreateError) { e.Replaced = twoRecords()[1:] }),
		duplicate("an answer was lost after another webhook was replaced", existing, func(e *registration.CreateError) { e.Replaced, e.Unreconciled = twoRecords()[1:], true }),
		duplicate("no list shows the webhook, and one was replaced", registration.DuplicateError{}, func(e *registration.CreateError) { e.Replaced = replaced }),
		createFailure(t, "the token must not delete the existing webhook", goldenTarget, registration.CreateError{Err: &registration.ReplaceError{
			GID: goldenWebhook, Err: answerTo("deleteWebhook", "DELETE", "/webhooks/"+goldenWebhook, http.StatusForbidden, "You do not have access to this webhook."),
		}}),
		createFailure(t, "the existing webhook can't be deleted", goldenTarget, registration.CreateError{Err: &registration.ReplaceError{
			GID: goldenWebhook, Err: answerTo("deleteWebhook", "DELETE", "/webhooks/"+goldenWebhook, http.StatusInternalServerError, "Server Error"),
		}}),
	}
}

func refusedCreationCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	refused := func(when string, err error) diagnosticsCase {
		return createFailure(t, when, goldenTarget, registration.CreateError{Err: err, Attempts: attempts(1, registration.Attempt{Outcome: registration.Refused, Err: err})})
	}
	limited := refusedCreation(http.StatusTooManyRequests, "You've made too many requests and hit a rate limit.")
	afterRemoval := withAnswers(t, serverFailure)
	afterRemoval.removals.add(goldenModel())
	filters := refusedCreation(http.StatusBadRequest, "Webhooks for larger scoped resources must have at least one filter and all filters must be in our whitelist.")
	return []diagnosticsCase{
		refused("the token is not accepted", refusedCreation(http.StatusUnauthorized, "Not Authorized")),
		refused("the token has no access", refusedCreation(http.StatusForbidden, "You do not have access to this project.")),
		refused("the resource does not exist", refusedCreation(http.StatusNotFound, "resource: Not a recognized ID: "+goldenProject)),
		refused("the request is invalid", refusedCreation(http.StatusBadRequest, "resource: Not a valid resource type")),
		refused("the filters are refused", filters),
		refused("an intermediary refuses the creation", &asana.Error{Op: "createWebhook", Method: "POST", Path: "/webhooks", Status: http.StatusForbidden, Snippet: "Access denied by policy"}),
		refused("the rate limit lasts longer than timeouts.create", limited),
		refused("the rate limit holds back every attempt", unreachable("POST", "/webhooks", false, &asana.RateLimitError{RetryAfter: time.Minute, Err: context.DeadlineExceeded})),
		createFailure(t, "no slot was free within timeouts.create", goldenTarget, registration.CreateError{Err: unreachable("POST", "/webhooks", false, asana.ErrBusy)}),
		createFailure(t, "the creation was interrupted before the first attempt", goldenTarget, registration.CreateError{Err: &registration.InterruptedError{}}),
		createFailure(t, "the creation was interrupted while it waited for the target", goldenTarget, and(failedHandshakes(2, wordsStatus+"503"), func(e *registration.CreateError) {
			e.Err = &registration.InterruptedError{Last: e.Err}
		})),
		createFailure(t, "the creation was interrupted before a webhook was replaced", goldenTarget, registration.CreateError{
			Err: &registration.InterruptedError{Last: &registration.DuplicateError{GID: goldenWebhook, Refusal: unreachable("POST", "/webhooks", true, io.EOF)}}, Unreconciled: true,
		}),
		createFailure(t, "the creation was interrupted after a webhook was replaced", goldenTarget, registration.CreateError{
			Err: &registration.InterruptedError{Last: &registration.LostError{Cause: unreachable("POST", "/webhooks", true, io.EOF), Attempts: 1}}, Replaced: twoRecords()[:1], Unreconciled: true,
		}),
		createFailureAfter(t, "a target that is known during the apply turns out to be local, after the run deleted a webhook", "https://localhost/asana", registration.CreateError{
			Err: &asana.InvalidError{Field: "target", Problem: (&providerData{publicAPI: true}).checkTarget("https://localhost/asana").Error()},
		}, afterRemoval),
	}
}

// createdCases are warnings beside a creation that succeeds.
func createdCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	two := twoRecords()
	one := two[:1]
	return []diagnosticsCase{
		shown("the creation replaced a webhook", func(diags *diag.Diagnostics) { warnOfDeletions(one, nil, diags) }),
		shown("the creation deleted an orphan", func(diags *diag.Diagnostics) { warnOfDeletions(nil, one, diags) }),
		shown("the creation replaced two webhooks and deleted two orphans", func(diags *diag.Diagnostics) { warnOfDeletions(two, two, diags) }),
	}
}
