package asana_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// Credentials with a line break are refused before anything is sent, and said to
// have one.
func TestNew_credentialsWithALineBreak(t *testing.T) {
	t.Parallel()
	for what, set := range map[string]func(cfg *asana.Config, value string){
		"access token":        func(cfg *asana.Config, value string) { cfg.OAuth, cfg.Token = nil, asana.Secret(value) },
		"OAuth client id":     func(cfg *asana.Config, value string) { cfg.OAuth.ClientID = value },
		"OAuth client secret": func(cfg *asana.Config, value string) { cfg.OAuth.ClientSecret = asana.Secret(value) },
		"OAuth refresh token": func(cfg *asana.Config, value string) { cfg.OAuth.RefreshToken = asana.Secret(value) },
	} {
		for value, says := range map[string]string{
			"hush\n": "a line break", "\nhush": "a line break", "hu\r\nsh": "a line break", "hush\r": "a line break",
			"hu sh": "a space", "hush\t": "a space", "hush\x00": "a space", "hüsh": "a space", "hush\u2028": "a space",
		} {
			cfg := asana.Config{OAuth: &asana.OAuth{ClientID: "42", ClientSecret: "s", RefreshToken: "r"}}
			set(&cfg, value)
			_, err := asana.New(cfg)
			if err == nil || !strings.Contains(err.Error(), "the "+what+" has "+says) || strings.Contains(err.Error(), value) {
				t.Errorf("%s %q: %v", what, value, err)
			}
		}
	}
}

// The time for which a token is good may be missing or odd: the token is there.
func TestOAuth_malformedLifetimes(t *testing.T) {
	t.Parallel()
	for lifetime, known := range map[string]bool{
		`3600`: true, `"3600"`: true, `3600.0`: true, `3.6e3`: true, `"3600.5"`: true,
		`null`: false, `"soon"`: false, `""`: false, `{}`: false, `[]`: false, `true`: false, `-1`: false, `0`: false,
		`1e300`: false, `99999999999999999999`: false, `"NaN"`: false, `"Infinity"`: false, `missing`: false,
	} {
		t.Run(lifetime, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				body := `{"access_token":"first","expires_in":` + lifetime + `,"token_type":"bearer"}`
				if lifetime == "missing" {
					body = `{"access_token":"first"}`
				}
				g := &oauthTransport{token: script(respond(200, body), tokenResponse("second"))}
				c := newOAuthClient(t, g)
				for range 3 {
					if err := getOne(t.Context(), c); err != nil {
						t.Fatal(err)
					}
					time.Sleep(time.Hour / 2)
				}
				want := "first first first"
				if known {
					want = "first first second"
				}
				if got := strings.Join(g.calls, " "); got != want {
					t.Errorf("calls with %s, want %s", got, want)
				}
			})
		})
	}
}

// Neither does anything else in the answer that is not needed.
func TestOAuth_malformedResponses(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]func(*http.Request) (*http.Response, error){
		"nulls":             respond(200, `{"access_token":"fresh","refresh_token":null,"token_type":null,"error":null}`),
		"numbers":           respond(200, `{"access_token":"fresh","refresh_token":7,"token_type":7,"error_uri":7}`),
		"another type":      respond(200, `{"access_token":"fresh"}`, "Content-Type", "text/plain; charset=utf-8"),
		"no type":           respond(200, `{"access_token":"fresh"}`, "Content-Type", ""),
		"created":           respond(201, `{"access_token":"fresh","expires_in":"soon"}`),
		"with a long scope": respond(200, `{"access_token":"fresh","scope":["`+strings.Repeat("s", 5000)+`"],"data":[]}`),
	} {
		g := &oauthTransport{token: script(step)}
		if err := getOne(t.Context(), newOAuthClient(t, g)); err != nil || g.calls[0] != "fresh" {
			t.Errorf("%s: calls with %q: %v", name, g.calls, err)
		}
	}
}

// An access token that no header can have is refused before it is sent.
func TestOAuth_accessTokenWithALineBreak(t *testing.T) {
	t.Parallel()
	for _, token := range []string{`hush\ntoken`, `hush\r`, `hush token`, `hush\u0000`} {
		g := &oauthTransport{token: script(respond(200, `{"access_token":"`+token+`","expires_in":3600}`))}
		err := getOne(t.Context(), newOAuthClient(t, g))
		if _, ok := errors.AsType[*asana.RefreshError](err); !ok || len(g.calls) != 0 || len(g.token.requests) != 1 ||
			strings.Contains(err.Error(), "hush") || !strings.Contains(err.Error(), "the access token has a ") {
			t.Errorf("%q: %d calls: %v", token, len(g.calls), err)
		}
	}
}

// When the time is over while a refresh is repeated, the error is why it is
// repeated, and not that the time is over.
func TestOAuth_deadlineWhileRefreshing(t *testing.T) {
	t.Parallel()
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connect: connection refused")}
	for says, step := range map[string]func(*http.Request) (*http.Response, error){
		"429 Too Many Requests":       respond(429, `{"error":"slow_down"}`, "Retry-After", "60"),
		"503 Service Unavailable":     respond(503, ""),
		"connect: connection refused": fail(refused),
	} {
		t.Run(says, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				defer time.Sleep(time.Hour) // the refresh goes on for a while
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				start := time.Now()
				err := postOne(ctx, newOAuthClient(t, &oauthTransport{token: script(step)}, func(cfg *asana.Config) { cfg.MaxRetries = 8 }))
				lost, ok := errors.AsType[*asana.TransportError](err)
				if _, refresh := errors.AsType[*asana.RefreshError](err); !ok || !refresh || lost.Sent || time.Since(start) != 5*time.Second {
					t.Errorf("after %s: %#v", time.Since(start), err)
				}
				if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "deadline") {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// The same goes for every call that is repeated.
func TestRetry_deadlineWhileRepeating(t *testing.T) {
	t.Parallel()
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connect: connection refused")}
	for name, tc := range map[string]struct {
		step func(*http.Request) (*http.Response, error)
		call func(context.Context, *asana.Client) error
		says string
		sent bool
	}{
		"GET, no connection":    {fail(refused), getOne, "connection refused", true},
		"DELETE, no connection": {fail(refused), deleteOne, "connection refused", true},
		"GET, unavailable":      {respond(503, `{"errors":[{"message":"Down"}]}`), getOne, "503 Service Unavailable", true},
		"PUT, cut off":          {truncated, putOne, "unexpected EOF", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				err := tc.call(ctx, newClient(t, script(tc.step), func(cfg *asana.Config) { cfg.MaxRetries = 8 }))
				lost, ok := errors.AsType[*asana.TransportError](err)
				if !ok || lost.Sent != tc.sent || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), tc.says) || strings.Contains(fmt.Sprint(err), "deadline") {
					t.Errorf("got %v, sent %t", err, ok && lost.Sent)
				}
			})
		})
	}
}
