package provider

import (
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func refreshCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	ctx, d := t.Context(), withAnswers(t, serverFailure)
	failing := func(when string, edit func(*asana.Webhook)) diagnosticsCase {
		return shown(when, func(diags *diag.Diagnostics) { d.warnOfFailures(goldenRecord(edit), diags) })
	}
	last := func(w *asana.Webhook, after time.Duration, content string) {
		w.DeliveryRetryCount, w.LastFailureAt, w.LastFailureContent = 1, goldenTime.Add(after), content
	}
	return []diagnosticsCase{
		failing("the first heartbeat was refused", func(w *asana.Webhook) {
			last(w, time.Second, "401 Unauthorized: no secret yet")
			w.NextAttemptAfter = goldenTime.Add(5 * time.Minute)
		}),
		failing("the first heartbeat got no answer", func(w *asana.Webhook) { last(w, time.Second, "EOF") }),
		failing("deliveries fail", func(w *asana.Webhook) {
			last(w, 48*time.Hour, "<html><body><h1>502 Bad Gateway</h1></body></html>")
			w.DeliveryRetryCount, w.NextAttemptAfter = 7, goldenTime.Add(49*time.Hour)
			w.FailureDeletionTimestamp = goldenTime.Add(72 * time.Hour)
		}),
		failing("deliveries get no answer", func(w *asana.Webhook) { last(w, 48*time.Hour, "Post \"https://hooks.example.com/asana\": EOF") }),
		failing("deliveries fail, and Asana reports nothing of it", func(w *asana.Webhook) { w.FailureDeletionTimestamp = goldenTime.Add(24 * time.Hour) }),
		shown("the webhook is inactive", func(diags *diag.Diagnostics) {
			warnOfInactive(goldenRecord(func(w *asana.Webhook) { w.Active = false }), diags)
		}),
		shown("the webhook has values that a new one can't have", func(diags *diag.Diagnostics) {
			warnOfUnsupported(goldenRecord(func(w *asana.Webhook) {
				w.Resource.GID, w.Target = "", "ftp://hooks.example.com"
				w.Filters = []asana.Filter{{Action: "moved"}, {Fields: []string{"name"}}, {Action: asana.ActionChanged, Fields: []string{""}}}
			}), diags)
		}),
		shown("the webhook no longer exists", func(diags *diag.Diagnostics) {
			resp := &resource.ReadResponse{State: emptyState(ctx), Identity: emptyIdentity(ctx)}
			(&webhookResource{data: d}).removeFromState(ctx, goldenModel(), resp)
			diags.Append(resp.Diagnostics...)
		}),
		otherUser(t, "another user's token does not find the webhook", `{"gid":"1201112223334445","name":"Ada"}`),
		otherUser(t, "another user's token does not find the webhook, and the first user has no name", `{"gid":"1201112223334445"}`),
		shown("the state has no gid", func(diags *diag.Diagnostics) { edited("").checkID(diags) }),
		shown("the state has an id that is no gid", func(diags *diag.Diagnostics) { edited("webhook").checkID(diags) }),
	}
}

// edited is a state in which somebody replaced the gid.
func edited(id string) *webhookModel {
	m := goldenModel()
	m.ID = types.StringValue(id)
	return &m
}

func otherUser(t *testing.T, when, registered string) diagnosticsCase {
	t.Helper()
	d := withAnswers(t, func(*http.Request) (int, string) {
		return http.StatusOK, member(`{"gid":"1209998887776665","name":"Grace"}`)
	})
	return shown(when, func(diags *diag.Diagnostics) {
		d.refuseOtherUser(t.Context(), privateData{userKey: registered}, goldenModel(), diags)
	})
}

// changeCases are calls that change a webhook or remove it.
func changeCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	ctx, d, w := t.Context(), withAnswers(t, serverFailure), goldenModel()
	unstored := goldenModel()
	unstored.SecretStorage = types.StringValue(string(storeNowhere))
	unread := func(m webhookModel) func(*diag.Diagnostics) {
		return func(diags *diag.Diagnostics) {
			var resp resource.CreateResponse
			(&webhookResource{data: d}).readMissing(ctx, m, &resp)
			diags.Append(resp.Diagnostics...)
		}
	}
	const at = "/webhooks/" + goldenWebhook
	failed := func(when, summary string, err error) diagnosticsCase {
		return shown(when, func(diags *diag.Diagnostics) { d.addFailure(diags, failure{summary, w.describe(), err}) })
	}
	return []diagnosticsCase{
		failed("an update meets a webhook that no longer exists", "Webhook not updated",
			answerTo("updateWebhook", "PUT", at, http.StatusNotFound, "webhook_gid: Not a recognized ID: "+goldenWebhook)),
		failed("filters of an update are refused", "Webhook not updated",
			answerTo("updateWebhook", "PUT", at, http.StatusBadRequest, "filters[0].fields: Invalid field")),
		failed("an update is refused as invalid", "Webhook not updated",
			answerTo("updateWebhook", "PUT", at, http.StatusBadRequest, "Could not parse request data, invalid JSON")),
		failed("a deletion is forbidden", "Webhook not deleted",
			answerTo("deleteWebhook", "DELETE", at, http.StatusForbidden, "You do not have access to this webhook.")),
		failed("the answer to a deletion is lost to an interrupt", "Webhook not deleted", unreachable("DELETE", at, true, canceled(t).Err())),
		shown("the record that Asana's answer to a creation lacks can't be read", unread(w)),
		shown("that record can't be read, and the secret is not stored", unread(unstored)),
	}
}
