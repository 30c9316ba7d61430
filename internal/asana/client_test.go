package asana_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// As many requests as are sent at a time have a connection each, and those who
// come next use the same ones.
func TestClient_connectionsAreKept(t *testing.T) {
	t.Parallel()
	const atATime = 40
	var connections atomic.Int32
	var together sync.WaitGroup // holds each request until all of a round are there
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		together.Done()
		together.Wait()
		_, _ = w.Write([]byte(`{"data":{"gid":"1"}}`))
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	c, err := asana.New(asana.Config{BaseURL: server.URL, Token: testToken})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		together.Add(atATime)
		var round sync.WaitGroup
		for range atATime {
			round.Go(func() {
				if _, err := c.GetWebhook(t.Context(), "1"); err != nil {
					t.Error(err)
				}
			})
		}
		round.Wait()
	}
	// A connection that is just coming back may be missed.
	if n := connections.Load(); n > atATime+atATime/2 {
		t.Errorf("%d connections for %d requests at a time", n, atATime)
	}
}
