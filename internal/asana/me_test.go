package asana_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// The token's user is asked for once, and once more after an interrupt.
func TestMe_once(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a := script(func(r *http.Request) (*http.Response, error) {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		return respond(200, `{"data":{"gid":"7"}}`)(r)
	})
	c := newClient(t, a)
	if _, err := c.Me(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("interrupted: got %v", err)
	}
	interrupted := len(a.requests)
	for range 3 {
		if user, err := c.Me(t.Context()); err != nil || user.GID != "7" {
			t.Fatalf("got %v, %v", user, err)
		}
	}
	if n := len(a.requests) - interrupted; n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

// A refusal is remembered, too.
func TestMe_refusedOnce(t *testing.T) {
	t.Parallel()
	a := script(respond(403, `{"errors":[{"message":"Forbidden"}]}`))
	c := newClient(t, a)
	for range 2 {
		if _, err := c.Me(t.Context()); !errors.Is(err, asana.ErrForbidden) {
			t.Fatalf("got %v", err)
		}
	}
	if n := len(a.requests); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}
