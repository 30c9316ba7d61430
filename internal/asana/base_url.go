package asana

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// ParseBaseURL checks the address of the API and returns it without a
// trailing slash. It refuses whatever would send credentials in the clear:
// anything but https, save http to a loopback host, whose name it returns as
// localhost, however it is written: package net/http knows it in that form only,
// and would send what is for "LOCALHOST" to a proxy and ask the network's name
// servers for "localhost.".
func ParseBaseURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil {
		// What does not parse may hold a password, and is not quoted.
		return nil, fmt.Errorf("this is not an absolute URL such as %s", DefaultBaseURL)
	}
	switch {
	case u.User != nil:
		return nil, errors.New("the URL must not contain a user name or password: use the arguments for credentials")
	case !u.IsAbs() || u.Hostname() == "":
		return nil, fmt.Errorf("%q is not an absolute URL such as %s", s, DefaultBaseURL)
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, fmt.Errorf("%q must not have a query or a fragment, because the provider appends the paths of the API: remove it", s)
	case u.Scheme == "http" && !IsLoopback(u.Hostname()):
		return nil, fmt.Errorf("%q would send the access token unencrypted: use https (http is allowed to a loopback host only)", s)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%q has the scheme %q: use https", s, u.Scheme)
	}
	if u.Scheme == "http" && isLocalhost(u.Hostname()) {
		_, port, _ := strings.Cut(u.Host, ":")
		u.Host = strings.TrimSuffix("localhost:"+port, ":")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// IsAsana reports whether a host, without a port, is the one at which Asana
// serves its API.
func IsAsana(host string) bool {
	return strings.EqualFold(strings.TrimSuffix(host, "."), "app.asana.com")
}

// IsLoopback reports whether a host, without a port, is the machine itself.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return isLocalhost(host) || ip != nil && ip.IsLoopback()
}

func isLocalhost(host string) bool {
	return strings.EqualFold(strings.TrimSuffix(host, "."), "localhost")
}
