package asana

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// redactor takes the client's own secrets out of what it shows of an answer: a
// proxy may answer with the request that it got.
type redactor struct {
	mu      sync.RWMutex
	secrets []string // the longest first, for one may be the beginning of another
}

// add makes secrets known, also as they are written in a form.
func (r *redactor) add(secrets ...Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range secrets {
		for _, s := range []string{secret.Reveal(), url.QueryEscape(secret.Reveal())} {
			if s != "" && !slices.Contains(r.secrets, s) {
				r.secrets = append(r.secrets, s)
			}
		}
	}
	slices.SortFunc(r.secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
}

// clean returns a text with a mark in place of each secret.
func (r *redactor) clean(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, s := range r.secrets {
		text = strings.ReplaceAll(text, s, redacted)
	}
	return text
}
