package provider_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestAccProvider_oauthAmiss(t *testing.T) {
	t.Parallel()
	recordedMessages.addSecret("hush-")
	for name, tc := range map[string]struct {
		arguments string
		env       []string
		want      []string
	}{
		"both arguments": {
			`token = "hush-c"` + "\n" + `oauth = { client_id = "1", client_secret = "hush-a", refresh_token = "hush-b" }`, nil,
			[]string{"Error: Conflicting Asana credentials", "arguments token and oauth are both set"},
		},
		"both in the environment": {
			"",
			[]string{"ASANA_ACCESS_TOKEN=hush-c", "ASANA_CLIENT_ID=1", "ASANA_CLIENT_SECRET=hush-a", "ASANA_REFRESH_TOKEN=hush-b"},
			[]string{"Error: Conflicting Asana credentials", "ASANA_ACCESS_TOKEN is set, and so are ASANA_CLIENT_ID, ASANA_CLIENT_SECRET and ASANA_REFRESH_TOKEN"},
		},
		"incomplete argument": {
			`oauth = { client_id = "1" }`, nil,
			[]string{
				"Error: Incomplete OAuth credentials", "Missing or empty: client_secret (or the environment variable ASANA_CLIENT_SECRET), refresh_token (or the environment variable ASANA_REFRESH_TOKEN).",
				"Set: the provider's argument oauth.client_id.",
			},
		},
		"incomplete variables": {
			"",
			[]string{"ASANA_CLIENT_SECRET=hush-a", "ASANA_REFRESH_TOKEN=hush-b"},
			[]string{"Missing or empty: client_id (or the environment variable ASANA_CLIENT_ID).", "Set: the environment variable ASANA_CLIENT_SECRET, the environment variable ASANA_REFRESH_TOKEN."},
		},
		"empty member": {
			`oauth = { client_id = "1", client_secret = "", refresh_token = "hush-b" }`,
			[]string{"ASANA_CLIENT_SECRET=hush-a"},
			[]string{"Missing or empty: client_secret (or"},
		},
		"empty argument": {`oauth = {}`, nil, []string{"Missing or empty: client_id (or", ", client_secret (or", ", refresh_token (or"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkdir(t, "provider \"asana\" {\n"+tc.arguments+"\n}\n"+webhookOn("1"), append(withoutAsana(), tc.env...)...)
			out := w.run(t, "plan")
			out.contains(t, tc.want...)
			out.keepsQuiet(t, "hush-")
			if n := strings.Count(out.text, "Error:"); n != 1 {
				t.Errorf("%d errors", n)
			}
		})
	}
}

// Each of these fails before anything is asked of the API, and says what to do.
func TestAccWebhook_oauthRefused(t *testing.T) {
	t.Parallel()
	recordedMessages.addSecret("hush-")
	for name, tc := range map[string]struct {
		env   string
		fault asanatest.Fault
		want  []string
	}{
		"refresh token revoked": {"ASANA_REFRESH_TOKEN=hush-wrong", asanatest.Fault{}, []string{
			"was not sent, because the provider could not get an access token", "/-/oauth_token was 400 Bad Request: invalid_grant: The refresh_token is not valid.",
			"refresh token, which came from the environment variable ASANA_REFRESH_TOKEN", "Let the user authorize the app again",
		}},
		"wrong client secret": {"ASANA_CLIENT_SECRET=hush-wrong", asanatest.Fault{}, []string{
			"401 Unauthorized: invalid_client", "client secret, which came from the environment variable ASANA_CLIENT_SECRET", "developer console",
		}},
		"other code": {"", asanatest.Fault{Status: 400, Body: `{"error":"unauthorized_client"}`, Times: -1}, []string{
			"400 Bad Request: unauthorized_client.", "Check the app in Asana's developer console",
		}},
		"endpoint not passed on": {"", asanatest.Fault{Status: 404, HTML: true, Times: -1}, []string{"404 Not Found", "check that the proxy also forwards http://"}},
		"endpoint fails":         {"", asanatest.Fault{Status: 503, HTML: true, Times: -1}, []string{"503 Service Unavailable", "Apply again later"}},
		"connection lost":        {"", asanatest.Fault{Reset: true, Times: -1}, []string{"got no usable answer: the connection was closed.", "HTTPS_PROXY"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newApp(t)
			if tc.fault.Status != 0 || tc.fault.Reset {
				tc.fault.Op = asanatest.RefreshAccessToken
				a.Inject(tc.fault)
			}
			w := newWorkdir(t, webhookOn(a.project), a.environment("ASANA_MAX_RETRIES=0", tc.env)...)
			out := w.run(t, "apply", "-auto-approve")
			out.contains(t, append(tc.want, "Error: Webhook not created", "The request POST /webhooks (a webhook on resource "+a.project)...)
			out.keepsQuiet(t, "hush-", a.secret, a.refresh)
			if n := len(a.Requests()) - len(a.Requests(asanatest.RefreshAccessToken)); n != 0 {
				t.Errorf("%d requests besides refreshes", n)
			}
		})
	}
}
