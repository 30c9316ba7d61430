package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ planmodifier.String = planStoredSecret{}

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

// storageList names the kinds of storage for documentation.
func storageList() string {
	var names []string
	for _, s := range secretStorages() {
		names = append(names, "`"+string(s)+"`")
	}
	return strings.Join(names, " or ")
}

func isStorage() validator.String {
	return checkValidator{summary: "Unknown storage", description: "must be a kind of storage", check: func(s string) error {
		for _, known := range secretStorages() {
			if s == string(known) {
				return nil
			}
		}
		return fmt.Errorf("%q is not a storage for the secret: use %q or %q", s, storeInState, storeNowhere)
	}}
}

// replaceToStore makes a new webhook where a secret shall be in the state that
// was not kept, for Asana does not show it again.
func replaceToStore() planmodifier.String {
	const why = "The webhook is replaced when a secret that was not kept shall be."
	return stringplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = storageOf(req.StateValue) == storeNowhere
		}, why, why)
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

// planStoredSecret plans what the attribute secret will be: null where it is
// not to be stored, and otherwise the secret that the webhook has.
type planStoredSecret struct{}

func (planStoredSecret) Description(context.Context) string {
	return "The secret changes only with the webhook, and is null unless it is stored."
}

func (m planStoredSecret) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (planStoredSecret) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	var storage types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("secret_storage"), &storage)...)
	switch {
	case storage.IsUnknown(): // and so is whether the secret will be stored
	case storageOf(storage) == storeNowhere:
		resp.PlanValue = types.StringNull()
	case !req.State.Raw.IsNull():
		resp.PlanValue = req.StateValue
	}
}
