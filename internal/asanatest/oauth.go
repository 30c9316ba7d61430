package asanatest

import (
	"mime"
	"net/http"
	"net/url"
	"time"
)

// RefreshAccessToken is the refresh at POST /-/oauth_token. The name is our
// own: the endpoint is not part of the API, and so not in its document.
const RefreshAccessToken Op = "refreshAccessToken"

// accessTokenLifetime is how long an access token got by OAuth is good.
const accessTokenLifetime = time.Hour

// oauthPath is the token endpoint, on the API's host but outside the API.
const oauthPath = "/-/oauth_token"

// oauthRoute needs no access token: the form says who asks.
var oauthRoute = route{RefreshAccessToken, http.MethodPost, oauthPath, (*Server).refreshAccessToken}

// oauthApp is an app that a user has authorized.
type oauthApp struct {
	identity
	clientID, clientSecret, refreshToken string
	issued                               []string // access tokens
}

// AddOAuthApp registers an app that a user has authorized, and returns what it
// refreshes access tokens with at POST /-/oauth_token. Those act as that user
// through that app, and live for an hour by the server's clock.
func (s *Server) AddOAuthApp(userGID, app string) (clientID, clientSecret, refreshToken string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustFindObject(userGID, kindUser)
	a := &oauthApp{identity: identity{userGID, app}, clientID: s.nextGID(), clientSecret: s.recordSecret(randomHex(16))}
	a.refreshToken = s.newOAuthToken(a)
	s.apps[a.clientID] = a
	return a.clientID, a.clientSecret, a.refreshToken
}

// Deauthorize takes an app's authorization back, as its user can: its refresh
// token and the access tokens got with it are worthless.
func (s *Server) Deauthorize(clientID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.mustFindApp(clientID)
	a.refreshToken = ""
	for _, token := range a.issued {
		delete(s.tokens, token)
	}
}

// mustFindApp returns an app that the test says it has added. The caller holds
// s.mu.
func (s *Server) mustFindApp(clientID string) *oauthApp {
	a, ok := s.apps[clientID]
	if !ok {
		panic("asanatest: no OAuth app with client id " + clientID + " has been added")
	}
	return a
}

// newOAuthToken makes a token of the form that Asana's have. The caller holds s.mu.
func (s *Server) newOAuthToken(a *oauthApp) string {
	return s.recordSecret("2/" + a.user + "/" + s.nextGID() + "/" + a.clientID + ":" + randomHex(16))
}

// oauthJSON is the answer to a refresh.
type oauthJSON struct {
	AccessToken  string        `json:"access_token"`
	ExpiresIn    int           `json:"expires_in"` // seconds
	TokenType    string        `json:"token_type"`
	Data         oauthUserJSON `json:"data"`
	RefreshToken string        `json:"refresh_token,omitempty"`
}

// oauthUserJSON is the user for whom a token is.
type oauthUserJSON struct {
	ID    string `json:"id"`
	GID   string `json:"gid"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

// refreshAccessToken answers POST /-/oauth_token. Which checks come first is our
// choice, as is every status and description: known is OAuth's form of the
// error, and its code for a refresh token that is not good.
func (s *Server) refreshAccessToken(c *call) (response, error) {
	form, ok := parseForm(c)
	switch {
	case !ok:
		return oauthError(http.StatusBadRequest, "invalid_request", "The body is not form-encoded."), nil
	case form.Get("grant_type") == "":
		return oauthError(http.StatusBadRequest, "invalid_request", "The grant_type is missing."), nil
	case form.Get("grant_type") != "refresh_token":
		return oauthError(http.StatusBadRequest, "unsupported_grant_type", "The simulator only knows the grant_type refresh_token."), nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.apps[form.Get("client_id")]
	if !ok || form.Get("client_secret") != a.clientSecret {
		return oauthError(http.StatusUnauthorized, "invalid_client", "The client_id or the client_secret is not valid."), nil
	}
	if a.refreshToken == "" || form.Get("refresh_token") != a.refreshToken {
		return oauthError(http.StatusBadRequest, "invalid_grant", "The refresh_token is not valid."), nil
	}
	return jsonResponse(http.StatusOK, s.issueToken(a)), nil
}

// issueToken makes an access token. The caller holds s.mu.
func (s *Server) issueToken(a *oauthApp) oauthJSON {
	token := s.newOAuthToken(a)
	s.tokens[token] = accessToken{identity: a.identity, expires: s.nowLocked().Add(accessTokenLifetime)}
	a.issued = append(a.issued, token)
	user := s.mustFindObject(a.user)
	issued := oauthJSON{
		AccessToken: token, ExpiresIn: int(accessTokenLifetime.Seconds()), TokenType: "bearer",
		Data: oauthUserJSON{ID: user.gid, GID: user.gid, Name: user.name, Email: user.email},
	}
	if s.opts.RotateRefreshTokens {
		a.refreshToken = s.newOAuthToken(a)
		issued.RefreshToken = a.refreshToken
	}
	return issued
}

// oauthError is an error in OAuth's own form.
func oauthError(status int, code, description string) response {
	return jsonResponse(status, struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}{code, description})
}

// parseForm reads a body that is form-encoded.
func parseForm(c *call) (url.Values, bool) {
	kind, _, err := mime.ParseMediaType(c.header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, false
	}
	form, err := url.ParseQuery(string(c.body))
	return form, err == nil
}

// redactOAuthRequest returns what the request log keeps of a request to the token
// endpoint: only what is known not to be secret, also of one that has its secrets
// in the wrong place.
func redactOAuthRequest(c *call) (query url.Values, body []byte) {
	form, ok := parseForm(c)
	if !ok {
		return redactValues(c.query), []byte(Redacted)
	}
	return redactValues(c.query), []byte(redactValues(form).Encode())
}

func redactValues(values url.Values) url.Values {
	hidden := make(url.Values, len(values))
	for name := range values {
		hidden[name] = []string{Redacted}
		if name == "grant_type" || name == "client_id" {
			hidden[name] = values[name]
		}
	}
	return hidden
}
