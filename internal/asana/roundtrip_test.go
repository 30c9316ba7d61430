package asana_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

const testToken = "0/0123456789abcdef-test-token"

// noTimeout is the time of requests over a real network, where a busy machine may
// take its time.
const noTimeout = 24 * time.Hour

// scriptedTransport is a transport that gives the responses of a script, one a
// request, the last one for ever, and keeps the requests.
type scriptedTransport struct {
	script   []func(*http.Request) (*http.Response, error)
	requests []*http.Request
	bodies   []string
}

func (a *scriptedTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	var body string
	if req.Body != nil {
		b, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		body = string(b)
	}
	a.requests, a.bodies = append(a.requests, req), append(a.bodies, body)
	return a.script[min(len(a.requests), len(a.script))-1](req)
}

// respond is a step of a script: a response with a status, a body and headers
// given as name, value, …
func respond(status int, body string, headers ...string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		h := http.Header{"Content-Type": {"application/json"}}
		for i := 0; i < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	}
}

// fail is a step of a script: no answer.
func fail(err error) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

func newClient(t *testing.T, a *scriptedTransport, edit ...func(*asana.Config)) *asana.Client {
	t.Helper()
	cfg := asana.Config{Token: testToken, MaxRetries: 3, Transport: a, UserAgent: "test/1"}
	for _, e := range edit {
		e(&cfg)
	}
	c, err := asana.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func script(steps ...func(*http.Request) (*http.Response, error)) *scriptedTransport {
	return &scriptedTransport{script: steps}
}
