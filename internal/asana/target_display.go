package asana

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strings"
)

// DisplayTarget returns a target as it is shown to people: scheme, host and
// path on one line, and no more than a number of characters of them. What may
// be a password is left out: the user part, the query, of which "?…" remains,
// and the fragment, of which "#…" remains.
func DisplayTarget(target string, most int) string {
	line, mark := oneLine(target), ""
	if i := strings.IndexAny(line, "?#"); i >= 0 {
		line, mark = line[:i], line[i:i+1]+"…"
	}
	return shorten(withoutUser(line), most) + mark
}

// withoutUser returns the beginning of a URL without its user part. Where no URL
// can be read, that may be anything before the last "@".
func withoutUser(beginning string) string {
	at := strings.LastIndex(beginning, "@")
	u, err := url.Parse(beginning)
	switch {
	case err == nil && u.Opaque != "":
		return u.Scheme + ":…"
	case err == nil && u.User != nil:
		scheme, rest, _ := strings.Cut(beginning, "//")
		authority, _, _ := strings.Cut(rest, "/")
		return scheme + "//" + rest[strings.LastIndex(authority, "@")+1:]
	case err != nil && at >= 0:
		return "…" + beginning[at+1:]
	}
	return beginning
}

// minPrivateLength is how many characters a value has that is hidden wherever it is
// quoted. A shorter one is no password, and may be part of any word.
const minPrivateLength = 6

// HideQuery returns a text that others wrote, and that may quote a target, with
// a mark in place of the target's query, each value in it, its fragment and its
// user part: they may be passwords.
func HideQuery(text, target string) string {
	for _, s := range privateParts(target) {
		text = strings.ReplaceAll(text, s, redacted)
	}
	return text
}

// withoutQuery takes a target's query out of what Asana says of it.
func withoutQuery(err error, target string) error {
	if e, ok := errors.AsType[*Error](err); ok {
		e.Snippet = HideQuery(e.Snippet, target)
		for i := range e.Details {
			d := &e.Details[i]
			d.Message, d.Help = HideQuery(d.Message, target), HideQuery(d.Help, target)
		}
	}
	return err
}

// privateParts returns what of a target is not shown, in the spellings in which
// it may be quoted, the longest first.
func privateParts(target string) []string {
	beginning, fragment, _ := strings.Cut(target, "#")
	beginning, query, _ := strings.Cut(beginning, "?")
	parts := []string{query, fragment}
	if u, err := url.Parse(beginning); err == nil && u.User != nil {
		password, _ := u.User.Password()
		parts = append(parts, u.User.String(), u.User.Username(), password)
	}
	for _, pair := range strings.FieldsFunc(query, func(r rune) bool { return r == '&' || r == ';' }) {
		_, value, _ := strings.Cut(pair, "=")
		parts = append(parts, pair, value)
	}
	var spellings []string
	for _, s := range parts {
		decoded, err := url.QueryUnescape(s)
		if err != nil {
			decoded = s
		}
		spellings = append(spellings, s, decoded, url.QueryEscape(s), url.QueryEscape(decoded), url.PathEscape(decoded))
	}
	spellings = slices.DeleteFunc(spellings, func(s string) bool { return len(s) < minPrivateLength })
	slices.SortFunc(spellings, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	return slices.Compact(spellings)
}
