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

func TestLook_closedPort(t *testing.T) {
	t.Parallel()
	var n network
	n.expect(t, "https://192.0.2.1:8443/hook", "Port 8443 does not answer: connect: connection refused.")
}

func TestLook_sendsNothingOverHTTP(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n network
		received := n.silent(t, "192.0.2.1:8080")
		n.expect(t, "http://192.0.2.1:8080/hook?token=x", "Port 8080 answers.", "plain http: there is no certificate to look at.")
		if got := <-received; got != "" {
			t.Errorf("the target received %q", got)
		}
	})
}

func TestLook_name(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n network
		n.SetName("hooks.example.com", "192.0.2.1", "2001:db8::1")
		n.silent(t, "hooks.example.com:80")
		n.expect(t, "http://hooks.example.com", "The name hooks.example.com resolves to 192.0.2.1, 2001:db8::1.", "Port 80 answers.", "plain http")
	})
}

func TestLook_certificateOfNobody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n network
		n.serve(t, "127.0.0.1:443", certificate(t, "2031-01-31", "2032-02-29", "hooks.example.com"), func(_ http.ResponseWriter, r *http.Request) {
			t.Errorf("a request of %s was sent", r.URL.Path)
		})
		n.expect(t, "https://127.0.0.1/hook",
			"Port 443 answers.",
			"Its certificate is not valid: ",
			"It is for hooks.example.com, 127.0.0.1, from 31 January 2031 to 29 February 2032, issued by CN=Test Authority.",
		)
		synctest.Wait() // until the server has read all that was sent
	})
}

// Whoever holds the target writes its certificate.
func TestLook_certificateOfManyNames(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n network
		n.serve(t, "127.0.0.1:443", certificate(t, "2031-01-31", "2032-02-29",
			"a\x1b[31m.example.com", "b.example.com", "c.example.com", "d.example.com", "e.example.com", "f.example.com"), nil)
		n.expect(t, "https://127.0.0.1/hook", " answers.", "Its certificate is not valid: ",
			"It is for a[31m.example.com, b.example.com, c.example.com, d.example.com, e.example.com, and 2 more, from 31 January 2031")
	})
}

// The error that names the host's certificate quotes it, too.
func TestLook_certificateOfAnotherName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n network
		n.SetName("hooks.example.com", "192.0.2.1")
		// Valid in 2000, where the time of a bubble begins.
		n.serve(t, "hooks.example.com:443", certificate(t, "1990-01-01", "2120-01-01", "a\x1b[2J\r\n.example.com", strings.Repeat("b", 5000)+".example.com"), nil)
		text := strings.Join(n.handshakes().Look(t.Context(), "https://hooks.example.com"), " ")
		if !strings.Contains(text, "certificate is valid for a[2J.example.com") {
			t.Errorf("the error is not shown: %q", text)
		}
		if strings.ContainsAny(text, "\x1b\r\n") || len(text) > 2000 {
			t.Errorf("unsafe text %q", text)
		}
	})
}

func TestLook_certificateWithoutNames(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n network
		n.serve(t, "127.0.0.1:443", certificate(t, "2020-01-01", "2021-01-01"), nil)
		n.expect(t, "https://127.0.0.1", " answers.", "Its certificate is not valid: ", "It is for no name at all, from 1 January 2020 to 1 January 2021")
	})
}

func TestLook_noTLS(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n network
		n.serve(t, "127.0.0.1:443", nil, http.NotFound)
		n.expect(t, "https://127.0.0.1", " answers.", "The TLS handshake fails: ")
	})
}

func TestLook_unknownName(t *testing.T) {
	t.Parallel()
	var n network
	n.expect(t, "https://hooks.example.com/hook", "The name hooks.example.com does not resolve: no such host.")
}

func TestLook_noURL(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"", "hook", "https://", "https://%zz"} {
		new(network).expect(t, target, "The target is not a URL with a host.")
	}
}

// A server that accepts a connection and says nothing is given up on.
func TestLook_silence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n network
		n.silent(t, "192.0.2.1:443")
		start := time.Now()
		n.expect(t, "https://192.0.2.1", "Port 443 answers.", "The TLS handshake fails: no answer within 4s.")
		if took := time.Since(start); took != 4*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

// The same of a port that drops what comes.
func TestLook_noConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var n network
		n.Listen("192.0.2.1:443") // and nobody accepts
		n.expect(t, "https://192.0.2.1", "Port 443 does not answer: no answer within 4s.")
	})
}

func TestLook_interrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := handshake.Look(ctx, "https://127.0.0.1:443")
	if len(got) != 1 || !strings.Contains(got[0], "interrupted") {
		t.Errorf("got %q", got)
	}
}
