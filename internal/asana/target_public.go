package asana

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// specialPurposePrefixes are blocks of addresses, beyond those that package
// netip knows, that IANA's registries of special-purpose addresses call not
// globally reachable. Those for documentation are not among them, nor are the
// names: no harm is done by planning the examples.
func specialPurposePrefixes() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),     // this network
		netip.MustParsePrefix("100.64.0.0/10"), // shared by a carrier's customers
		netip.MustParsePrefix("192.0.0.0/24"),  // protocol assignments
		netip.MustParsePrefix("198.18.0.0/15"), // benchmarks
		netip.MustParsePrefix("240.0.0.0/4"),   // for the future
		netip.MustParsePrefix("fec0::/10"),     // of a site, deprecated
	}
}

// localDomains are the endings of names that public DNS never has: RFC 6761,
// RFC 6762 (local), RFC 8375 (home.arpa), and ICANN's decision of 2024
// (internal). Endings that people only agreed on, such as lan, may be given
// to somebody one day.
var localDomains = []string{"localhost", "local", "internal", "home.arpa", "test", "invalid"}

// CheckPublicTarget returns an error if a well-formed target is at a host that
// Asana can't reach from the internet: an address that is not public, a name of
// a single label or of a local domain, or a number that some programs read as
// an address and others as a name. Asana refuses local hosts with 403; which
// ones it takes for local is not documented.
func CheckPublicTarget(s string) error {
	u, err := url.Parse(s)
	if err != nil {
		return CheckTarget(s)
	}
	const remedy = "use a URL that Asana can reach over the internet (for development, a tunnel)"
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		if !isPublic(ip) {
			return fmt.Errorf("the address %s is not public: %s", host, remedy)
		}
		return nil
	}
	if endsInNumber(host) {
		return fmt.Errorf("the host %q is neither a name nor an IPv4 address of four decimal numbers: %s", host, remedy)
	}
	if !strings.Contains(host, ".") {
		return fmt.Errorf("the host %q is local: %s", host, remedy)
	}
	for _, domain := range localDomains {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return fmt.Errorf("the host %q is not public, because names that end in %s are local: %s", host, domain, remedy)
		}
	}
	return nil
}

// isPublic reports whether an address can be reached from the internet. One
// with a zone is of use on one machine only.
func isPublic(ip netip.Addr) bool {
	ip = ip.Unmap()
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && ip.Zone() == "" &&
		!slices.ContainsFunc(specialPurposePrefixes(), func(p netip.Prefix) bool { return p.Contains(ip) })
}

// endsInNumber reports whether programs that read addresses as inet_aton does
// take a host for one: 127.1, 0x7f.0.0.1, 2130706433. No name's last label is
// like that (WHATWG URL Standard, "ends in a number").
func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}
