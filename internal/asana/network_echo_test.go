package asana_test

import (
	"bufio"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// What stands between us and Asana may say anything, the token that it got
// included, and Go quotes it where it is not HTTP.
func TestError_tokenInWhatIsNotHTTP(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]string{
		"instead of an answer": "",
		"status":               "HTTP/1.1 ",
		"header":               "HTTP/1.1 200 OK\r\n",
		"length":               "HTTP/1.1 200 OK\r\nContent-Length: ",
		"chunk":                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
		"trailer":              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			go serveEcho(listener, begin)
			var logged strings.Builder
			client, err := asana.New(asana.Config{
				BaseURL: "http://" + listener.Addr().String(), Token: testToken, RequestTimeout: noTimeout,
				Logger: slog.New(slog.NewTextHandler(&logged, nil)),
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.GetWebhook(t.Context(), "42")
			lost, ok := errors.AsType[*asana.TransportError](err)
			if !ok {
				t.Fatalf("got %v", err)
			}
			texts := []string{err.Error(), lost.Err.Error(), logged.String()}
			if unreadable, ok := errors.AsType[*asana.UnreadableError](err); ok {
				texts = append(texts, unreadable.Err.Error())
			}
			for _, text := range texts {
				if strings.Contains(text, testToken) || !strings.Contains(text, "[redacted]") && name != "chunk" {
					t.Errorf("says %q", strings.ReplaceAll(text, testToken, "THE TOKEN"))
				}
			}
		})
	}
}

// serveEcho answers each request with a beginning and the token.
func serveEcho(listener net.Listener, begin string) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			token := strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")
			_, _ = conn.Write([]byte(begin + token + "\r\n\r\n"))
		}
		_ = conn.Close()
	}
}
