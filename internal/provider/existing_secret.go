package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// existingSecretKey is where a resource's private state says that the secret came
// from existing_secret. Without it, a secret in the state is one that Asana returned.
const existingSecretKey = "existing_secret"

// hasReturnedSecret reports whether the state has a secret that Asana returned, or
// the digest of one.
func hasReturnedSecret(ctx context.Context, private privateReader, state webhookModel, diags *diag.Diagnostics) bool {
	given, found := private.GetKey(ctx, existingSecretKey)
	diags.Append(found...)
	return len(given) == 0 && !(state.Secret.IsNull() && state.SecretSHA256.IsNull())
}

// existingSecretOf reads the argument from a configuration: the plan may have an
// earlier value where the configuration has none.
func existingSecretOf(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) types.String {
	var existing types.String
	diags.Append(config.GetAttribute(ctx, path.Root("existing_secret"), &existing)...)
	return existing
}

// checkExistingSecret refuses what can't be a secret, and storing the argument where
// the state must have no secret. It reports whether it passed. No diagnostic has the
// path of the argument, because Terraform would show the line of the configuration,
// which may contain the secret.
func checkExistingSecret(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) bool {
	existing := existingSecretOf(ctx, config, diags)
	if existing.IsNull() || existing.IsUnknown() {
		return true
	}
	if err := checkSecretForm(existing.ValueString()); err != nil {
		diags.AddError("Invalid existing_secret", attributeDetail(path.Root("existing_secret"), err))
		return false
	}
	var storage types.String
	diags.Append(config.GetAttribute(ctx, path.Root("secret_storage"), &storage)...)
	if storageOf(storage) != storeNowhere {
		return true
	}
	diags.AddAttributeError(path.Root("secret_storage"), "existing_secret conflicts with secret_storage", fmt.Sprintf(
		"secret_storage = %q keeps the secret out of the state, but Terraform stores every argument in the state, existing_secret included.\n\n"+
			"Remove existing_secret: the webhook does not need it. Or set secret_storage = %q to have the secret in the state.", storeNowhere, storeInState))
	return false
}

// checkSecretForm refuses a string that can't be sent in a header as it is.
func checkSecretForm(s string) error {
	switch {
	case s == "":
		return errors.New("the value is empty: set the secret of the webhook, or omit the attribute (null)")
	case strings.TrimSpace(s) != s:
		return errors.New("the value begins or ends with white space, such as the line break at the end of a file: use trimspace()")
	case !secretPattern().MatchString(s):
		return errors.New("the value has a character that no X-Hook-Secret header can have: use the secret as it is in the header of the handshake")
	}
	return nil
}

// planSecret plans the secret, its digest and existing_secret, which depend on each
// other, on secret_storage, and on where the secret in the state came from.
func planSecret(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var proposed, state webhookModel
	existing := existingSecretOf(ctx, req.Config, &resp.Diagnostics)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &proposed)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	plan := proposed
	plan.ExistingSecret = existing
	// Terraform plans a replacement twice, first with the state and then without,
	// and shows no warning of the second time.
	if req.State.Raw.IsNull() || isReplaced(plan, state) {
		plan.planNewSecret(existing, &resp.Diagnostics)
	} else {
		returned := hasReturnedSecret(ctx, req.Private, state, &resp.Diagnostics)
		plan.planKnownSecret(state, existing, returned, &resp.Diagnostics)
		if !returned && !existing.IsNull() {
			resp.Diagnostics.Append(resp.Private.SetKey(ctx, existingSecretKey, []byte("true"))...)
		}
	}
	// Each SetAttribute converts the whole plan, so only what differs is set.
	set := func(name string, value, before types.String) {
		if !value.Equal(before) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
		}
	}
	set("existing_secret", plan.ExistingSecret, proposed.ExistingSecret)
	set("secret", plan.Secret, proposed.Secret)
	set("secret_sha256", plan.SecretSHA256, proposed.SecretSHA256)
}

// planNewSecret plans the secret of a webhook that is going to be created.
func (m *webhookModel) planNewSecret(existing types.String, diags *diag.Diagnostics) {
	m.ExistingSecret, m.Secret, m.SecretSHA256 = existing, types.StringUnknown(), types.StringUnknown()
	m.hideSecret()
	if !existing.IsNull() {
		warnOfStaleSecret(diags, "This plan creates a webhook, and Asana returns a new secret for it. So the value of existing_secret is not the secret of the webhook, and is not used.",
			"Remove existing_secret from the configuration. If the webhook that has this secret exists, and you want to keep it, import it instead of creating one.")
	}
}

// planKnownSecret plans the secret of a webhook that stays.
func (m *webhookModel) planKnownSecret(state webhookModel, existing types.String, returned bool, diags *diag.Diagnostics) {
	if err := m.setSecretOfState(state, existing, returned); err != nil {
		addError(diags, "existing_secret does not match webhook", sentence(err.Error()),
			"Set existing_secret to the secret of this webhook. To get a new webhook with a new secret instead, remove existing_secret.")
	}
	if returned && !existing.IsNull() && !state.Secret.IsNull() && !existing.Equal(state.Secret) {
		warnOfStaleSecret(diags, fmt.Sprintf("The state has the secret that Asana returned for webhook %s, which existing_secret never replaces. So existing_secret is not used.", shownText(state.ID.ValueString())),
			"Remove existing_secret from the configuration.")
	}
}

// warnOfStaleSecret warns of an existing_secret that is no longer of use.
func warnOfStaleSecret(diags *diag.Diagnostics, paragraphs ...string) {
	diags.AddWarning("Stale existing_secret", joined(paragraphs))
}
