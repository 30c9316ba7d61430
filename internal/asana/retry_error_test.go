package asana_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// noConnection is a step of a script: no connection.
func noConnection(req *http.Request) (*http.Response, error) {
	httptrace.ContextClientTrace(req.Context()).GetConn("app.asana.com:443")
	return nil, syscall.ECONNREFUSED
}

// What ends a call between two attempts does not hide what the last one came to.
func TestRetryError(t *testing.T) {
	t.Parallel()
	const body = `{"errors":[{"message":"too bad"}]}`
	for name, tc := range map[string]struct {
		step func(*http.Request) (*http.Response, error)
		call func(context.Context, *asana.Client) error
		want string
		kind error
		sent bool
	}{
		"GET refused":             {noConnection, getOne, "connection refused", syscall.ECONNREFUSED, false},
		"POST refused":            {noConnection, postOne, "connection refused", syscall.ECONNREFUSED, false},
		"PUT after a reset":       {fail(syscall.ECONNRESET), putOne, "connection reset", syscall.ECONNRESET, true},
		"DELETE after 503":        {respond(503, body), deleteOne, "503 Service Unavailable: too bad", asana.ErrServer, true},
		"GET after a proxy's 502": {respond(502, "<html>Bad Gateway", "Content-Type", "text/html"), getOne, "502 Bad Gateway: Bad Gateway", asana.ErrNotAsana, true},
	} {
		for end, stop := range map[error]func(context.Context) (context.Context, context.CancelFunc){
			context.DeadlineExceeded: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, 10*time.Second)
			},
			context.Canceled: func(ctx context.Context) (context.Context, context.CancelFunc) {
				ctx, cancel := context.WithCancel(ctx)
				time.AfterFunc(10*time.Second, cancel)
				return ctx, cancel
			},
		} {
			t.Run(name+", "+end.Error(), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := stop(t.Context())
					defer cancel()
					err := tc.call(ctx, newClient(t, script(tc.step), func(cfg *asana.Config) { cfg.MaxRetries = 50 }))
					lost, ok := errors.AsType[*asana.TransportError](err)
					if !ok || lost.Sent != tc.sent {
						t.Errorf("got %v, sent: %t", err, ok && lost.Sent)
					}
					retry, ok := errors.AsType[*asana.RetryError](err)
					if !ok || retry.Error() != retry.Last.Error() || !strings.HasPrefix(retry.Error(), tc.want) {
						t.Errorf("got %v, want %q", err, tc.want)
					}
					if !errors.Is(err, end) || !errors.Is(err, tc.kind) {
						t.Errorf("%v is not %v and %v", err, end, tc.kind)
					}
				})
			})
		}
	}
}

// What ends a call just as an answer comes ends it as it does while the call waits for its
// next attempt.
func TestRetryError_endWithTheAnswer(t *testing.T) {
	t.Parallel()
	const body = `{"errors":[{"message":"too bad"}]}`
	for name, tc := range map[string]struct {
		step func(*http.Request) (*http.Response, error)
		call func(context.Context, *asana.Client) error
		kind error
	}{
		"GET after 503":           {respond(503, body), getOne, asana.ErrServer},
		"POST after a rate limit": {respond(429, body, "Retry-After", "7"), postOne, asana.ErrRateLimited},
		"PUT after a reset":       {fail(syscall.ECONNRESET), putOne, syscall.ECONNRESET},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		err := tc.call(ctx, newClient(t, script(func(req *http.Request) (*http.Response, error) {
			cancel()
			return tc.step(req)
		})))
		if !errors.Is(err, context.Canceled) || !errors.Is(err, tc.kind) {
			t.Errorf("%s: %v is not %v and %v", name, err, context.Canceled, tc.kind)
		}
	}
}

// When the attempts are used up, the answer to the last one is read as ever.
func TestRetryError_notAfterTheLastAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		err := getOne(t.Context(), newClient(t, script(respond(503, `{"errors":[{"message":"too bad"}]}`))))
		refusal, ok := errors.AsType[*asana.Error](err)
		if !ok || refusal.Message() != "too bad" {
			t.Errorf("got %v", err)
		}
		if _, ended := errors.AsType[*asana.RetryError](err); ended {
			t.Errorf("%v is told as an end of waiting", err)
		}
	})
}

// Without a gid there would be another address: that of the list.
func TestClient_emptyGIDIsNotSent(t *testing.T) {
	t.Parallel()
	a := script(respond(200, `{"data":[]}`))
	c := newClient(t, a)
	_, updateErr := c.UpdateWebhookFilters(t.Context(), "", nil)
	_, getErr := c.GetWebhook(t.Context(), "")
	_, readErr := c.ReadWebhook(t.Context(), "")
	_, projectErr := c.GetProject(t.Context(), "")
	for _, err := range []error{getErr, readErr, projectErr, updateErr, c.DeleteWebhook(t.Context(), "")} {
		if err == nil || !strings.Contains(err.Error(), "the gid is empty") {
			t.Errorf("got %v", err)
		}
	}
	if len(a.requests) != 0 {
		t.Errorf("%d requests were sent", len(a.requests))
	}
}
