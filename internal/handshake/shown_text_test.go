package handshake

import (
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Whoever holds the target writes its certificate. What fits is shown whole, without a
// word about more.
func TestDescribeCertificate_limits(t *testing.T) {
	t.Parallel()
	day := time.Date(2031, time.January, 31, 0, 0, 0, 0, time.UTC)
	long := strings.Repeat("b", 300)
	for want, c := range map[string]*x509.Certificate{
		"It is for a, b, c, d, 127.0.0.1, from ":            {DNSNames: []string{"a", "b", "c", "d"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}},
		"It is for a, b, c, d, e, and 1 more, from ":        {DNSNames: []string{"a", "b", "c", "d", "e"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}},
		"It is for a, b, c, d, e, and 2 more, from ":        {DNSNames: []string{"a", "b", "c", "d", "e", "f", "g"}},
		"It is for no name at all, from 31 January 2031 to": {},
		"It is for " + long + ", from ":                     {DNSNames: []string{long}},
		"It is for " + long + "…, from ":                    {DNSNames: []string{long + "b"}},
	} {
		c.NotBefore, c.NotAfter = day, day.AddDate(1, 0, 0)
		if got := describeCertificate(c); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, " to 31 January 2032, issued by .") {
			t.Errorf("%s, want it to begin with %q", got, want)
		}
	}
}

// The beginning of an answer that fits is shown whole.
func TestCheckResponse_bodyExcerpt(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		strings.Repeat("x", 200): "Its answer begins: " + strings.Repeat("x", 200),
		strings.Repeat("x", 201): "Its answer begins: " + strings.Repeat("x", 200) + "…",
	} {
		failed := checkResponse(&http.Response{StatusCode: http.StatusTeapot, Body: io.NopCloser(strings.NewReader(body))}, "secret")
		if failed == nil || !strings.HasSuffix(failed.Problem, want) {
			t.Errorf("%d letters: %+v", len(body), failed)
		}
	}
}
