package asanatest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestTransport_request(t *testing.T) {
	t.Parallel()
	var got *http.Request
	var body []byte
	transport := &asanatest.Transport{}
	transport.Mount("https://API.example.com/ignored", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
		w.Header().Set("X-Answer", "yes")
		w.WriteHeader(http.StatusTeapot)
		w.Header().Set("X-Late", "no")
		_, _ = io.WriteString(w, "tea")
	}))
	client := &http.Client{Transport: transport}
	response, err := client.Post("https://user:pass@api.example.com:443/a%2Fb?c=d#e", "text/plain", strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if response.StatusCode != 418 || response.Header.Get("X-Answer") != "yes" || response.Header.Get("X-Late") != "" || string(text) != "tea" || err != nil || response.ContentLength != 3 {
		t.Errorf("answer %v, %q, %v", response, text, err)
	}
	if response.Header.Get("Date") == "" || response.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("headers %v", response.Header)
	}
	if got.RequestURI != "/a%2Fb?c=d" || got.URL.String() != "/a%2Fb?c=d" || got.Host != "api.example.com:443" || got.TLS == nil || string(body) != "hello" || got.ContentLength != 5 {
		t.Errorf("request %+v with %q", got, body)
	}
	if user, pass, _ := got.BasicAuth(); user != "user" || pass != "pass" || got.UserAgent() != "Go-http-client/1.1" {
		t.Errorf("headers %v", got.Header)
	}
}

func TestTransport_truncatedResponses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		body    string
		onTrip  error
		onRead  error
	}{
		{"whole", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "abc") }, "abc", nil, nil},
		{"too short", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "5")
			_, _ = io.WriteString(w, "abc")
		}, "abc", nil, io.ErrUnexpectedEOF},
		{"abort", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "", io.ErrUnexpectedEOF, nil},
		{"end of the goroutine", func(http.ResponseWriter, *http.Request) { runtime.Goexit() }, "", io.ErrUnexpectedEOF, nil},
	} {
		transport := &asanatest.Transport{}
		transport.Mount("http://a.example.com", tt.handler)
		response, err := transport.RoundTrip(httptest.NewRequest("GET", "http://a.example.com/", nil))
		if !errors.Is(err, tt.onTrip) {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.onTrip)
		}
		if err != nil {
			continue
		}
		text, err := io.ReadAll(response.Body)
		if string(text) != tt.body || !errors.Is(err, tt.onRead) {
			t.Errorf("%s: read %q, %v", tt.name, text, err)
		}
		_ = response.Body.Close()
	}
}

func TestTransport_hosts(t *testing.T) {
	t.Parallel()
	answer := func(code int) http.Handler { return statusHandler(code) }
	transport := &asanatest.Transport{}
	transport.Mount("https://a.example.com", answer(201))
	transport.Mount("https://a.example.com:8443", answer(202))
	transport.Mount("http://a.example.com", answer(203))
	transport.Mount("http://gone.example.com", answer(204))
	transport.Mount("http://gone.example.com", nil)
	for url, want := range map[string]int{
		"https://a.example.com/x": 201, "https://a.example.com:443": 201, "https://a.example.com:8443": 202, "http://a.example.com:80": 203,
	} {
		response, err := transport.RoundTrip(httptest.NewRequest("GET", url, nil))
		if err != nil || response.StatusCode != want {
			t.Errorf("%s: %v, %v, want %d", url, response, err, want)
		}
	}
	for _, url := range []string{"http://gone.example.com", "http://other.example.com"} {
		_, err := transport.RoundTrip(httptest.NewRequest("GET", url, nil))
		var op *net.OpError
		var dns *net.DNSError
		if !errors.As(err, &op) || op.Op != "dial" || !errors.As(err, &dns) || !dns.IsNotFound {
			t.Errorf("%s: %v", url, err)
		}
	}
	transport.Fallback = status205{}
	if response, err := transport.RoundTrip(httptest.NewRequest("GET", "http://other.example.com", nil)); err != nil || response.StatusCode != 205 {
		t.Errorf("fallback: %v, %v", response, err)
	}
}

type status205 struct{}

func (status205) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 205, Body: http.NoBody}, nil
}

// The client's patience ends, and the handler, whose context ends with it, too.
func TestTransport_contextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := &asanatest.Transport{}
		var ended error
		transport.Mount("http://a.example.com", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			ended = r.Context().Err()
		}))
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, "GET", "http://a.example.com", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := transport.RoundTrip(request); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		synctest.Wait()
		if !errors.Is(ended, context.DeadlineExceeded) {
			t.Errorf("the handler's context: %v", ended)
		}
		if _, err := transport.RoundTrip(request); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after the end: %v", err)
		}
	})
}

// zeroReader is a body that does not end.
type zeroReader struct{}

func (zeroReader) Read(b []byte) (int, error) { return len(b), nil }

func TestTransport_endlessBody(t *testing.T) {
	t.Parallel()
	var transport asanatest.Transport
	transport.Mount("https://hooks.example.com", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the request was served")
	}))
	const beyond = 64 << 20 // where it ends nevertheless, should nothing stop it
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://hooks.example.com/", io.LimitReader(zeroReader{}, beyond))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := transport.RoundTrip(req); err == nil || !strings.Contains(err.Error(), "larger than 1048576 bytes") {
		t.Errorf("error %v", err)
	}
}
