package handshake_test

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/memnet"
)

// quietLog is for servers whose clients are meant to fail.
var quietLog = log.New(io.Discard, "", 0)

// network has targets in memory, so that looks and probes run in virtual time.
type network struct{ memnet.Network }

func (n *network) handshakes() handshake.Network {
	return handshake.Network{LookupHost: n.LookupHost, DialContext: n.DialContext}
}

// expect looks at a target and expects lines that contain texts, in order.
func (n *network) expect(t *testing.T, target string, want ...string) {
	t.Helper()
	got := n.handshakes().Look(t.Context(), target)
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i, part := range want {
		if !strings.Contains(got[i], part) {
			t.Errorf("line %d is %q, want %q", i, got[i], part)
		}
	}
}

// serve runs a server at an address, until the end of the test.
func (n *network) serve(t *testing.T, address string, config *tls.Config, h http.HandlerFunc) {
	t.Helper()
	listener := n.Listen(address)
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	server := &http.Server{Handler: h, ErrorLog: quietLog}
	t.Cleanup(func() { server.Close() })
	go func() { _ = server.Serve(listener) }()
}

// silent accepts one connection at an address, and sends nothing. It returns
// what it received when the connection has ended.
func (n *network) silent(t *testing.T, address string) (received <-chan string) {
	t.Helper()
	listener := n.Listen(address)
	t.Cleanup(func() { listener.Close() })
	end := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			end <- err.Error()
			return
		}
		defer func(conn net.Conn) { _ = conn.Close() }(conn)
		b, err := io.ReadAll(conn)
		if err != nil {
			b = append(b, err.Error()...)
		}
		end <- string(b)
	}()
	return end
}
