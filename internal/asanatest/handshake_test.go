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
	w := newWorld(t, asanatest.Options{})
	r := w.do("POST", "/webhooks", creation(w.project, hookURL+"/in/box?a=b%2Fc&d="))
	got := w.target.take()
	if len(got) != 1 {
		t.Fatalf("the target was asked %d times, want once", len(got))
	}
	want := received{
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
		{"200 with a body", func(w http.ResponseWriter, r *http.Request) { echo(w, r); _, _ = w.Write([]byte("hello")) }, 201, ""},
		{"201", echoWith(201), 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 201"},
		{"202", echoWith(202), 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 202"},
		{"401", status(401), 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 401"},
		{"503", status(503), 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 503"},
		{"no header", status(200), 400, noSecretMessage},
		{"wrong header", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Hook-Secret", "wrong") }, 400, noSecretMessage},
		{"redirect", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, hookURL+"/b", 307) }, 400, "The remote server which is intended to receive the webhook responded with an incorrect status code: 307"},
		{"reset", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 400, unreachableMessage},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, asanatest.Options{})
			w.target.behave(tt.answer)
			w.do("POST", "/webhooks", creation(w.project, hookURL+"/a")).wantError(t, tt.status, tt.message)
			if n := len(w.target.take()); n != 1 {
				t.Errorf("the target was asked %d times, want once", n)
			}
			want := 0
			if tt.status == 201 {
				want = 1
			}
			if n := len(w.sim.Webhooks()); n != want {
				t.Errorf("%d webhooks, want %d", n, want)
			}
		})
	}
}

func TestHandshake_overTheNetwork(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(http.HandlerFunc(echo))
	defer plain.Close()
	untrusted := httptest.NewTLSServer(http.HandlerFunc(echo))
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer untrusted.Close()
	w := newWorld(t, asanatest.Options{AllowLocalTargets: true})
	if r := w.do("POST", "/webhooks", creation(w.project, plain.URL)); r.status != 201 {
		t.Errorf("plain http: %d %s", r.status, r.body)
	}
	w.do("POST", "/webhooks", creation(w.project, untrusted.URL)).wantError(t, 400, unreachableMessage)
	// Nothing can listen at port 0.
	w.do("POST", "/webhooks", creation(w.project, "http://127.0.0.1:0/")).wantError(t, 400, unreachableMessage)
}

func TestHandshake_timeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, asanatest.Options{Now: time.Now, HandshakeTimeout: 7 * time.Second})
		w.target.behave(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		begin := time.Now()
		w.do("POST", "/webhooks", creation(w.project, hookURL)).wantError(t, 400, tooSlowMessage)
		if got := time.Since(begin); got != 7*time.Second {
			t.Errorf("took %s, want 7s", got)
		}
	})
}

func TestHandshake_defaultTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, asanatest.Options{Now: time.Now})
		w.target.behave(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		begin := time.Now()
		w.do("POST", "/webhooks", creation(w.project, hookURL)).wantError(t, 400, tooSlowMessage)
		if got := time.Since(begin); got != 10*time.Second {
			t.Errorf("took %s, want 10s", got)
		}
	})
}

func TestHandshake_targetCallsTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	var during []int
	w.target.behave(func(rw http.ResponseWriter, r *http.Request) {
		during = append(during,
			w.do("GET", "/webhooks?workspace="+w.workspace, "").status,
			w.do("POST", "/webhooks", creation(w.project, "https://elsewhere.example.com/x")).status)
		w.sim.AddProject(w.workspace, "Another")
		echo(rw, r)
	})
	w.sim.Mount("https://elsewhere.example.com", http.HandlerFunc(echo))
	w.create(hookURL)
	if len(during) != 2 || during[0] != 200 || during[1] != 201 {
		t.Errorf("answers during the handshake: %v", during)
	}
}

// The client hangs up during the handshake: the webhook is made all the same,
// and its secret is lost.
func TestHandshake_clientHangsUp(t *testing.T) {
	t.Parallel()
	for name, overNetwork := range map[string]bool{"in memory": false, "over the network": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, asanatest.Options{})
			if overNetwork {
				w.overNetwork()
			}
			ctx, hangUp := context.WithCancel(context.Background())
			goOn := make(chan struct{})
			w.target.behave(func(rw http.ResponseWriter, r *http.Request) {
				hangUp()
				<-goOn
				echo(rw, r)
			})
			done := w.sim.HoldAfter(asanatest.CreateWebhook)
			_, err := w.send(ctx, "POST", "/webhooks", creation(w.project, hookURL))
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v, want context.Canceled", err)
			}
			if n := len(w.sim.Webhooks()); n != 0 {
				t.Errorf("%d webhooks during the handshake, want 0", n)
			}
			close(goOn)
			<-done.Arrived()
			if n := len(w.sim.Webhooks()); n != 1 {
				t.Errorf("%d webhooks after it, want 1", n)
			}
			w.do("POST", "/webhooks", creation(w.project, hookURL)).wantError(t, 403, duplicateMessage)
		})
	}
}

// Close ends a handshake with a target that never answers.
func TestClose_endsHandshakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	arrived := make(chan struct{})
	w.target.behave(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	})
	answer := make(chan reply)
	go func() { answer <- w.do("POST", "/webhooks", creation(w.project, hookURL)) }()
	<-arrived
	w.sim.Close()
	(<-answer).wantError(t, 400, unreachableMessage)
	w.do("POST", "/webhooks", creation(w.project, hookURL)).wantError(t, 400, unreachableMessage)
}

// overNetwork puts a real server before the simulator.
func (w *world) overNetwork() {
	server := httptest.NewServer(w.sim)
	w.t.Cleanup(func() {
		w.sim.Close() // first, so that no request is left to wait for
		server.Close()
	})
	w.base, w.http = server.URL+"/api/1.0", server.Client().Transport
}
