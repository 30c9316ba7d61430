package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// Credentials with a line break, as files have one at their end, are refused before
// anything is sent, and the error says that they have one.
func TestAccProvider_credentialsWithALineBreak(t *testing.T) {
	t.Parallel()
	for name, says := range map[string]string{
		"ASANA_CLIENT_ID": "OAuth client id", "ASANA_CLIENT_SECRET": "OAuth client secret", "ASANA_REFRESH_TOKEN": "OAuth refresh token", "ASANA_ACCESS_TOKEN": "access token",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newApp(t)
			env := a.environment()
			if name == "ASANA_ACCESS_TOKEN" {
				env = append(withoutAsana(), "ASANA_BASE_URL="+a.url, name+"="+a.Token())
			}
			for i, variable := range env {
				if strings.HasPrefix(variable, name+"=") {
					env[i] = variable + "\n"
				}
			}
			out := newWorkdir(t, webhookOn(a.project), env...).run(t, "plan")
			out.contains(t, "Error: Invalid Asana credentials", "The "+says+" has a line break")
			if n := len(a.Requests()); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// However odd the lifetime of an access token is, the token is used.
func TestAccProvider_oauthOddLifetime(t *testing.T) {
	t.Parallel()
	for _, lifetime := range []string{`"3600"`, `3600.0`, `null`, `"soon"`, `{}`} {
		t.Run(lifetime, func(t *testing.T) {
			t.Parallel()
			a := newApp(t)
			a.distort(t, func(r *http.Request, answer []byte) []byte {
				if !strings.HasSuffix(r.URL.Path, "/oauth_token") {
					return answer
				}
				head, text, _ := bytes.Cut(answer, []byte("\r\n\r\n"))
				long := fmt.Appendf(nil, "Content-Length: %d", len(text))
				text = bytes.Replace(text, []byte(`"expires_in":3600`), []byte(`"expires_in":`+lifetime), 1)
				head = bytes.Replace(head, long, fmt.Appendf(nil, "Content-Length: %d", len(text)), 1)
				return append(append(head, "\r\n\r\n"...), text...)
			})
			w := newWorkdir(t, webhookOn(a.project), a.environment()...)
			w.apply(t)
			a.only(t)
			a.refreshes(t, 2) // one for the plan and one for the apply
		})
	}
}

// When the time for a creation is over while the provider asks for an access token,
// the error says what is wrong with that.
func TestAccWebhook_timeIsOverWithoutAnAccessToken(t *testing.T) {
	t.Parallel()
	const create = "\n  timeouts = { create = \"5s\" }\n"
	for name, tc := range map[string]struct {
		fault asanatest.Fault
		says  []string
	}{
		"rate limit": {
			asanatest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"60"}}, Times: -1},
			[]string{"was 429 Too Many Requests", "Apply again later"},
		},
		"unavailable":        {asanatest.Fault{Status: http.StatusServiceUnavailable, HTML: true, Times: -1}, []string{"was 503 Service Unavailable"}},
		"connection refused": {asanatest.Fault{}, []string{"got no usable answer", "connection refused", "HTTPS_PROXY"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newApp(t)
			if tc.fault.Status == 0 {
				a.url = "http://" + closedPort(t) + "/api/1.0"
			}
			tc.fault.Op = asanatest.RefreshAccessToken
			a.Inject(tc.fault)
			config := strings.Replace(webhookOn(a.project), "resource =", create+"resource =", 1)
			out := newWorkdir(t, config, a.environment()...).run(t, "apply", "-auto-approve")
			out.contains(t, append(tc.says, "Error: Webhook not created", "was not sent")...)
			out.keepsQuiet(t, "context deadline exceeded", "in time", a.refresh, a.secret)
		})
	}
}

// The same with an access token: a refused connection is called that.
func TestAccWebhook_timeIsOverWithoutAConnection(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.url = "http://" + closedPort(t) + "/api/1.0"
	out := newWorkdir(t, a.webhook(`timeouts = { create = "2s" }`)).run(t, "apply", "-auto-approve")
	out.contains(t, "Error: Webhook not created", "connection refused", "HTTPS_PROXY")
	out.keepsQuiet(t, "context deadline exceeded")
}
