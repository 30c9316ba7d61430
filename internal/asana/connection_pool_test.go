package asana

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/memnet"
)

// As many requests as may be sent at a time have a connection each, and those
// that come next use the same ones. The transport is the client's own, which in a
// real network closes a connection that it can't be sure of within some
// milliseconds of wall-clock time.
func TestClient_connectionsAreKept(t *testing.T) {
	t.Parallel()
	const reads, writes = 50, 15 // as many as Asana documents
	synctest.Test(t, func(t *testing.T) {
		var network memnet.Network
		const address = "127.0.0.1:8080"
		listener := network.Listen(address)
		var together sync.WaitGroup // holds each request until all of a round are there
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			together.Done()
			together.Wait()
			_, _ = w.Write([]byte(`{"data":{"gid":"1"}}`))
		})}
		defer server.Close()
		go func() { _ = server.Serve(listener) }()

		cfg := Config{BaseURL: "http://" + address, Token: "0/0123456789abcdef-test-token"}.withDefaults()
		transport, ok := cfg.Transport.(*http.Transport)
		if !ok {
			t.Fatalf("the transport is a %T", cfg.Transport)
		}
		defer transport.CloseIdleConnections()
		var connections atomic.Int32
		transport.DialContext = func(ctx context.Context, kind, address string) (net.Conn, error) {
			connections.Add(1)
			return network.DialContext(ctx, kind, address)
		}
		c, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			together.Add(reads + writes)
			var round sync.WaitGroup
			for i := range reads + writes {
				round.Go(func() {
					var err error
					if i < reads {
						_, err = c.GetWebhook(t.Context(), "1")
					} else {
						_, err = c.UpdateWebhookFilters(t.Context(), "1", nil)
					}
					if err != nil {
						t.Error(err)
					}
				})
			}
			round.Wait()
		}
		if n := connections.Load(); n != reads+writes {
			t.Errorf("%d connections for %d requests at a time", n, reads+writes)
		}
	})
}
