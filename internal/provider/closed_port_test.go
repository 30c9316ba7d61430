package provider_test

import (
	"net"
	"testing"
)

// closedPort returns an address of this machine that refuses connections until the
// end of the test: it is the near end of a connection, so that nothing listens there
// and nothing else can. A port that was given back may be somebody else's by then.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn.LocalAddr().String()
}
