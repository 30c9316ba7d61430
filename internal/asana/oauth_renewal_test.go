package asana_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Asana may refuse the access token and then the credentials that would renew it. The
// request was refused, and is not repeated without a token.
func TestOAuth_renewalFailsAfterARevocation(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(context.Context, *asana.Client) error{"GET": getOne, "POST": postOne} {
		g := &oauthTransport{token: script(tokenResponse("revoked"), respond(400, `{"error":"invalid_grant"}`))}
		g.api = func(req *http.Request, _ string) (*http.Response, error) {
			return respond(401, `{"errors":[{"message":"Not Authorized"}]}`)(req)
		}
		err := call(t.Context(), newOAuthClient(t, g))
		lost, isLost := errors.AsType[*asana.TransportError](err)
		refused, ok := errors.AsType[*asana.RefreshError](err)
		if !isLost || lost.Sent || lost.Method != name || !ok || refused.Code != asana.CodeInvalidGrant || refused.Status != 400 {
			t.Errorf("%s: got %v", name, err)
		}
		if len(g.calls) != 1 || g.calls[0] != "revoked" {
			t.Errorf("%s: calls with the tokens %q", name, g.calls)
		}
	}
}
