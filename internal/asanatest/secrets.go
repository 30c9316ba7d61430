package asanatest

import "slices"

// Secrets returns all that the server ever made up, or was given, that is
// nobody else's business: access tokens, the credentials of apps, and the
// secrets of webhooks, also of those that are gone and of handshakes that
// failed. It is what a test looks for where it must not be.
func (s *Server) Secrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.secrets)
}

// recordSecret notes a secret for Secrets. The caller holds s.mu.
func (s *Server) recordSecret(secret string) string {
	s.secrets = append(s.secrets, secret)
	return secret
}
