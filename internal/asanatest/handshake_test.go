package asanatest_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const (
	noSecretMessage    = "The remote server which is intended to receive the webhook did not respond with the handshake secret."
	unreachableMessage = "The remote server which is intended to receive the webhook could not be reached."
	tooSlowMessage     = "The remote server which is intended to receive the webhook did not respond in time."
)

func TestHandshake_request(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	r := f.do("POST", "/webhooks", createBody(f.project, hookURL+"/in/box?a=b%2Fc&d="))
	got := f.target.takeReceived()
	if len(got) != 1 {
		t.Fatalf("the target was asked %d times, want once", len(got))
	}
	want := receivedRequest{
		uri: "/in/box?a=b%2Fc&d=", body: "{}",
		header: http.Header{"X-Hook-Secret": {r.text("X-Hook-Secret")}, "Content-Type": {"application/json"}},
	}
	if got[0].uri != want.uri || got[0].body != want.body {
		t.Errorf("got %s with %q, want %s with %q", got[0].uri, got[0].body, want.uri, want.body)
	}
	for name := range want.header {
		if got[0].header.Get(name) != want.header.Get(name) {
			t.Errorf("%s: got %q, want %q", name, got[0].header.Get(name), want.header.Get(name))
		}
	}
	if got[0].header.Get("User-Agent") == "" || got[0].header.Get("Authorization") != "" {
		t.Errorf("headers %v", got[0].header)
	}
}

func TestHandshake_answers(t *testing.T) {
	t.Parallel()
	echoWith := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("x-hook-secret", r.Header.Get("X-Hook-Secret"))
			w.WriteHeader(code)
		}
	}
	for _, tt := range []struct {
		name    string
		answer  http.HandlerFunc
		status  int
		message string
	}{
		{"200", echoWith(200), 201, ""},
		{"204", echoWith(204), 201, ""},
		{"200 with a body", func(w http.ResponseWriter, r *http.Request) { echoSecret(w, r); _, _ = w.Write([]byte("hello")) }, 201, ""},
		{"201", echoWith(201), 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 201"},
		{"202", echoWith(202), 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 202"},
		{"401", statusHandler(401), 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 401"},
		{"503", statusHandler(503), 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 503"},
		{"no header", statusHandler(200), 400, noSecretMessage},
		{"wrong header", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Hook-Secret", "wrong") }, 400, noSecretMessage},
		{"redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, hookURL+"/b", 307) }, 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 307"},
		{"reset", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 400, unreachableMessage},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			f.target.setHandler(tt.answer)
			f.do("POST", "/webhooks", createBody(f.project, hookURL+"/a")).wantError(t, tt.status, tt.message)
			if n := len(f.target.takeReceived()); n != 1 {
				t.Errorf("the target was asked %d times, want once", n)
			}
			want := 0
			if tt.status == 201 {
				want = 1
			}
			if n := len(f.sim.Webhooks()); n != want {
				t.Errorf("%d webhooks, want %d", n, want)
			}
		})
	}
}

func TestHandshake_overTheNetwork(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(http.HandlerFunc(echoSecret))
	defer plain.Close()
	untrusted := httptest.NewTLSServer(http.HandlerFunc(echoSecret))
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer untrusted.Close()
	f := newFixture(t, asanatest.Options{AllowLocalTargets: true})
	if r := f.do("POST", "/webhooks", createBody(f.project, plain.URL)); r.status != 201 {
		t.Errorf("plain http: %d %s", r.status, r.body)
	}
	f.do("POST", "/webhooks", createBody(f.project, untrusted.URL)).wantError(t, 400, unreachableMessage)
	// Nothing can listen at port 0.
	f.do("POST", "/webhooks", createBody(f.project, "http://127.0.0.1:0/")).wantError(t, 400, unreachableMessage)
}

func TestHandshake_timeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, asanatest.Options{Now: time.Now, HandshakeTimeout: 7 * time.Second})
		f.target.setHandler(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		begin := time.Now()
		f.do("POST", "/webhooks", createBody(f.project, hookURL)).wantError(t, 400, tooSlowMessage)
		if got := time.Since(begin); got != 7*time.Second {
			t.Errorf("took %s, want 7s", got)
		}
	})
}

func TestHandshake_defaultTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, asanatest.Options{Now: time.Now})
		f.target.setHandler(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		begin := time.Now()
		f.do("POST", "/webhooks", createBody(f.project, hookURL)).wantError(t, 400, tooSlowMessage)
		if got := time.Since(begin); got != 10*time.Second {
			t.Errorf("took %s, want 10s", got)
		}
	})
}

func TestHandshake_targetCallsTheAPI(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	var during []int
	f.target.setHandler(func(rw http.ResponseWriter, r *http.Request) {
		during = append(during,
			f.do("GET", "/webhooks?workspace="+f.workspace, "").status,
			f.do("POST", "/webhooks", createBody(f.project, "https://elsewhere.example.com/x")).status)
		f.sim.AddProject(f.workspace, "Another")
		echoSecret(rw, r)
	})
	f.sim.Mount("https://elsewhere.example.com", http.HandlerFunc(echoSecret))
	f.create(hookURL)
	if len(during) != 2 || during[0] != 200 || during[1] != 201 {
		t.Errorf("answers during the handshake: %v", during)
	}
}

// The client hangs up during the handshake: the webhook is made all the same,
// and its secret is lost.
func TestHandshake_clientDisconnects(t *testing.T) {
	t.Parallel()
	for name, overNetwork := range map[string]bool{"in memory": false, "over the network": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			if overNetwork {
				f.overNetwork()
			}
			ctx, hangUp := context.WithCancel(context.Background())
			goOn := make(chan struct{})
			f.target.setHandler(func(rw http.ResponseWriter, r *http.Request) {
				hangUp()
				<-goOn
				echoSecret(rw, r)
			})
			done := f.sim.HoldAfter(asanatest.CreateWebhook)
			_, err := f.send(ctx, "POST", "/webhooks", createBody(f.project, hookURL))
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v, want context.Canceled", err)
			}
			if n := len(f.sim.Webhooks()); n != 0 {
				t.Errorf("%d webhooks during the handshake, want 0", n)
			}
			close(goOn)
			<-done.Arrived()
			if n := len(f.sim.Webhooks()); n != 1 {
				t.Errorf("%d webhooks after it, want 1", n)
			}
			f.do("POST", "/webhooks", createBody(f.project, hookURL)).wantError(t, 403, duplicateMessage)
		})
	}
}

// Close ends a handshake with a target that never answers.
func TestClose_endsHandshakes(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	arrived := make(chan struct{})
	f.target.setHandler(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	})
	answer := make(chan apiResponse)
	go func() { answer <- f.do("POST", "/webhooks", createBody(f.project, hookURL)) }()
	<-arrived
	f.sim.Close()
	(<-answer).wantError(t, 400, unreachableMessage)
	f.do("POST", "/webhooks", createBody(f.project, hookURL)).wantError(t, 400, unreachableMessage)
}

// overNetwork puts a real server before the simulator.
func (f *fixture) overNetwork() {
	server := httptest.NewServer(f.sim)
	f.t.Cleanup(func() {
		f.sim.Close() // first, so that no request is left to wait for
		server.Close()
	})
	f.base, f.http = server.URL+"/api/1.0", server.Client().Transport
}
