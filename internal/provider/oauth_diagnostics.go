package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// notSent tells of a request for which there was no access token.
func (d *providerData) notSent(f failure, lost *asana.TransportError, e *asana.RefreshError) string {
	request := fmt.Sprintf("The request %s %s, about %s, was not sent, for there is no access token. ", lost.Method, lost.Path, f.object)
	if e.Status == 0 {
		return request + fmt.Sprintf("Asking for one at %s got no usable answer: %s", e.URL, sentence(e.Error()))
	}
	return request + fmt.Sprintf("Asana's answer to asking for one at %s was %s", e.URL, sentence(e.Error()))
}

// whatToRenew says what is wrong with the OAuth credentials, or with the way
// to where they are checked.
func (d *providerData) whatToRenew(e *asana.RefreshError) string {
	switch {
	case e.Code == asana.CodeInvalidGrant:
		return fmt.Sprintf("Asana did not accept the refresh token, which came from %s: it is mistyped, revoked (the user took the app's authorization back), "+
			"or not one of the app whose client id came from %s. "+
			"Let the user authorize the app again, and put the refresh token that Asana then gives in place of this one.",
			d.oauth.refreshToken.source, d.oauth.clientID.source)
	case e.Code == asana.CodeInvalidClient:
		return fmt.Sprintf("Asana does not know the app whose client id came from %s, or the client secret, which came from %s, is not its own (any more). "+
			"Compare both with the app's page in Asana's developer console at https://app.asana.com/0/my-apps.",
			d.oauth.clientID.source, d.oauth.clientSecret.source)
	case e.Code != "":
		return fmt.Sprintf("Check the app in Asana's developer console, and the client id, client secret and refresh token, which came from %s, %s and %s.",
			d.oauth.clientID.source, d.oauth.clientSecret.source, d.oauth.refreshToken.source)
	case e.Status == 0:
		return "Check the network, the proxy settings (HTTPS_PROXY) and the provider's base_url."
	case e.Status >= 500, e.Status == 429:
		return "This is a failure on Asana's side, or of a proxy in between. Apply again later."
	}
	return fmt.Sprintf("This is not how Asana answers. If the provider's base_url leads to a proxy, that must pass on %s too.", e.URL)
}

// warnOfRotation warns once in a run that Asana has replaced the refresh token.
func (d *providerData) warnOfRotation(diags *diag.Diagnostics) {
	if d.client.RefreshTokenReplaced() {
		d.warnings.add(diags, "OAuth refresh token replaced",
			fmt.Sprintf("Asana answered a refresh of the access token with a new refresh token. The provider uses it for the rest of this run, "+
				"but can't put it in place of the one that came from %s, which may be void now. "+
				"If the next run fails with invalid_grant, let the user authorize the app again and give the refresh token anew; "+
				"an access token that does not expire, such as a service account's, avoids this.", d.oauth.refreshToken.source))
	}
}
