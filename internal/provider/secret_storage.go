package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// secretStorage says where the secret of a webhook is kept.
type secretStorage string

const (
	storeInState secretStorage = "state"
	storeNowhere secretStorage = "none"
)

func secretStorages() []secretStorage { return []secretStorage{storeInState, storeNowhere} }

// storageOf reads secret_storage; null, as after an import, is the default.
func storageOf(s types.String) secretStorage {
	if s.IsNull() {
		return storeInState
	}
	return secretStorage(s.ValueString())
}

func storageList() string {
	var names []string
	for _, s := range secretStorages() {
		names = append(names, "`"+string(s)+"`")
	}
	return strings.Join(names, " or ")
}

var isStorage = checkValidator{"Unknown storage", "must be a kind of storage", func(s string) error {
	if slices.Contains(secretStorages(), secretStorage(s)) {
		return nil
	}
	return fmt.Errorf("%q is not a storage for the secret: use %q or %q", s, storeInState, storeNowhere)
}}

// replaceToStore makes a new webhook where a secret shall be in the state that
// was not kept, because Asana does not show it again, unless the configuration has it.
func replaceToStore() planmodifier.String {
	const why = "The webhook is replaced when a secret that was not kept shall be."
	return stringplanmodifier.RequiresReplaceIf(
		func(ctx context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			existing := existingSecretOf(ctx, req.Config, &resp.Diagnostics)
			resp.RequiresReplace = replacesToStore(req.StateValue, req.PlanValue, existing)
		}, why, why)
}

// secretPlace says where the secret of a webhook is, in the run that created it.
func secretPlace(storage types.String) string {
	if storageOf(storage) == storeNowhere {
		return "the ephemeral resource asana_webhook_secret has its secret in this run"
	}
	return "its secret is in the state"
}

// replacesToStore reports whether a change of the storage replaces the webhook.
func replacesToStore(state, plan, existing types.String) bool {
	unstored := storageOf(state) == storeNowhere && storageOf(plan) != storeNowhere
	return unstored && (existing.IsNull() || existing.IsUnknown())
}

// warnOfRemovedSecret warns about an update that removes the secret from the
// state. A webhook that is replaced takes a secret with it that is of no use.
func warnOfRemovedSecret(plan, state webhookModel, diags *diag.Diagnostics) {
	if storageOf(plan.SecretStorage) != storeNowhere || state.Secret.ValueString() == "" || isReplaced(plan, state) {
		return
	}
	diags.AddAttributeWarning(path.Root("secret_storage"), "Secret removed from the state", fmt.Sprintf(
		"The state holds the only copy of the secret of webhook %s that Terraform has, and with secret_storage = %q the apply removes it. Asana does not show a secret again. "+
			"The attribute secret becomes null, and so does the value of every reference to it. The ephemeral resource asana_webhook_secret does not have it either.\n\n"+
			"Before you apply, make sure that the receiver or a secrets manager has the secret. If neither has it, replace the webhook in the same apply (terraform apply -replace=…): asana_webhook_secret has the new secret in that run.",
		state.ID.ValueString(), storeNowhere))
}
