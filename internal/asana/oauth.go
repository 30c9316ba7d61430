package asana

import (
	"errors"
	"net/url"
	"strings"
)

// refreshPath is where Asana gives out access tokens, on the API's own host:
// segments of a path that does not continue that of the base URL.
var refreshPath = []string{"-", "oauth_token"}

// opRefresh names the refresh of an access token in logs and errors. Asana's
// OpenAPI document has no such operation: the endpoint is not part of the API.
const opRefresh = "refreshAccessToken"

// OAuth is what an app needs to get access tokens for a user who has authorized
// it. Asana's access tokens live for an hour, and the client gets them by
// itself.
type OAuth struct {
	// ClientID identifies the app. It is not secret.
	ClientID string
	// ClientSecret proves that the caller is the app.
	ClientSecret Secret
	// RefreshToken proves that the user has authorized the app.
	RefreshToken Secret
}

// check returns an error if a part is missing.
func (o OAuth) check() error {
	switch "" {
	case o.ClientID:
		return errors.New("no OAuth client id given")
	case o.ClientSecret.Reveal():
		return errors.New("no OAuth client secret given")
	case o.RefreshToken.Reveal():
		return errors.New("no OAuth refresh token given")
	}
	return nil
}

// tokenURL is the address of the token endpoint that belongs to an API.
func tokenURL(base *url.URL) string {
	return (&url.URL{Scheme: base.Scheme, Host: base.Host, Path: "/" + strings.Join(refreshPath, "/")}).String()
}
