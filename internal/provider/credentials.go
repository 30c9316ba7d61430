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

// credentials chooses. An argument of either kind takes precedence over the
// variables of both; that both arguments are there has been ruled out before.
func (m providerModel) credentials(ctx context.Context, diags *diag.Diagnostics) credentials {
	token := stringSetting(m.Token, "token", "ASANA_ACCESS_TOKEN", "")
	oauth := m.oauthSettings(ctx, diags)
	missing := oauth.missing()
	switch {
	case !m.OAuth.IsNull():
		oauth.checkComplete(missing, diags)
		return credentials{oauth: &oauth}
	case !m.Token.IsNull() && token.value != "":
		return credentials{token: token}
	case token.value != "" && len(missing) == 0:
		diags.AddError("Conflicting Asana credentials",
			"The environment variable ASANA_ACCESS_TOKEN is set, and so are ASANA_CLIENT_ID, ASANA_CLIENT_SECRET and ASANA_REFRESH_TOKEN for OAuth. "+
				"Unset those that you don't want to use. Or choose in the provider block, because its arguments take precedence over all these variables: set token, or set oauth = {}, which reads its members from the environment.")
	case token.value != "":
		// An incomplete rest of something else is no reason not to use it.
		return credentials{token: token}
	case m.Token.IsNull() && len(oauth.configured()) > 0:
		oauth.checkComplete(missing, diags)
		return credentials{oauth: &oauth}
	default:
		diags.AddError("No Asana credentials",
			"The provider has no credentials. Set either of these:\n"+
				"  - an access token: the argument token of the provider block, or the environment variable ASANA_ACCESS_TOKEN\n"+
				"  - OAuth credentials: the argument oauth = { client_id, client_secret, refresh_token }, or the environment variables ASANA_CLIENT_ID, ASANA_CLIENT_SECRET and ASANA_REFRESH_TOKEN\n\n"+
				"You can create a personal access token in Asana's developer console at https://app.asana.com/0/my-apps.")
	}
	return credentials{}
}

// checkOneKind refuses a provider block with both kinds. One that is unknown may
// yet turn out to be null.
//
// Errors about credentials have no path, here and below: Terraform would show
// the line of the configuration, with the secret if it is written there.
func (m providerModel) checkOneKind(diags *diag.Diagnostics) {
	isSet := func(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }
	if isSet(m.Token) && isSet(m.OAuth) {
		diags.AddError("Conflicting Asana credentials",
			"The provider's arguments token and oauth are both set. Remove token to get access tokens by OAuth, or remove oauth to use the token as it is.")
	}
}

func (s oauthSettings) checkComplete(missing []string, diags *diag.Diagnostics) {
	if len(missing) == 0 {
		return
	}
	detail := "OAuth needs client_id, client_secret and refresh_token. Missing or empty: " + strings.Join(missing, ", ") + "."
	if set := s.configured(); len(set) > 0 {
		detail += fmt.Sprintf(" Set: %s.", strings.Join(set, ", "))
	}
	diags.AddError("Incomplete OAuth credentials", detail+" Set what is missing.")
}
