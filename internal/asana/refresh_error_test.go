package asana_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func TestOAuth_refusedAgainIsNotRepeated(t *testing.T) {
	t.Parallel()
	g := &oauthTransport{token: script(tokenResponse("one"), tokenResponse("two"), tokenResponse("three"))}
	g.api = func(req *http.Request, _ string) (*http.Response, error) { return respond(401, "")(req) }
	if err := getOne(t.Context(), newOAuthClient(t, g)); !errors.Is(err, asana.ErrUnauthorized) {
		t.Errorf("got %v", err)
	}
	if got := strings.Join(g.calls, " "); got != "one two" {
		t.Errorf("calls with %s", got)
	}
}

// Whatever goes wrong with the refresh, the creation was not sent, and the
// error is not taken for an answer to it.
func TestOAuth_failedRefresh(t *testing.T) {
	t.Parallel()
	reset := errors.New("connection reset by peer")
	for name, tc := range map[string]struct {
		step      func(*http.Request) (*http.Response, error)
		refreshes int // of two calls that need a token
		want      string
	}{
		"revoked":          {respond(400, `{"error":"invalid_grant","error_description":"It was revoked."}`), 1, "POST /webhooks: 400 Bad Request: invalid_grant: It was revoked."},
		"wrong client":     {respond(401, `{"error":"invalid_client"}`), 1, "401 Unauthorized: invalid_client"},
		"with status ok":   {respond(200, `{"error":"invalid_grant"}`), 1, "200 OK: invalid_grant"},
		"server failure":   {respond(503, `<html><body>Down</body></html>`, "Content-Type", "text/html"), 8, "503 Service Unavailable: Down"},
		"rate limit":       {respond(429, `{}`), 8, "429 Too Many Requests"},
		"reset":            {fail(reset), 8, "connection reset by peer"},
		"redirect":         {respond(307, "", "Location", "https://elsewhere.example/"), 2, "307 Temporary Redirect"},
		"not found":        {respond(404, `{"errors":[{"message":"No matching route for request"}]}`), 2, "404 Not Found"},
		"no token":         {respond(200, `{"token_type":"bearer"}`), 2, "has no access token in it"},
		"no JSON":          {respond(200, `<html>log in</html>`), 2, "has no access token in it"},
		"truncated":        {truncated, 8, "could not be read"},
		"another protocol": {respond(101, ""), 2, "POST /webhooks: 101 Switching Protocols"},
		"too large":        {respond(200, strings.Repeat(" ", 17<<20)), 8, "too large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := &oauthTransport{token: script(tc.step)}
				c := newOAuthClient(t, g)
				for range 2 {
					err := postOne(t.Context(), c)
					checkMessage(t, name, err, tc.want)
					lost, ok := errors.AsType[*asana.TransportError](err)
					if !ok || lost.Sent || lost.Op != "createWebhook" {
						t.Errorf("got %#v", err)
					}
					if _, ok := errors.AsType[*asana.RefreshError](err); !ok {
						t.Errorf("got %#v", err)
					}
					for _, kind := range []error{asana.ErrUnauthorized, asana.ErrInvalid, asana.ErrServer, asana.ErrRateLimited, asana.ErrNotFound, asana.ErrNotAsana} {
						if errors.Is(err, kind) {
							t.Errorf("is taken for %v", kind)
						}
					}
				}
				if n := len(g.token.requests); n != tc.refreshes || len(g.calls) != 0 {
					t.Errorf("%d refreshes, want %d; %d calls", n, tc.refreshes, len(g.calls))
				}
			})
		})
	}
}

// A proxy that shows what it got shows the secrets; the client does not.
func TestOAuth_secretsAreNotShown(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	logged := func(cfg *asana.Config) {
		cfg.MaxRetries = 0
		cfg.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	shown := "client_secret=hush%2Fclient%2Bsecret hush/client+secret 2/1/2:hush-refresh-token 2%2F1%2F2%3Ahush-refresh-token"
	for _, step := range []func(*http.Request) (*http.Response, error){
		respond(400, `{"error":"invalid_grant","error_description":"`+shown+`"}`),
		respond(400, `{"error":"`+shown+`"}`),
		respond(502, "<html>"+shown+"</html>"),
		respond(200, shown),
	} {
		err := getOne(t.Context(), newOAuthClient(t, &oauthTransport{token: script(step)}, logged))
		if err == nil || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), "hush") {
			t.Errorf("got %v", err)
		}
	}
	g := &oauthTransport{token: script(tokenResponse("hush-access"))}
	g.api = func(req *http.Request, token string) (*http.Response, error) {
		return respond(403, `{"errors":[{"message":"No access with `+token+" and "+shown+`"}]}`)(req)
	}
	if err := getOne(t.Context(), newOAuthClient(t, g, logged)); err == nil || strings.Contains(err.Error(), "hush") {
		t.Errorf("got %v", err)
	}
	if strings.Contains(log.String(), "hush") || !strings.Contains(log.String(), "operation=refreshAccessToken method=POST path=/-/oauth_token") {
		t.Errorf("log: %s", log.String())
	}
}
