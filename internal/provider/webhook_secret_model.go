package provider

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// errOtherSecret is an existing_secret that is provably not that of the webhook.
var errOtherSecret = errors.New("the SHA-256 digest of existing_secret is not secret_sha256, the digest of the secret that Asana returned for this webhook")

// setSecret takes over a secret, as far as it may be stored.
func (m *webhookModel) setSecret(s asana.Secret) {
	m.Secret = types.StringValue(s.Reveal())
	m.SecretSHA256 = types.StringValue(s.SHA256())
	m.hideSecret()
}

// setSecretOfState plans the secret of a webhook that has a state. It is the one of
// the state; or existing_secret, unless Asana returned the one of the state; or
// existing_secret if it has the digest of one that was returned and not stored.
func (m *webhookModel) setSecretOfState(state webhookModel, existing types.String, returned bool) error {
	m.ExistingSecret, m.Secret, m.SecretSHA256 = existing, state.Secret, state.SecretSHA256
	switch {
	case existing.IsNull():
		m.hideSecret()
		if state.ExistingSecret.Equal(m.Secret) {
			m.ExistingSecret = state.ExistingSecret // no difference to what secret shows
		}
		return nil
	case !returned:
		m.Secret, m.SecretSHA256 = existing, digestOf(existing)
	case state.Secret.IsNull():
		if !existing.IsUnknown() && !digestOf(existing).Equal(state.SecretSHA256) {
			return errOtherSecret
		}
		m.Secret = existing
	}
	m.hideSecret()
	return nil
}

// hideSecret makes the secret null unless it is to be stored.
func (m *webhookModel) hideSecret() {
	switch {
	case m.SecretStorage.IsUnknown(): // and so is whether the secret will be stored
		m.Secret = types.StringUnknown()
	case storageOf(m.SecretStorage) == storeNowhere:
		m.Secret = types.StringNull()
	}
}

// digestOf returns the digest of a secret, which is unknown if the secret is.
func digestOf(secret types.String) types.String {
	if secret.IsUnknown() {
		return types.StringUnknown()
	}
	return types.StringValue(asana.Secret(secret.ValueString()).SHA256())
}
