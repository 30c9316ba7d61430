package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// existingSecretCases are about the secret of a webhook that was created elsewhere.
func existingSecretCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	schema := webhookSchema(t.Context())
	checked := func(when string, set map[string]string) diagnosticsCase {
		return shown(when, func(diags *diag.Diagnostics) {
			config := tfsdk.Config{Schema: schema, Raw: rawValue(t.Context(), t, schema, set)}
			checkExistingSecret(t.Context(), config, diags)
		})
	}
	value := types.StringValue
	plan, state := goldenModel(), goldenModel()
	state.Secret, state.SecretSHA256 = value("hush-key"), value("1234")
	stored := state
	stored.Secret = types.StringNull()
	return []diagnosticsCase{
		checked("existing_secret is empty", map[string]string{"existing_secret": ""}),
		checked("existing_secret ends with a line break", map[string]string{"existing_secret": "hush-key\n"}),
		checked("existing_secret has a space in it", map[string]string{"existing_secret": "hush key"}),
		checked("existing_secret together with secret_storage", map[string]string{"existing_secret": "hush-key", "secret_storage": "none"}),
		shown("a webhook with existing_secret is created", func(diags *diag.Diagnostics) { plan.planNewSecret(value("hush-key"), diags) }),
		shown("the state has another secret than existing_secret", func(diags *diag.Diagnostics) {
			plan.planKnownSecret(state, value("hush-key-2"), true, diags)
		}),
		shown("the state has another digest than that of existing_secret", func(diags *diag.Diagnostics) {
			plan.planKnownSecret(stored, value("hush-key-2"), true, diags)
		}),
	}
}
