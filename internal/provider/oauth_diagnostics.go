package provider

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// describeUnsent describes a request for which there was no access token.
func describeUnsent(f failure, lost *asana.TransportError, e *asana.RefreshError) string {
	request := fmt.Sprintf("The request %s %s (%s) was not sent, because the provider could not get an access token. ", lost.Method, lost.Path, f.object)
	if e.Status == 0 {
		return request + sentence(fmt.Sprintf("The request for one at %s got no usable answer: %s", e.URL, networkCause(e)))
	}
	return request + fmt.Sprintf("%s to the request for one at %s was %s", answerOf(e.Code != ""), e.URL, sentence(e.Error()))
}

// refreshAdvice says what is wrong with the OAuth credentials, or with the connection
// to the endpoint that checks them.
func (d *providerData) refreshAdvice(err error) string {
	e, _ := errors.AsType[*asana.RefreshError](err)
	switch {
	case e.Code == asana.CodeInvalidGrant:
		return fmt.Sprintf("Asana did not accept the refresh token, which came from %s: it is mistyped or revoked, "+
			"or belongs to another app than the one whose client id came from %s. "+
			"Let the user authorize the app again, and replace the refresh token with the one that Asana then returns.",
			d.oauth.refreshToken.source, d.oauth.clientID.source)
	case e.Code == asana.CodeInvalidClient:
		return fmt.Sprintf("Asana does not know the client id, which came from %s. Or the client secret, which came from %s, belongs to another app, or was replaced. "+
			"Compare both with the app's page in Asana's developer console at https://app.asana.com/0/my-apps.",
			d.oauth.clientID.source, d.oauth.clientSecret.source)
	case e.Code != "":
		return fmt.Sprintf("Check the app in Asana's developer console, and the OAuth credentials: the client id came from %s, the client secret from %s, the refresh token from %s.",
			d.oauth.clientID.source, d.oauth.clientSecret.source, d.oauth.refreshToken.source)
	case e.Status == 0:
		return networkAdvice
	case e.Status >= 500, e.Status == 429:
		return serverFailed
	}
	return fmt.Sprintf("This answer does not come from Asana. If the provider's base_url is that of a proxy, check that the proxy also forwards %s.", e.URL)
}

// warnOfRotation warns once in a run that Asana has replaced the refresh token.
func (d *providerData) warnOfRotation(diags *diag.Diagnostics) {
	if d.client.RefreshTokenReplaced() {
		d.warnings.add(diags, "OAuth refresh token replaced",
			fmt.Sprintf("Asana answered a refresh of the access token with a new refresh token. The provider uses it for the rest of this run, "+
				"but can't store it. The old one, which came from %s, may be invalid now.\n\n"+
				"If the next run fails with invalid_grant, let the user authorize the app again, and set the new refresh token. "+
				"To prevent this, use an access token that does not expire, such as that of a service account.", d.oauth.refreshToken.source))
	}
}
