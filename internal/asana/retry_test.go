package asana_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/memnet"
)

var someRequest = asana.WebhookRequest{Resource: "8675309", Target: "https://e.example/"}

func TestRetry_whatIsSafe(t *testing.T) {
	t.Parallel()
	type steps = []func(*http.Request) (*http.Response, error)
	reset := errors.New("connection reset by peer")
	certificate := &tls.CertificateVerificationError{Err: errors.New("expired")}
	ok := respond(200, `{"data":{"gid":"7"}}`)
	for name, tc := range map[string]struct {
		steps    steps
		call     func(context.Context, *asana.Client) error
		requests int
		kind     error // nil: success
	}{
		"GET after 500":                {steps{respond(500, ""), ok}, getOne, 2, nil},
		"GET after HTML 502":           {steps{respond(502, "<html>"), respond(503, ""), ok}, getOne, 3, nil},
		"GET after a reset":            {steps{fail(reset), ok}, getOne, 2, nil},
		"GET after a truncated body":   {steps{truncated, ok}, getOne, 2, nil},
		"GET gives up":                 {steps{respond(500, "")}, getOne, 4, asana.ErrServer},
		"GET not after 401":            {steps{respond(401, "")}, getOne, 1, asana.ErrUnauthorized},
		"GET not after 404":            {steps{respond(404, `{"errors":[{"message":"webhook: Unknown object: 7"}]}`)}, getOne, 1, asana.ErrNotFound},
		"GET not after 403":            {steps{respond(403, "")}, getOne, 1, asana.ErrForbidden},
		"GET not without such a host":  {steps{fail(&net.DNSError{IsNotFound: true})}, getOne, 1, &net.DNSError{}},
		"GET not without trust":        {steps{fail(certificate)}, getOne, 1, certificate},
		"PUT after 500":                {steps{respond(500, ""), ok}, putOne, 2, nil},
		"DELETE after 500":             {steps{respond(500, ""), ok}, deleteOne, 2, nil},
		"POST after 429":               {steps{respond(429, tooMany), respond(201, documentedCreation)}, postOne, 2, nil},
		"POST not after a proxy's 429": {steps{respond(429, "<html>slow down</html>")}, postOne, 1, asana.ErrNotAsana},
		"GET after a proxy's 429":      {steps{respond(429, "<html>slow down</html>"), ok}, getOne, 2, nil},
		"POST not after 500":           {steps{respond(500, "")}, postOne, 1, asana.ErrServer},
		"POST not after a reset":       {steps{fail(reset)}, postOne, 1, reset},
		"POST not after a truncation":  {steps{truncated}, postOne, 1, io.ErrUnexpectedEOF},
		"limits for ever":              {steps{respond(429, "")}, getOne, 4, asana.ErrRateLimited},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := script(tc.steps...)
				err := tc.call(t.Context(), newClient(t, a))
				if len(a.requests) != tc.requests {
					t.Errorf("%d requests, want %d", len(a.requests), tc.requests)
				}
				if _, dns := tc.kind.(*net.DNSError); dns {
					_, got := errors.AsType[*net.DNSError](err)
					if !got {
						t.Errorf("got %v", err)
					}
				} else if !errors.Is(err, tc.kind) {
					t.Errorf("got %v, want %v", err, tc.kind)
				}
			})
		})
	}
}

func getOne(ctx context.Context, c *asana.Client) error {
	_, err := c.GetWebhook(ctx, "7")
	return err
}

func putOne(ctx context.Context, c *asana.Client) error {
	_, err := c.UpdateWebhookFilters(ctx, "7", nil)
	return err
}

func deleteOne(ctx context.Context, c *asana.Client) error { return c.DeleteWebhook(ctx, "7") }

func postOne(ctx context.Context, c *asana.Client) error {
	_, err := c.CreateWebhook(ctx, someRequest)
	return err
}

// tooMany is what Asana says with 429 (its documentation, "Rate limits").
const tooMany = `{"errors":[{"message":"You've made too many requests and hit a rate limit. Please retry after the given amount of time."}]}`

// truncated is a success that ends too early.
func truncated(req *http.Request) (*http.Response, error) {
	body := io.MultiReader(strings.NewReader(`{"data":{"gid":`), errorReader{io.ErrUnexpectedEOF})
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(body), Request: req}, nil
}

type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

func TestRetryAfter_toTheSecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := script(respond(429, tooMany, "Retry-After", "30"), respond(201, documentedCreation))
		start := time.Now()
		if err := postOne(t.Context(), newClient(t, a)); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited != 30*time.Second {
			t.Errorf("waited %v, want exactly 30s", waited)
		}
	})
}

// Only of a limit does anybody know when it is over.
func TestRetryAfter_retriesAreLimited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := script(respond(503, "", "Retry-After", "3600"), respond(200, `{"data":{"gid":"7"}}`))
		start := time.Now()
		if err := getOne(t.Context(), newClient(t, a)); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(start); waited != 30*time.Second {
			t.Errorf("waited %v, want 30s", waited)
		}
	})
}

func TestRetry_interruptEndsTheWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := script(respond(429, tooMany, "Retry-After", "300"))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		err := postOne(ctx, newClient(t, a))
		if waited := time.Since(start); waited != 5*time.Second {
			t.Errorf("returned after %v, want 5s", waited)
		}
		lost, ok := errors.AsType[*asana.TransportError](err)
		if !ok || lost.Sent || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

// slow answers a request after a while, unless its context ends before.
func slow(d time.Duration, then func(*http.Request) (*http.Response, error)) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		select {
		case <-time.After(d):
			return then(req)
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
}

func TestCreateWebhook_interruptDoesNotTouchARequestInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := script(slow(9*time.Second, respond(201, documentedCreation)))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		c := newClient(t, a, func(cfg *asana.Config) { cfg.RequestTimeout = 2 * time.Second })
		if err := postOne(ctx, c); err != nil {
			t.Errorf("the answer was thrown away: %v", err)
		}
	})
}

func TestCreateWebhook_nothingIsSentAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	a := script(respond(201, documentedCreation))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := postOne(ctx, newClient(t, a))
	if lost, ok := errors.AsType[*asana.TransportError](err); !ok || lost.Sent || len(a.requests) != 0 {
		t.Errorf("%d requests, error %v", len(a.requests), err)
	}
}

func TestRequestTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := script(slow(time.Minute, respond(200, `{}`)))
		c := newClient(t, a, func(cfg *asana.Config) { cfg.RequestTimeout, cfg.MaxRetries = 2*time.Second, 0 })
		start := time.Now()
		err := getOne(t.Context(), c)
		if waited := time.Since(start); waited != 2*time.Second {
			t.Errorf("gave up after %v", waited)
		}
		if err == nil || err.Error() != "GET /webhooks/7: no answer within 2s" {
			t.Errorf("got %v", err)
		}
	})
}

// A success that can't be understood was a request all the same.
func TestTransportError_unreadableSuccessIsSent(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `{"data":{"gid":`, `<html>`, `{}`, `{"data":{}}`, `{"data":null,"X-Hook-Secret":"s"}`} {
		err := postOne(t.Context(), newClient(t, script(respond(201, body))))
		lost, ok := errors.AsType[*asana.TransportError](err)
		unreadable, broken := errors.AsType[*asana.UnreadableError](err)
		if !ok || !lost.Sent || !broken || unreadable.Status != 201 {
			t.Errorf("%q: got %#v", body, err)
		}
	}
}

func TestTransportError_unreachableIsNotSent(t *testing.T) {
	t.Parallel()
	for name, retries := range map[string]int{"at once": 0, "while waiting for another attempt": 8} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var network memnet.Network // where nothing listens
				c, err := asana.New(asana.Config{
					BaseURL: "http://127.0.0.1:8080", Token: testToken, MaxRetries: retries,
					Transport: &http.Transport{DialContext: network.DialContext},
				})
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond) // less than the first wait
				defer cancel()
				_, err = c.CreateWebhook(ctx, someRequest)
				lost, ok := errors.AsType[*asana.TransportError](err)
				if !ok || lost.Sent || !errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, context.DeadlineExceeded) != (retries > 0) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// What is left of an answer that broke off says nothing for certain.
func TestRetry_afterTruncatedRefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cut := func(req *http.Request) (*http.Response, error) {
			body := io.MultiReader(strings.NewReader(`{"errors":[{"mess`), errorReader{io.ErrUnexpectedEOF})
			return &http.Response{StatusCode: 404, Header: http.Header{}, Body: io.NopCloser(body), Request: req}, nil
		}
		gone := respond(404, `{"errors":[{"message":"webhook: Unknown object: 7"}]}`)
		a := script(cut, gone)
		if err := deleteOne(t.Context(), newClient(t, a)); !errors.Is(err, asana.ErrNotFound) || len(a.requests) != 2 {
			t.Errorf("%d requests, got %v", len(a.requests), err)
		}
		a = script(cut, gone)
		lost, ok := errors.AsType[*asana.TransportError](postOne(t.Context(), newClient(t, a)))
		if !ok || !lost.Sent || len(a.requests) != 1 {
			t.Errorf("%d requests, got %v", len(a.requests), lost)
		}
	})
}
