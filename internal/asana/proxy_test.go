package asana_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// proxiedBaseURL is the variable that tells a test in a process of its own what
// to call: package net/http reads the settings of proxies once in a process.
const proxiedBaseURL = "ASANA_TEST_PROXIED_BASE_URL"

// A proxy passes https on as it is. What goes over plain http is for this
// machine, however its name is written, and would show the token to a proxy.
func TestClient_proxies(t *testing.T) {
	t.Parallel()
	if base := os.Getenv(proxiedBaseURL); base != "" {
		c, err := asana.New(asana.Config{BaseURL: base, Token: testToken, RequestTimeout: noTimeout})
		if err != nil {
			t.Fatal(err)
		}
		_ = getOne(t.Context(), c) // who was called is what counts
		return
	}
	for base, want := range map[string][]string{
		"http://localhost":   {"API GET /webhooks/7"},
		"http://LOCALHOST":   {"API GET /webhooks/7"},
		"http://localhost.":  {"API GET /webhooks/7"},
		"http://127.0.0.1":   {"API GET /webhooks/7"},
		"https://no.example": {"proxy CONNECT no.example"},
	} {
		t.Run(base, func(t *testing.T) {
			t.Parallel()
			var called requestRecorder
			api := httptest.NewServer(called.handler("API GET ", http.StatusNotFound))
			defer api.Close()
			proxy := httptest.NewServer(called.handler("proxy CONNECT ", http.StatusForbidden))
			defer proxy.Close()
			_, port, _ := strings.Cut(strings.TrimPrefix(api.URL, "http://"), ":")
			if base != "https://no.example" {
				base += ":" + port
			}
			self := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestClient_proxies$")
			self.Env = append(os.Environ(), proxiedBaseURL+"="+base,
				"HTTP_PROXY="+proxy.URL, "http_proxy="+proxy.URL, "HTTPS_PROXY="+proxy.URL, "https_proxy="+proxy.URL, "NO_PROXY=", "no_proxy=")
			if out, err := self.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if got := slices.Compact(called.lines); !slices.Equal(got, want) {
				t.Errorf("called: %q, want %q", got, want)
			}
		})
	}
}

// requestRecorder records who was called.
type requestRecorder struct {
	mu    sync.Mutex
	lines []string
}

// handler notes the path that it is asked for, or of a tunnel the host.
func (l *requestRecorder) handler(who string, status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.lines = append(l.lines, who+r.URL.Path+strings.TrimSuffix(r.URL.Host, ":443"))
		w.WriteHeader(status)
	})
}
