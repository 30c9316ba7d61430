package asana

import (
	"bytes"
	"regexp"
	"sync"
)

// How far from its name, in characters and in words, a value can be that looks
// like a secret.
const (
	maxHookSecretDistance = 120
	maxHookSecretWords    = 8
)

// lazyRegexp is a regular expression that is compiled when it is first used: most runs
// quote nothing.
type lazyRegexp struct {
	expression string
	once       sync.Once
	compiled   *regexp.Regexp
}

func (l *lazyRegexp) get() *regexp.Regexp {
	l.once.Do(func() { l.compiled = regexp.MustCompile(l.expression) })
	return l.compiled
}

var (
	hookSecretName = &lazyRegexp{expression: `(?i)hook[-_ ]?secret`}
	// hookSecretValue is the value in a header, in JSON, in a form and in a table.
	hookSecretValue = &lazyRegexp{expression: `(?i)hook[-_ ]?secret(?:["'\\\s]|<[^<>]*>)*[:=](?:["'\\\s\[(:=>]|<[^<>]*>)*([^\s"'<>,;)\]}&\\]+)`}
	// secretLikeWord is what a secret looks like, if it has a digit.
	secretLikeWord = &lazyRegexp{expression: `[A-Za-z0-9+/_=.~-]{8,}`}
	// privateURLParts are the user and the query of a URL.
	privateURLParts = &lazyRegexp{expression: `(?i)https?://(?:([^\s"'<>/?#\\]*)@)?[^\s"'<>?#\\]*(?:\?([^\s"<>]*))?`}
)

// findHookSecrets returns where a text has values that are called X-Hook-Secret.
// Nobody has to know them: an answer that is not the one to a creation may have
// the secret of a webhook that was made all the same.
func findHookSecrets(text []byte) []span {
	var found []span
	for _, m := range hookSecretValue.get().FindAllSubmatchIndex(text, -1) {
		found = append(found, span{m[2], m[3], redacted})
	}
	for _, m := range hookSecretName.get().FindAllIndex(text, -1) {
		rest := text[m[1]:]
		for _, w := range secretLikeWord.get().FindAllIndex(rest, maxHookSecretWords) {
			if w[0] <= maxHookSecretDistance && bytes.ContainsAny(rest[w[0]:w[1]], "0123456789") {
				found = append(found, span{m[1] + w[0], m[1] + w[1], redacted})
			}
		}
	}
	return found
}

// findPrivateURLParts returns where a text has users, passwords and queries of URLs.
func findPrivateURLParts(text []byte) []span {
	var found []span
	for _, m := range privateURLParts.get().FindAllSubmatchIndex(text, -1) {
		if m[2] < m[3] {
			found = append(found, span{m[2], m[3], redacted})
		}
		if m[4] < m[5] {
			found = append(found, span{m[4], m[5], "…"})
		}
	}
	return found
}
