package asana

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// CheckTarget returns an error unless s can be the target of a webhook: an
// absolute http or https URL without a user part and without a fragment, with a
// port that exists if it names one.
func CheckTarget(s string) error {
	const want = "give an absolute URL such as https://example.com/asana-events"
	if s == "" {
		return errors.New("the URL is empty: " + want)
	}
	if err := checkWhiteSpace(s); err != nil {
		return err
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		// What url.Parse says may quote the whole URL, password included.
		return errors.New("this is not a URL: " + want)
	case u.Scheme == "":
		return errors.New("the URL is relative: " + want)
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("the scheme %q can't receive webhooks: use https", u.Scheme)
	case u.Hostname() == "":
		return errors.New("the URL has no host: " + want)
	case !isPort(u.Port()):
		return fmt.Errorf("there is no port %q: give one from 1 to 65535, or leave it out", u.Port())
	case u.User != nil:
		return errors.New("the URL has a user part, which Asana does not send: leave it out; requests are authenticated by their signature")
	case u.Fragment != "" || strings.HasSuffix(s, "#"):
		return errors.New("the URL has a fragment (#…), which is never sent to a server: leave it out")
	}
	return nil
}

// isPort reports whether a server can listen there; the empty string stands
// for the scheme's own port.
func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return s == "" || err == nil && n > 0
}
