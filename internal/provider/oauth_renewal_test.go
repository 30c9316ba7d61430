package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A user may revoke the app during a run. Asana then refuses the access token, and the
// next one as well. The request that needs it is not repeated without a token.
func TestAccWebhook_accessTokenNotRenewed(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/first") && r.Header.Get("X-Hook-Secret") != "" {
			a.Advance(time.Hour) // the access token expires
			a.Inject(asanatest.Fault{
				Op: asanatest.RefreshAccessToken, Status: http.StatusBadRequest, Times: -1,
				Body: `{"error":"invalid_grant","error_description":"The refresh_token is not valid."}`,
			})
		}
		echo(w, r)
	}))
	w := newWorkdir(t, a.block("max_retries = 0")+fmt.Sprintf(`
resource "asana_webhook" "first" {
  resource = %[1]q
  target   = "%[2]s/first"
}

resource "asana_webhook" "second" {
  resource   = %[1]q
  target     = "%[2]s/second"
  depends_on = [asana_webhook.first]
}
`, a.project, target))
	out := w.run(t, "apply", "-auto-approve")
	out.contains(t, "Error: Webhook not created", "asana_webhook.second", "The request POST /webhooks",
		"was not sent, because the provider could not get an access token", "400 Bad Request: invalid_grant", "Let the user authorize the app again")
	if hook := a.only(t); hook.Target != target+"/first" {
		t.Errorf("the webhook that exists has the target %s", hook.Target)
	}
	posts := a.Requests(asanatest.CreateWebhook)
	if len(posts) != 2 || posts[1].Status != http.StatusUnauthorized {
		t.Errorf("%d POSTs, want one that succeeds and one that is refused", len(posts))
	}
}
