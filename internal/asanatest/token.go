package asanatest

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

// DefaultApp is the app of the default token.
const DefaultApp = "default"

// identity is who calls, and through which app.
type identity struct{ user, app string }

// accessToken is what a token is good for.
type accessToken struct {
	identity
	expires time.Time // zero for never
}

// authenticate returns who calls with a token, or why it is refused. The caller
// holds s.mu.
func (s *Server) authenticate(token string) (identity, error) {
	t, ok := s.tokens[token]
	switch {
	case !ok:
		return identity{}, errNotAuthorized
	case !t.expires.IsZero() && !s.nowLocked().Before(t.expires):
		return identity{}, errExpired
	}
	return t.identity, nil
}

// Token returns the access token of the default user through the default app.
// It is random for each server unless Options sets it.
func (s *Server) Token() string { return s.token }

// AddToken returns another access token: of that user, through that app. Lists
// show what this app registered for this user; duplicates count by user,
// whatever the app.
func (s *Server) AddToken(userGID, app string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustFindObject(userGID, kindUser)
	// The form of a personal access token: version, user, a gid and the secret.
	token := s.recordSecret("2/" + userGID + "/" + s.nextGID() + ":" + randomHex(16))
	s.tokens[token] = accessToken{identity: identity{userGID, app}}
	return token
}

// RevokeToken makes a token worthless: 401 from now on.
func (s *Server) RevokeToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tokens, token)
}

// bearer returns the token of a request, empty if it has none.
func bearer(h http.Header) string {
	scheme, token, _ := strings.Cut(h.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// randomHex returns n random bytes as hex digits.
func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
