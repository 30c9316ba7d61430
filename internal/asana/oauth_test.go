package asana_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

const (
	testClientSecret = "hush/client+secret"
	testRefreshToken = "2/1/2:hush-refresh-token"
)

// oauthTransport is a transport that answers refreshes by a script of their
// own, and API calls by one that sees the token.
type oauthTransport struct {
	mu       sync.Mutex
	token    *scriptedTransport
	api      func(req *http.Request, token string) (*http.Response, error)
	calls    []string // the tokens of the API calls
	sent     []string // and their bodies
	duration time.Duration
}

func (g *oauthTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Path == "/-/oauth_token" {
		// Without the lock, which would stop the clock of a bubble.
		select {
		case <-time.After(g.duration):
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if req.URL.Path == "/-/oauth_token" {
		return g.token.RoundTrip(req)
	}
	token := strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")
	g.calls = append(g.calls, token)
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	g.sent = append(g.sent, string(body))
	if g.api != nil {
		return g.api(req, token)
	}
	return respond(200, `{"data":{"gid":"7"}}`)(req)
}

// tokenResponse is an answer with an access token that lives for an hour.
func tokenResponse(token string, more ...string) func(*http.Request) (*http.Response, error) {
	return respond(200, fmt.Sprintf(`{"access_token":%q,"expires_in":3600,"token_type":"bearer","data":{"gid":"1"}%s}`, token, strings.Join(more, "")))
}

func newOAuthClient(t *testing.T, g *oauthTransport, edit ...func(*asana.Config)) *asana.Client {
	t.Helper()
	cfg := asana.Config{
		OAuth:      &asana.OAuth{ClientID: "42", ClientSecret: testClientSecret, RefreshToken: testRefreshToken},
		MaxRetries: 3, Transport: g, UserAgent: "test/1",
	}
	for _, e := range edit {
		e(&cfg)
	}
	c, err := asana.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNew_credentials(t *testing.T) {
	t.Parallel()
	whole := asana.OAuth{ClientID: "42", ClientSecret: "s", RefreshToken: "r"}
	noID, noSecret, noToken := whole, whole, whole
	noID.ClientID, noSecret.ClientSecret, noToken.RefreshToken = "", "", ""
	for want, cfg := range map[string]asana.Config{
		"no access token":        {},
		"both an access token":   {Token: "t", OAuth: &whole},
		"no OAuth client id":     {OAuth: &noID},
		"no OAuth client secret": {OAuth: &noSecret},
		"no OAuth refresh token": {OAuth: &noToken},
	} {
		_, err := asana.New(cfg)
		checkMessage(t, want, err, want)
	}
}

func TestOAuth_refreshRequest(t *testing.T) {
	t.Parallel()
	g := &oauthTransport{token: script(tokenResponse("fresh"))}
	c := newOAuthClient(t, g, func(cfg *asana.Config) { cfg.BaseURL = "https://proxy.example:8443/asana/api/1.0" })
	if err := getOne(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	req := g.token.requests[0]
	if got, want := req.URL.String(), "https://proxy.example:8443/-/oauth_token"; got != want {
		t.Errorf("URL %s, want %s", got, want)
	}
	if got, want := g.token.bodies[0], "client_id=42&client_secret=hush%2Fclient%2Bsecret&grant_type=refresh_token&refresh_token=2%2F1%2F2%3Ahush-refresh-token"; got != want {
		t.Errorf("body %s, want %s", got, want)
	}
	h := req.Header
	if req.Method != "POST" || h.Get("Content-Type") != "application/x-www-form-urlencoded" || h.Get("User-Agent") != "test/1" || h.Get("Authorization") != "" {
		t.Errorf("%s with %v", req.Method, h)
	}
	if g.calls[0] != "fresh" {
		t.Errorf("the call had the token %q", g.calls[0])
	}
}

func TestOAuth_tokenIsKeptForItsHour(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &oauthTransport{token: script(tokenResponse("first"), tokenResponse("second"))}
		c := newOAuthClient(t, g)
		for _, wait := range []time.Duration{0, 3580 * time.Second, 20 * time.Second} {
			time.Sleep(wait)
			if err := getOne(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		if got := strings.Join(g.calls, " "); got != "first first second" {
			t.Errorf("calls with %s", got)
		}
		if c.RefreshTokenReplaced() {
			t.Error("a refresh token that Asana did not send counts as replaced")
		}
	})
}

// callConcurrently makes calls at the same time and returns their errors.
func callConcurrently(n int, call func() error) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = call() })
	}
	all.Wait()
	return errs
}

func TestOAuth_oneRefreshForManyCalls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &oauthTransport{token: script(tokenResponse("first"), tokenResponse("second")), duration: time.Second}
		c := newOAuthClient(t, g)
		g.api = func(req *http.Request, token string) (*http.Response, error) {
			if token != "second" {
				return respond(401, `{"errors":[{"message":"Not Authorized"}]}`)(req)
			}
			return respond(200, `{"data":{"gid":"7"}}`)(req)
		}
		for _, err := range callConcurrently(40, func() error { return getOne(t.Context(), c) }) {
			if err != nil {
				t.Error(err)
			}
		}
		if n := len(g.token.requests); n != 2 {
			t.Errorf("%d refreshes, want one for the start and one for the revocation", n)
		}
	})
}

func TestOAuth_creationIsRepeatedAfterARevocation(t *testing.T) {
	t.Parallel()
	g := &oauthTransport{token: script(tokenResponse("revoked"), tokenResponse("good"))}
	g.api = func(req *http.Request, token string) (*http.Response, error) {
		if token == "revoked" {
			return respond(401, `{"errors":[{"message":"Not Authorized"}]}`)(req)
		}
		return respond(201, documentedCreation)(req)
	}
	if err := postOne(t.Context(), newOAuthClient(t, g, func(cfg *asana.Config) { cfg.MaxRetries = 0 })); err != nil {
		t.Fatal(err)
	}
	want := `{"data":{"resource":"8675309","target":"https://e.example/"}}` + "\n"
	if len(g.sent) != 2 || g.sent[0] != want || g.sent[1] != want {
		t.Errorf("sent %q", g.sent)
	}
}

// A 401 that is not Asana's may stand in place of the answer to a creation.
func TestOAuth_creationIsNotRepeatedAfterAProxysRefusal(t *testing.T) {
	t.Parallel()
	g := &oauthTransport{token: script(tokenResponse("good"), tokenResponse("better"))}
	g.api = func(req *http.Request, _ string) (*http.Response, error) {
		return respond(401, "<html>Log in to the proxy</html>")(req)
	}
	err := postOne(t.Context(), newOAuthClient(t, g))
	if !errors.Is(err, asana.ErrNotAsana) || len(g.sent) != 1 {
		t.Errorf("sent %q, got %v", g.sent, err)
	}
}

func TestOAuth_interruptEndsTheWaitButNotTheRefresh(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &oauthTransport{token: script(tokenResponse("fresh")), duration: 10 * time.Second}
		c := newOAuthClient(t, g)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		err := postOne(ctx, c)
		if lost, ok := errors.AsType[*asana.TransportError](err); !ok || lost.Sent || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		if err := getOne(t.Context(), c); err != nil || time.Since(start) != 10*time.Second {
			t.Errorf("the next call had its token after %v: %v", time.Since(start), err)
		}
	})
}

func TestOAuth_replacedRefreshToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		g := &oauthTransport{token: script(tokenResponse("first", `,"refresh_token":"hush-second"`), tokenResponse("second"))}
		c := newOAuthClient(t, g, func(cfg *asana.Config) { cfg.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		if c.RefreshTokenReplaced() {
			t.Error("replaced before anything happened")
		}
		for range 2 {
			if err := getOne(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Hour)
		}
		form, err := url.ParseQuery(g.token.bodies[1])
		if err != nil || form.Get("refresh_token") != "hush-second" {
			t.Error("the second refresh did not use the new token")
		}
		if !c.RefreshTokenReplaced() || strings.Count(log.String(), "level=WARN") != 1 || strings.Contains(log.String(), "hush") {
			t.Errorf("log: %s", log.String())
		}
	})
}
