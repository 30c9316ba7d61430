package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// adoptionCases are about webhooks that were registered without this provider.
func adoptionCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	ctx, d := t.Context(), withAnswers(t, serverFailure)
	moved := func(when, typeName, provider, state string) diagnosticsCase {
		return shown(when, func(diags *diag.Diagnostics) {
			resp := &resource.MoveStateResponse{TargetState: emptyState(ctx), TargetIdentity: emptyIdentity(ctx)}
			(&webhookResource{data: d}).moveState(ctx, resource.MoveStateRequest{
				SourceTypeName: typeName, SourceProviderAddress: "registry.terraform.io/" + provider, SourceRawState: &tfprotov6.RawState{JSON: []byte(state)},
			}, resp)
			diags.Append(resp.Diagnostics...)
		})
	}
	restapi := func(when, state string) diagnosticsCase {
		return moved(when, "restapi_object", "mastercard/restapi", state)
	}
	return []diagnosticsCase{
		shown("a webhook is imported by something else than its gid", func(diags *diag.Diagnostics) {
			resp := &resource.ImportStateResponse{State: emptyState(ctx), Identity: emptyIdentity(ctx)}
			(&webhookResource{data: d}).ImportState(ctx, resource.ImportStateRequest{ID: "launch"}, resp)
			diags.Append(resp.Diagnostics...)
		}),
		shown("webhooks are imported", new(providerData).warnOfUnknownSecrets),
		shown("an import finds no webhook", func(diags *diag.Diagnostics) {
			d.addFailure(diags, failure{"Webhook not found", "webhook " + goldenWebhook, answerTo("getWebhook", "GET", "/webhooks/"+goldenWebhook, 404, "webhook_gid: Not a recognized ID: "+goldenWebhook)})
		}),
		shown("a webhook can't be read", func(diags *diag.Diagnostics) {
			d.addFailure(diags, failure{"Webhook not read", "webhook " + goldenWebhook, &asana.Error{Op: "getWebhook", Method: "GET", Path: "/webhooks/" + goldenWebhook, Status: 403, Details: []asana.ErrorDetail{{Message: "Forbidden"}}}})
		}),
		restapi("the moved state has no secret", `{"id":"`+goldenWebhook+`","path":"/webhooks","data":"{\"data\":{\"resource\":\"`+goldenProject+`\",\"target\":\"`+goldenTarget+`\"}}"}`),
		moved("a state of a type that can't be moved", "null_resource", "hashicorp/null", `{}`),
		restapi("the moved state is not an object", `[]`),
		restapi("the moved state is that of another object of Asana's", `{"id":"1","path":"/projects","api_response":"{\"data\":{\"gid\":\"1\",\"resource_type\":\"project\"}}"}`),
		restapi("the moved state is that of something else", `{"id":"1","path":"/users"}`),
		restapi("the moved state has no gid", `{"id":"x","path":"/webhooks"}`),
		restapi("the moved state has neither resource nor target", `{"id":"`+goldenWebhook+`","path":"/webhooks"}`),
	}
}
