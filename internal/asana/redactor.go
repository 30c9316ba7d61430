package asana

import (
	"bytes"
	"slices"
	"sync"
)

const (
	// secretBlock is the length of the parts of a secret by which it is found.
	secretBlock = 8
	// minFragment is how many consecutive characters of a secret count as a part
	// of it, if minFragmentLetters of them are letters: a token of Asana's
	// contains gids, which are not secret.
	minFragment        = 12
	minFragmentLetters = 3
)

// redactor knows the client's own secrets and finds them in a text: a proxy may
// answer with the request that it got, and Go quotes what is not HTTP.
type redactor struct {
	mu           sync.RWMutex
	known        map[string]bool
	blocks       map[[secretBlock]byte][]secretOffset
	shortSecrets [][]byte // secrets that are shorter than a block
}

// secretOffset is a place in a secret.
type secretOffset struct {
	secret string
	offset int
}

func (r *redactor) add(secrets ...Secret) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range secrets {
		folded, _ := newNormalizedText(s.Reveal()).fold(false)
		secret := string(folded)
		if secret == "" || r.known[secret] {
			continue
		}
		if r.known == nil {
			r.known, r.blocks = make(map[string]bool), make(map[[secretBlock]byte][]secretOffset)
		}
		r.known[secret] = true
		if len(secret) < secretBlock {
			r.shortSecrets = append(r.shortSecrets, folded)
		}
		for at := 0; at+secretBlock <= len(secret); at += secretBlock {
			block := [secretBlock]byte([]byte(secret[at:]))
			r.blocks[block] = append(r.blocks[block], secretOffset{secret, at})
		}
	}
}

// find returns where in a text there are secrets or parts of them. The text is
// folded as the secrets are.
func (r *redactor) find(text []byte) []span {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var found []span
	for i := range text {
		for _, secret := range r.shortSecrets {
			if bytes.HasPrefix(text[i:], secret) {
				found = append(found, span{i, i + len(secret), redacted})
			}
		}
		if i+secretBlock > len(text) {
			continue
		}
		for _, p := range r.blocks[[secretBlock]byte(text[i:])] {
			from, to := p.extend(text, i)
			if to-from == len(p.secret) || isFragment(text[from:to]) {
				found = append(found, span{from, to, redacted})
			}
		}
	}
	return found
}

// extend returns the whole part of a text that agrees with the secret, around a
// block that does.
func (p secretOffset) extend(text []byte, i int) (from, to int) {
	from, to = i, i+secretBlock
	for at := p.offset; at > 0 && from > 0 && text[from-1] == p.secret[at-1]; at-- {
		from--
	}
	for at := p.offset + secretBlock; at < len(p.secret) && to < len(text) && text[to] == p.secret[at]; at++ {
		to++
	}
	return from, to
}

// isFragment reports whether a part of a secret says more than a gid.
func isFragment(part []byte) bool {
	letters := 0
	for _, b := range part {
		if 'a' <= b && b <= 'z' {
			letters++
		}
	}
	return len(part) >= minFragment && letters >= minFragmentLetters
}

// span is a part of a text that is not shown, and what stands in its place.
type span struct {
	from, to    int
	replacement string
}

// replace returns a text with marks in place of spans.
func replace(text string, spans []span) string {
	slices.SortStableFunc(spans, func(a, b span) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to
	})
	var out []byte
	end := 0
	for _, s := range spans {
		if s.from > end || s.from == 0 && end == 0 {
			out = append(append(out, text[end:s.from]...), s.replacement...)
		}
		end = max(end, s.to)
	}
	return string(append(out, text[end:]...))
}
