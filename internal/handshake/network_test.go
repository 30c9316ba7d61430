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

// discardLog is for servers whose clients are meant to fail.
var discardLog = log.New(io.Discard, "", 0)

// memoryNetwork has targets in memory, so that checks and probes run in
// virtual time.
type memoryNetwork struct{ memnet.Network }

func (n *memoryNetwork) network() handshake.Network {
	return handshake.Network{LookupHost: n.LookupHost, DialContext: n.DialContext}
}

// expectReport checks a target and expects lines that contain texts, in order.
func (n *memoryNetwork) expectReport(t *testing.T, target string, want ...string) {
	t.Helper()
	got := n.network().CheckConnectivity(t.Context(), target)
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
func (n *memoryNetwork) serve(t *testing.T, address string, config *tls.Config, h http.HandlerFunc) {
	t.Helper()
	listener := n.Listen(address)
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	server := &http.Server{Handler: h, ErrorLog: discardLog}
	t.Cleanup(func() { server.Close() })
	go func() { _ = server.Serve(listener) }()
}

// acceptSilently accepts one connection at an address, and sends nothing. It
// returns what it received when the connection has ended.
func (n *memoryNetwork) acceptSilently(t *testing.T, address string) (received <-chan string) {
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
