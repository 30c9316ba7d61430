package asana

import (
	"cmp"
	"fmt"
	"unicode"
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

// check returns an error if a part is missing, or can't be one.
func (o OAuth) check() error {
	return cmp.Or(
		checkCredential("OAuth client id", o.ClientID),
		checkCredential("OAuth client secret", o.ClientSecret.Reveal()),
		checkCredential("OAuth refresh token", o.RefreshToken.Reveal()),
	)
}

// checkCredential returns an error if a credential is missing, or has a character that
// none of Asana's has. A line break most likely comes from the file that it was read from.
func checkCredential(name, value string) error {
	if value == "" {
		return fmt.Errorf("no %s given", name)
	}
	for _, r := range value {
		switch {
		case r == '\n', r == '\r':
			return fmt.Errorf("the %s has a line break: it may have been read from a file together with the end of its line", name)
		case r <= ' ', r >= unicode.MaxASCII:
			return fmt.Errorf("the %s has a space or another character that none has: it may have been copied together with something else", name)
		}
	}
	return nil
}
