package asana

import (
	"net/url"
	"strings"
)

// SameTarget reports whether two targets are the same URL for a client, however
// they are spelled: scheme and host in upper or lower case, with the scheme's own
// port or without, with a slash at the end of the path or without, with octets
// percent-encoded that need not be. The query counts as it is, in its order.
//
// Asana compares targets character by character (its staff say so of duplicates),
// and whether it respells them is not documented.
func SameTarget(a, b string) bool { return CanonicalTarget(a) == CanonicalTarget(b) }

// CanonicalTarget returns the spelling that all spellings of a target share, after
// RFC 3986, section 6.2; of what is no URL with a host, the text itself.
func CanonicalTarget(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return s
	}
	scheme := strings.ToLower(u.Scheme)
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	defaultPort := map[string]string{"http": "80", "https": "443"}[scheme]
	if port := u.Port(); port != "" && port != defaultPort {
		host += ":" + port
	}
	canonical := scheme + "://" + u.User.String() + "@" + host + strings.TrimRight(canonicalEscapes(u.EscapedPath()), "/")
	if u.RawQuery != "" {
		canonical += "?" + canonicalEscapes(u.RawQuery)
	}
	if u.Fragment != "" {
		canonical += "#" + canonicalEscapes(u.EscapedFragment())
	}
	return canonical
}

// canonicalEscapes decodes percent-encoded octets that need not be encoded, and
// writes the others in upper case.
func canonicalEscapes(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' || i+2 >= len(s) {
			out.WriteByte(s[i])
			continue
		}
		escape := strings.ToUpper(s[i : i+3])
		i += 2
		octet, err := url.PathUnescape(escape)
		// Unreserved characters mean the same encoded or not (RFC 3986, section 2.3).
		if err == nil && (isAlphanumeric(octet[0]) || strings.ContainsAny(octet, "-._~")) {
			out.WriteString(octet)
		} else {
			out.WriteString(escape)
		}
	}
	return out.String()
}
