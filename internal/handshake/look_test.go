package handshake_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

// expect looks at a target and expects lines that contain texts, in order.
func expect(t *testing.T, target string, want ...string) {
	t.Helper()
	got := handshake.Look(t.Context(), target)
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i, part := range want {
		if !strings.Contains(got[i], part) {
			t.Errorf("line %d is %q, want %q", i, got[i], part)
		}
	}
}

// listen starts a listener on loopback and returns its port.
func listen(t *testing.T) (l net.Listener, port string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	_, port, err = net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return l, port
}

// closedPort returns a port at which nobody listens, nor can begin to: it is the
// near end of a connection.
func closedPort(t *testing.T) string {
	t.Helper()
	l, _ := listen(t)
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, port, err := net.SplitHostPort(conn.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func TestLook_closedPort(t *testing.T) {
	t.Parallel()
	port := closedPort(t)
	expect(t, "https://127.0.0.1:"+port+"/hook", "Port "+port+" does not answer: connect: connection refused.")
}

func TestLook_sendsNothingOverHTTP(t *testing.T) {
	t.Parallel()
	l, port := listen(t)
	received := make(chan string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			received <- err.Error()
			return
		}
		b, _ := io.ReadAll(conn) // an end by reset is an end, too
		received <- string(b)
		_ = conn.Close()
	}()
	expect(t, "http://127.0.0.1:"+port+"/hook?token=x", "Port "+port+" answers.", "plain http: there is no certificate to look at.")
	if got := <-received; got != "" {
		t.Errorf("the target received %q", got)
	}
}

func TestLook_name(t *testing.T) {
	t.Parallel()
	_, port := listen(t)
	got := strings.Join(handshake.Look(t.Context(), "http://localhost:"+port), "\n")
	for _, want := range []string{"The name localhost resolves to ", "127.0.0.1"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q: %s", want, got)
		}
	}
}

func TestLook_certificateOfNobody(t *testing.T) {
	t.Parallel()
	requests := make(chan string, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { requests <- r.URL.Path }))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = certificate(t, "2031-01-31", "2032-02-29", "hooks.example.com")
	server.StartTLS()
	t.Cleanup(server.Close)
	expect(t, server.URL+"/hook",
		" answers.",
		"Its certificate is not valid: ",
		"It is for hooks.example.com, 127.0.0.1, from 31 January 2031 to 29 February 2032, issued by CN=Test Authority.",
	)
	select {
	case path := <-requests:
		t.Errorf("a request of %s was sent", path)
	default:
	}
}

// Whoever holds the target writes its certificate.
func TestLook_certificateOfManyNames(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = certificate(t, "2031-01-31", "2032-02-29",
		"a\x1b[31m.example.com", "b.example.com", "c.example.com", "d.example.com", "e.example.com", "f.example.com")
	server.StartTLS()
	t.Cleanup(server.Close)
	expect(t, server.URL+"/hook", " answers.", "Its certificate is not valid: ",
		"It is for a[31m.example.com, b.example.com, c.example.com, d.example.com, e.example.com, and 2 more, from 31 January 2031")
}

// The error that names the host's certificate quotes it, too.
func TestLook_certificateOfAnotherName(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = certificate(t, "2020-01-01", "2120-01-01", "a\x1b[2J\r\n.example.com", strings.Repeat("b", 5000)+".example.com")
	server.StartTLS()
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	got := handshake.Look(t.Context(), "https://localhost:"+port)
	text := strings.Join(got, " ")
	if !strings.Contains(text, "certificate is valid for a[2J.example.com") {
		t.Errorf("the error is not shown: %q", text)
	}
	if strings.ContainsAny(text, "\x1b\r\n") || len(text) > 2000 {
		t.Errorf("unsafe text %q", text)
	}
}

func TestLook_certificateWithoutNames(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(nil)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = certificate(t, "2020-01-01", "2021-01-01")
	server.StartTLS()
	t.Cleanup(server.Close)
	expect(t, server.URL, " answers.", "Its certificate is not valid: ", "It is for no name at all, from 1 January 2020 to 1 January 2021")
}

func TestLook_noTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	expect(t, "https://"+strings.TrimPrefix(server.URL, "http://"), " answers.", "The TLS handshake fails: ")
}

// The name server may say that the name does not exist, or be out of reach.
func TestLook_unknownName(t *testing.T) {
	t.Parallel()
	expect(t, "https://no-such-name.invalid/hook", "The name no-such-name.invalid does not resolve: ")
}

func TestLook_noURL(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"", "hook", "https://", "https://%zz"} {
		expect(t, target, "The target is not a URL with a host.")
	}
}

// A server that accepts a connection and says nothing is given up on.
func TestLook_silence(t *testing.T) {
	t.Parallel()
	_, port := listen(t)
	start := time.Now()
	expect(t, "https://127.0.0.1:"+port, "Port "+port+" answers.", "The TLS handshake fails: no answer within 4s.")
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestLook_interrupted(t *testing.T) {
	t.Parallel()
	_, port := listen(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := handshake.Look(ctx, "https://127.0.0.1:"+port)
	if len(got) != 1 || !strings.Contains(got[0], "interrupted") {
		t.Errorf("got %q", got)
	}
}
