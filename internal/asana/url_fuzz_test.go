package asana_test

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// FuzzParseBaseURL shows that no base URL is accepted to which credentials would
// go in the clear beyond this machine.
func FuzzParseBaseURL(f *testing.F) {
	f.Add("https://app.asana.com/api/1.0")
	f.Add("http://LocalHost.:8080/")
	f.Fuzz(func(t *testing.T, s string) {
		u, err := asana.ParseBaseURL(s)
		if err != nil {
			return
		}
		switch ip, err := netip.ParseAddr(u.Hostname()); {
		case u.Hostname() == "":
			t.Errorf("%q: no host in %q", s, u)
		case u.Scheme == "https", u.Scheme == "http" && u.Hostname() == "localhost":
		case u.Scheme != "http" || err != nil || !ip.Unmap().IsLoopback():
			t.Errorf("%q: credentials would go to %q", s, u)
		}
		if u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.HasSuffix(u.Path, "/") {
			t.Errorf("%q: more than an address in %q", s, u)
		}
		if again, err := asana.ParseBaseURL(u.String()); err != nil || again.String() != u.String() {
			t.Errorf("%q: %q is read as %v, %v", s, u, again, err)
		}
	})
}

// FuzzCheckTarget shows that what is accepted as a target is an address that a
// request can be sent to as it stands, and no secret of its own.
func FuzzCheckTarget(f *testing.F) {
	f.Add("https://example.com/asana-events?a=b")
	f.Add("http://127.1/")
	f.Fuzz(func(t *testing.T, s string) {
		public := asana.CheckPublicTarget(s)
		if err := asana.CheckTarget(s); err != nil {
			return
		}
		u, err := url.Parse(s)
		switch {
		case err != nil:
			t.Fatalf("%q: %v", s, err)
		case u.Scheme != "http" && u.Scheme != "https", u.Opaque != "", u.Hostname() == "":
			t.Errorf("%q is no address of a server", s)
		case u.User != nil || strings.Contains(s, "#"):
			t.Errorf("%q has a user part or a fragment", s)
		}
		if err := asana.CheckTarget(u.String()); err != nil {
			t.Errorf("%q is refused as %q: %v", s, u, err)
		}
		if again := asana.CheckPublicTarget(u.String()); (again == nil) != (public == nil) {
			t.Errorf("%q: %v, but as %q: %v", s, public, u, again)
		}
		if ip, err := netip.ParseAddr(u.Hostname()); public == nil && err == nil && (ip.IsLoopback() || ip.IsPrivate() || ip.Unmap().IsLoopback()) {
			t.Errorf("%q is taken for public", s)
		}
	})
}
