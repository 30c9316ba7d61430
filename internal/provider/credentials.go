package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// credentials are how the provider authenticates: with a token, or by OAuth.
type credentials struct {
	token setting
	oauth *oauthSettings // nil with a token
}

// source says where they come from, never what they are.
func (c credentials) source() string {
	if c.oauth == nil {
		return c.token.source
	}
	return "a refresh by OAuth with " + c.oauth.refreshToken.source
}

// credentials chooses. An argument of either kind wins over the variables of
// both; that both arguments are there has been ruled out before.
func (m providerModel) credentials(ctx context.Context, diags *diag.Diagnostics) credentials {
	token := stringSetting(m.Token, "token", "ASANA_ACCESS_TOKEN", "")
	oauth := m.oauthSettings(ctx, diags)
	missing := oauth.missing()
	switch {
	case !m.OAuth.IsNull():
		oauth.mustBeComplete(missing, diags)
		return credentials{oauth: &oauth}
	case !m.Token.IsNull() && token.value != "":
		return credentials{token: token}
	case token.value != "" && len(missing) == 0:
		diags.AddError("Two kinds of Asana credentials",
			"The environment variable ASANA_ACCESS_TOKEN is set, and so are ASANA_CLIENT_ID, ASANA_CLIENT_SECRET and ASANA_REFRESH_TOKEN for OAuth. "+
				"Unset the ones that are not meant, or choose in the provider block: the argument token or oauth wins over all variables of the other kind; oauth = {} takes its members from the environment.")
	case token.value != "":
		// An incomplete rest of something else is no reason not to use it.
		return credentials{token: token}
	case m.Token.IsNull() && len(oauth.given()) > 0:
		oauth.mustBeComplete(missing, diags)
		return credentials{oauth: &oauth}
	default:
		diags.AddError("No Asana credentials",
			"The provider has no credentials. Give it some in either of two ways: "+
				"an access token, by the argument token of the provider block or by the environment variable ASANA_ACCESS_TOKEN; "+
				"or OAuth credentials, by the argument oauth = { client_id, client_secret, refresh_token } or by the environment variables ASANA_CLIENT_ID, ASANA_CLIENT_SECRET and ASANA_REFRESH_TOKEN. "+
				"A personal access token is made in Asana's developer console at https://app.asana.com/0/my-apps.")
	}
	return credentials{}
}

// checkOneKind refuses a provider block with both kinds. One that is unknown may
// yet turn out to be null.
//
// Errors about credentials have no path, here and below: Terraform would show
// the line of the configuration, with the secret if it is written there.
func (m providerModel) checkOneKind(diags *diag.Diagnostics) {
	given := func(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }
	if given(m.Token) && given(m.OAuth) {
		diags.AddError("Two kinds of Asana credentials",
			"The provider's arguments token and oauth can't be given together. Remove token for access tokens by OAuth, or remove oauth to use the token as it is.")
	}
}

// mustBeComplete adds an error that names what is missing.
func (s oauthSettings) mustBeComplete(missing []string, diags *diag.Diagnostics) {
	if len(missing) == 0 {
		return
	}
	detail := "OAuth needs client_id, client_secret and refresh_token. Missing or empty: " + strings.Join(missing, ", ") + "."
	if given := s.given(); len(given) > 0 {
		detail += fmt.Sprintf(" Given: %s.", strings.Join(given, ", "))
	}
	diags.AddError("Incomplete OAuth credentials", detail)
}
