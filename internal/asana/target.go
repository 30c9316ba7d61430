package asana

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// CheckTarget returns an error unless s can be the target of a webhook: an
// absolute http or https URL without a user part and without a fragment.
func CheckTarget(s string) error {
	const want = "give an absolute URL such as https://example.com/asana-events"
	if s == "" {
		return errors.New("the URL is empty: " + want)
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
	case u.User != nil:
		return errors.New("the URL has a user part, which Asana does not send: leave it out; requests are authenticated by their signature")
	case u.Fragment != "" || strings.HasSuffix(s, "#"):
		return errors.New("the URL has a fragment (#…), which is never sent to a server: leave it out")
	}
	return nil
}

// CheckPublicTarget returns an error if a well-formed target is at a host that
// Asana can't reach from the internet: localhost, a loopback, private or
// link-local address, or a name of a single label. Asana refuses such hosts
// with 403.
func CheckPublicTarget(s string) error {
	u, err := url.Parse(s)
	if err != nil {
		return CheckTarget(s)
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	const remedy = "Asana calls the target over the public internet; give a URL that it can reach (for development, a tunnel)"
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip = ip.Unmap(); !ip.IsGlobalUnicast() || ip.IsPrivate() {
			return fmt.Errorf("the address %s is not public: %s", host, remedy)
		}
		return nil
	}
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || !strings.Contains(host, ".") {
		return fmt.Errorf("the host %q is local: %s", host, remedy)
	}
	return nil
}
