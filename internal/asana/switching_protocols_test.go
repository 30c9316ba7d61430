package asana_test

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// An answer that makes another protocol of the connection has no end. It is refused
// unread, at once and once, and the connection is closed.
func TestClient_switchingProtocols(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		call   func(context.Context, *asana.Client) error
		answer string
	}{
		"GET":              {getOne, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"},
		"POST":             {postOne, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"},
		"PUT":              {putOne, "HTTP/1.1 101\r\n\r\n"},
		"DELETE":           {deleteOne, "HTTP/1.1 101 Switching Protocols\r\nContent-Length: 5\r\n\r\n"},
		"after a 100":      {getOne, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n\r\n"},
		"with JSON behind": {postOne, "HTTP/1.1 101 Switching Protocols\r\nContent-Type: application/json\r\n\r\n{\"errors\":[{\"message\":\"no\"}]}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			var calls atomic.Int32
			closed := make(chan struct{})
			go func() {
				for {
					conn, err := listener.Accept()
					if err != nil {
						return
					}
					requests := bufio.NewReader(conn)
					if _, err := http.ReadRequest(requests); err != nil {
						return
					}
					if calls.Add(1) > 1 {
						return
					}
					_, _ = conn.Write([]byte(tc.answer))
					// The body of the request, and then the end of the connection.
					for err == nil {
						_, err = requests.ReadByte()
					}
					close(closed)
				}
			}()
			client, err := asana.New(asana.Config{
				BaseURL: "http://" + listener.Addr().String(), Token: testToken, RequestTimeout: noTimeout, MaxRetries: 3,
			})
			if err != nil {
				t.Fatal(err)
			}
			err = tc.call(t.Context(), client)
			lost, ok := errors.AsType[*asana.TransportError](err)
			if !ok || !lost.Sent || lost.SentAt.IsZero() || !errors.Is(err, asana.ErrNotAsana) || errors.Is(err, asana.ErrNotFound) {
				t.Errorf("got %#v", err)
			}
			if !strings.Contains(err.Error(), "101 Switching Protocols") || calls.Load() != 1 {
				t.Errorf("%d calls: %v", calls.Load(), err)
			}
			<-closed
		})
	}
}
