package handshake_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

func TestCheckConnectivity_closedPort(t *testing.T) {
	t.Parallel()
	var n memoryNetwork
	n.expectReport(t, "https://192.0.2.1:8443/hook", "Port 8443 does not answer: connect: connection refused.")
}

func TestCheckConnectivity_sendsNothingOverHTTP(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		received := n.acceptSilently(t, "192.0.2.1:8080")
		n.expectReport(t, "http://192.0.2.1:8080/hook?token=x", "Port 8080 answers.", "plain http: there is no certificate to look at.")
		if got := <-received; got != "" {
			t.Errorf("the target received %q", got)
		}
	})
}

func TestCheckConnectivity_name(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.SetName("hooks.example.com", "192.0.2.1", "2001:db8::1")
		n.acceptSilently(t, "hooks.example.com:80")
		n.expectReport(t, "http://hooks.example.com", "The name hooks.example.com resolves to 192.0.2.1, 2001:db8::1.", "Port 80 answers.", "plain http")
	})
}

func TestCheckConnectivity_untrustedCertificate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.serve(t, "127.0.0.1:443", certificate(t, "2031-01-31", "2032-02-29", "hooks.example.com"), func(_ http.ResponseWriter, r *http.Request) {
			t.Errorf("a request of %s was sent", r.URL.Path)
		})
		n.expectReport(t, "https://127.0.0.1/hook",
			"Port 443 answers.",
			"Its certificate is not valid: ",
			"It is for hooks.example.com, 127.0.0.1, from 31 January 2031 to 29 February 2032, issued by CN=Test Authority.",
		)
		synctest.Wait() // until the server has read all that was sent
	})
}

// Whoever holds the target writes its certificate.
func TestCheckConnectivity_certificateWithManyNames(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.serve(t, "127.0.0.1:443", certificate(t, "2031-01-31", "2032-02-29",
			"a\x1b[31m.example.com", "b.example.com", "c.example.com", "d.example.com", "e.example.com", "f.example.com"), nil)
		n.expectReport(t, "https://127.0.0.1/hook", " answers.", "Its certificate is not valid: ",
			"It is for a[31m.example.com, b.example.com, c.example.com, d.example.com, e.example.com, and 2 more, from 31 January 2031")
	})
}

// The error that names the host's certificate quotes it, too.
func TestCheckConnectivity_hostnameMismatch(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.SetName("hooks.example.com", "192.0.2.1")
		// Valid in 2000, where the time of a bubble begins.
		n.serve(t, "hooks.example.com:443", certificate(t, "1990-01-01", "2120-01-01", "a\x1b[2J\r\n.example.com", strings.Repeat("b", 5000)+".example.com"), nil)
		text := strings.Join(n.network().CheckConnectivity(t.Context(), "https://hooks.example.com"), " ")
		if !strings.Contains(text, "certificate is valid for a[2J.example.com") {
			t.Errorf("the error is not shown: %q", text)
		}
		if strings.ContainsAny(text, "\x1b\r\n") || len(text) > 2000 {
			t.Errorf("unsafe text %q", text)
		}
	})
}

func TestCheckConnectivity_certificateWithoutNames(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.serve(t, "127.0.0.1:443", certificate(t, "2020-01-01", "2021-01-01"), nil)
		n.expectReport(t, "https://127.0.0.1", " answers.", "Its certificate is not valid: ", "It is for no name at all, from 1 January 2020 to 1 January 2021")
	})
}

func TestCheckConnectivity_noTLS(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.serve(t, "127.0.0.1:443", nil, http.NotFound)
		n.expectReport(t, "https://127.0.0.1", " answers.", "The TLS handshake fails: ")
	})
}

func TestCheckConnectivity_unresolvedName(t *testing.T) {
	t.Parallel()
	var n memoryNetwork
	n.expectReport(t, "https://hooks.example.com/hook", "The name hooks.example.com does not resolve: no such host.")
}

func TestCheckConnectivity_invalidURL(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"", "hook", "https://", "https://%zz"} {
		new(memoryNetwork).expectReport(t, target, "The target is not a URL with a host.")
	}
}

// A server that accepts a connection and says nothing is given up on.
func TestCheckConnectivity_tlsTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.acceptSilently(t, "192.0.2.1:443")
		start := time.Now()
		n.expectReport(t, "https://192.0.2.1", "Port 443 answers.", "The TLS handshake fails: no answer within 4s.")
		if took := time.Since(start); took != 4*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// The same of a port that drops what comes.
func TestCheckConnectivity_connectTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n memoryNetwork
		n.Listen("192.0.2.1:443") // and nobody accepts
		n.expectReport(t, "https://192.0.2.1", "Port 443 does not answer: no answer within 4s.")
	})
}

func TestCheckConnectivity_interrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := handshake.CheckConnectivity(ctx, "https://127.0.0.1:443")
	if len(got) != 1 || !strings.Contains(got[0], "interrupted") {
		t.Errorf("got %q", got)
	}
}
