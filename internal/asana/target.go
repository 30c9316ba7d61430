package asana

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

const wantTarget = "use an absolute URL such as https://example.com/asana-events"

// schemeLetters are what a scheme consists of; the first one is a letter.
const schemeLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."

// CheckAbsoluteURL returns an error unless s begins as an absolute URL does. Every
// webhook's target does, however it was registered, though a new one may not be
// like it: see [CheckTarget].
func CheckAbsoluteURL(s string) error {
	scheme, _, found := strings.Cut(s, ":")
	switch {
	case s == "":
		return errors.New("the URL is empty: " + wantTarget)
	case strings.TrimSpace(s) != s:
		return checkWhiteSpace(s)
	case !found, scheme == "", strings.Trim(scheme, schemeLetters) != "", !unicode.IsLetter(rune(scheme[0])):
		return errors.New("the URL is relative: " + wantTarget)
	}
	return nil
}

// CheckTarget returns an error unless s can be the target of a webhook: an
// absolute http or https URL without a user part and without a fragment, with a
// port that exists if it names one.
func CheckTarget(s string) error {
	if err := CheckAbsoluteURL(s); err != nil {
		return err
	}
	if err := checkWhiteSpace(s); err != nil {
		return err
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		// What url.Parse says may quote the whole URL, password included.
		return errors.New("this is not a URL: " + wantTarget)
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("the scheme %q can't receive webhooks: use https", u.Scheme)
	case u.Hostname() == "":
		return errors.New("the URL has no host: " + wantTarget)
	case !isPort(u.Port()):
		return fmt.Errorf("there is no port %q: use one from 1 to 65535, or remove it", u.Port())
	case u.User != nil:
		return errors.New("the URL has a user part, which Asana does not send: remove it. The signature of a request authenticates it")
	case u.Fragment != "" || strings.HasSuffix(s, "#"):
		return errors.New("the URL has a fragment (#…), which is never sent to a server: remove it")
	}
	return nil
}

// isPort reports whether a server can listen there; the empty string stands
// for the scheme's own port.
func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return s == "" || err == nil && n > 0
}
