package provider

import (
	"sync"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// secretStore holds the secrets of the webhooks that this process created, by
// gid, until it ends: for whoever asks in the same run. The zero value is
// empty. It is safe for concurrent use.
type secretStore struct {
	mu      sync.Mutex
	secrets map[string]asana.Secret
}

// put keeps a secret.
func (s *secretStore) put(gid string, secret asana.Secret) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.secrets == nil {
		s.secrets = make(map[string]asana.Secret)
	}
	s.secrets[gid] = secret
}

// get returns a secret, and whether there is one.
func (s *secretStore) get(gid string) (asana.Secret, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	secret, ok := s.secrets[gid]
	return secret, ok
}
