package asanatest

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// checkTarget refuses what is not an absolute http or https URL (400) and,
// unless local targets are allowed, what does not look public (403). The 403 is
// documented for localhost; that its relatives belong to it, and the words, are
// our choice. Names are judged by their looks and never resolved.
func checkTarget(target string, allowLocal bool) error {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return errInvalid("target", "Not a valid URL: %s", target)
	}
	if !allowLocal && isLocal(u.Hostname()) {
		return refuse(http.StatusForbidden, "target: The host is not allowed: %s", u.Hostname())
	}
	return nil
}

// isLocal says whether a host is this machine or a private network's.
func isLocal(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsUnspecified() || ip.IsLinkLocalUnicast()
	}
	return !strings.Contains(host, ".") ||
		strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".local")
}
