package asanatest_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// refresh asks the token endpoint for an access token.
func (f *fixture) refresh(form url.Values) apiResponse {
	f.t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), "POST", "https://app.asana.com/-/oauth_token", strings.NewReader(form.Encode()))
	if err != nil {
		f.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := f.http.RoundTrip(request)
	if err != nil {
		f.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	return apiResponse{response.StatusCode, response.Header, string(text)}
}

// refreshForm is the form of a refresh.
func refreshForm(clientID, clientSecret, refreshToken string) url.Values {
	return url.Values{
		"grant_type": {"refresh_token"}, "client_id": {clientID},
		"client_secret": {clientSecret}, "refresh_token": {refreshToken},
	}
}

func TestOAuth_accessTokenLivesForAnHour(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	got := f.refresh(refreshForm(f.sim.AddOAuthApp(f.sim.Me(), "app")))
	if got.status != 200 || got.member("expires_in") != 3600.0 || got.text("token_type") != "bearer" || got.member("refresh_token") != nil {
		t.Fatalf("got %d %s", got.status, got.body)
	}
	if got.text("data", "gid") != f.sim.Me() || got.text("data", "email") != "user@example.com" {
		t.Errorf("user %v", got.member("data"))
	}
	f.token = got.text("access_token")
	f.sim.Advance(time.Hour - time.Second)
	if r := f.do("GET", "/users/me", ""); r.status != 200 || r.text("data", "gid") != f.sim.Me() {
		t.Errorf("before the hour is over: %d %s", r.status, r.body)
	}
	f.sim.Advance(time.Second)
	f.do("GET", "/users/me", "").wantError(t, 401, "The bearer token has expired. If you have a refresh token, please use it to request a new bearer token, otherwise allow the user to re-authenticate.")
	if r := f.sim.Requests(asanatest.GetUser); r[0].App != "app" || r[1].User != "" {
		t.Errorf("request log %v", r)
	}
}

func TestOAuth_refusals(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	id, secret, refresh := f.sim.AddOAuthApp(f.sim.Me(), "app")
	_, _, foreign := f.sim.AddOAuthApp(f.sim.Me(), "other app")
	for name, tc := range map[string]struct {
		form   url.Values
		status int
		code   string
	}{
		"no client":       {refreshForm("7", secret, refresh), 401, "invalid_client"},
		"wrong secret":    {refreshForm(id, "wrong", refresh), 401, "invalid_client"},
		"wrong token":     {refreshForm(id, secret, "wrong"), 400, "invalid_grant"},
		"no token":        {refreshForm(id, secret, ""), 400, "invalid_grant"},
		"foreign token":   {refreshForm(id, secret, foreign), 400, "invalid_grant"},
		"no grant type":   {url.Values{"client_id": {id}}, 400, "invalid_request"},
		"other grant":     {url.Values{"grant_type": {"client_credentials"}}, 400, "unsupported_grant_type"},
		"nothing":         {nil, 400, "invalid_request"},
		"in another form": {url.Values{"%": {""}}, 400, "invalid_request"},
	} {
		if got := f.refresh(tc.form); got.status != tc.status || got.text("error") != tc.code || got.text("error_description") == "" {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
}

func TestOAuth_deauthorize(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	id, secret, refresh := f.sim.AddOAuthApp(f.sim.Me(), "app")
	f.token = f.refresh(refreshForm(id, secret, refresh)).text("access_token")
	f.sim.Deauthorize(id)
	f.do("GET", "/users/me", "").wantError(t, 401, "Not Authorized")
	if got := f.refresh(refreshForm(id, secret, refresh)); got.text("error") != "invalid_grant" {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestOAuth_rotation(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{RotateRefreshTokens: true})
	id, secret, refresh := f.sim.AddOAuthApp(f.sim.Me(), "app")
	second := f.refresh(refreshForm(id, secret, refresh)).text("refresh_token")
	if second == "" || second == refresh {
		t.Errorf("second refresh token %q", second)
	}
	if got := f.refresh(refreshForm(id, secret, refresh)); got.text("error") != "invalid_grant" {
		t.Errorf("the old token: got %d %s", got.status, got.body)
	}
	if got := f.refresh(refreshForm(id, secret, second)); got.status != 200 {
		t.Errorf("the new token: got %d %s", got.status, got.body)
	}
}

func TestOAuth_requestLogKeepsNoSecrets(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	id, secret, refresh := f.sim.AddOAuthApp(f.sim.Me(), "app")
	f.refresh(refreshForm(id, secret, refresh))
	// Not as it should be asked, but that makes nothing less secret.
	if _, err := f.http.RoundTrip(&http.Request{Method: "POST", URL: &url.URL{
		Scheme: "https", Host: "app.asana.com", Path: "/-/oauth_token", RawQuery: refreshForm(id, secret, refresh).Encode(),
	}, Body: io.NopCloser(strings.NewReader(`{"client_secret":"` + secret + `"}`))}); err != nil {
		t.Fatal(err)
	}
	requests := f.sim.Requests(asanatest.RefreshAccessToken)
	if got := string(requests[0].Body); len(requests) != 2 || got != "client_id="+id+"&client_secret=%28hidden%29&grant_type=refresh_token&refresh_token=%28hidden%29" {
		t.Errorf("got %d, %s", len(requests), got)
	}
	if got := requests[1]; string(got.Body) != "(hidden)" || got.Query.Get("client_secret") != "(hidden)" || got.Query.Get("refresh_token") != "(hidden)" || got.Query.Get("client_id") != id {
		t.Errorf("got %s, %v", got.Body, got.Query)
	}
}
