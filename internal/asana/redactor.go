package asana

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// redactor takes the client's own secrets out of what it shows of an answer: a
// proxy may answer with the request that it got, and Go quotes what is not HTTP.
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

// cleanError returns an error that is the given one to package errors, and says
// the same without the secrets.
func (r *redactor) cleanError(err error) error {
	if text := r.clean(err.Error()); text != err.Error() {
		return &cleanedError{text: text, err: err}
	}
	return err
}

// cleanedError is an error that would have shown a secret.
type cleanedError struct {
	text string
	err  error
}

func (e *cleanedError) Error() string { return e.text }

func (e *cleanedError) Unwrap() error { return e.err }
