package main

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// loopbackOnly refuses requests that do not come from this machine, or that were
// sent to another name than one of this machine's own: a page in a browser can
// make a name of its own lead here. A proxy on this machine passes requests of
// others on, and says so.
func loopbackOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		forwarded := r.Header.Get("Forwarded") != "" || r.Header.Get("X-Forwarded-For") != ""
		if !isLoopback(r.RemoteAddr) || !isLoopback(r.Host) || forwarded {
			endpoint(func(*http.Request) (any, error) {
				return nil, refusal{http.StatusForbidden, "the control API is only for programs on this machine: use 127.0.0.1 or localhost"}
			}).ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// isLoopback reports whether an address, with or without a port, is one of this
// machine's own.
func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.TrimSuffix(strings.TrimPrefix(address, "["), "]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
