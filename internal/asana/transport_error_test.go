package asana_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// A connection that ends after the request was written leaves open what Asana did.
func TestTransportError_brokenConnectionIsSent(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	t.Cleanup(server.Close)
	c, err := asana.New(asana.Config{BaseURL: server.URL, Token: testToken, RequestTimeout: noTimeout})
	if err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func(context.Context, *asana.Client) error{"POST": postOne, "PUT": putOne, "DELETE": deleteOne, "GET": getOne} {
		before := time.Now()
		lost, ok := errors.AsType[*asana.TransportError](call(t.Context(), c))
		if !ok || lost.Method != name || !lost.Sent || lost.SentAt.Before(before) || lost.SentAt.After(time.Now()) {
			t.Errorf("%s: got %+v", name, lost)
		}
		if ok && lost.MayHaveChanged() != (name != "GET") {
			t.Errorf("%s may have changed something: %t", name, lost.MayHaveChanged())
		}
	}
}

// Whatever makes a success unusable, the webhook may have been made, and the time of
// the request shows later which one it is.
func TestTransportError_unusableSuccessHasItsTime(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]func(*http.Request) (*http.Response, error){
		"a page":              respond(200, "<html>Welcome</html>", "Content-Type", "text/html"),
		"nothing":             respond(201, ""),
		"no gid":              respond(201, `{"data":{}}`),
		"another resource":    respond(201, `{"data":{"gid":"7","resource":{"gid":"1"}}}`),
		"cut off":             truncated,
		"more than is read":   respond(201, documentedCreation+string(make([]byte, 1<<20))),
		"switching protocols": respond(101, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := newClient(t, script(slow(3*time.Second, step)))
				begun := time.Now()
				err := postOne(t.Context(), c)
				var sentAt time.Time
				if lost, ok := errors.AsType[*asana.TransportError](err); ok {
					sentAt = lost.SentAt
					if !lost.Sent {
						t.Errorf("not sent: %v", err)
					}
				}
				if refusal, ok := errors.AsType[*asana.Error](err); ok {
					sentAt = refusal.SentAt
				}
				if !sentAt.Equal(begun) {
					t.Errorf("sent at %v, want %v: %v", sentAt, begun, err)
				}
			})
		})
	}
}
