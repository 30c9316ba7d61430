package asanatest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestFault_answers(t *testing.T) {
	t.Parallel()
	const html = "text/html; charset=UTF-8"
	for _, tt := range []struct {
		name        string
		fault       asanatest.Fault
		status      int
		contentType string
		body        string // a part of it
	}{
		{"500", asanatest.Fault{Status: 500}, 500, "application/json; charset=UTF-8", `"message":"Server Error"`},
		{"500 has a phrase", asanatest.Fault{Status: 500}, 500, "application/json; charset=UTF-8", `"phrase":"7 `},
		{"401", asanatest.Fault{Status: 401}, 401, "application/json; charset=UTF-8", `"message":"Not Authorized"`},
		{"429", asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"30"}}}, 429, "application/json; charset=UTF-8", `"message":"You've made too many requests and hit a rate limit. Please retry after the given amount of time."`},
		{"503", asanatest.Fault{Status: 503}, 503, "application/json; charset=UTF-8", `"message":"Service Unavailable"`},
		{"502 HTML", asanatest.Fault{Status: 502, HTML: true}, 502, html, "<h1>502 Bad Gateway</h1>"},
		{"HTML with 200", asanatest.Fault{Status: 200, HTML: true, After: true}, 200, html, "<html>"},
		{"own body", asanatest.Fault{Status: 418, Body: "tea"}, 418, "application/json; charset=UTF-8", "tea"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			f.sim.Inject(tt.fault)
			r := f.do("GET", "/workspaces", "")
			if r.status != tt.status || r.header.Get("Content-Type") != tt.contentType || !strings.Contains(r.body, tt.body) {
				t.Errorf("got %d %q %s", r.status, r.header.Get("Content-Type"), r.body)
			}
			if want := tt.fault.Header["Retry-After"]; want != nil && r.header.Get("Retry-After") != want[0] {
				t.Errorf("Retry-After %q, want %q", r.header.Get("Retry-After"), want[0])
			}
			if again := f.do("GET", "/workspaces", ""); again.status != 200 {
				t.Errorf("the next request: %d", again.status)
			}
		})
	}
}

// Before and after the work, in memory and over the network: what the client
// gets, and whether the webhook exists.
func TestFault_beforeAndAfterWork(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault asanatest.Fault
		err   bool
		made  int
	}{
		{"answer instead", asanatest.Fault{Op: asanatest.CreateWebhook, Status: 500}, false, 0},
		{"answer afterwards", asanatest.Fault{Op: asanatest.CreateWebhook, Status: 500, After: true}, false, 1},
		{"reset instead", asanatest.Fault{Op: asanatest.CreateWebhook, Reset: true}, true, 0},
		{"reset afterwards", asanatest.Fault{Op: asanatest.CreateWebhook, Reset: true, After: true}, true, 1},
		{"truncated", asanatest.Fault{Op: asanatest.CreateWebhook, Truncate: true}, true, 1},
	} {
		for name, overNetwork := range map[string]bool{" in memory": false, " over the network": true} {
			t.Run(tt.name+name, func(t *testing.T) {
				t.Parallel()
				f := newFixture(t, asanatest.Options{})
				if overNetwork {
					f.overNetwork()
				}
				f.sim.Inject(tt.fault)
				r, err := f.send(context.Background(), "POST", "/webhooks", createBody(f.project, hookURL))
				if (err != nil) != tt.err {
					t.Errorf("got %d, %v", r.status, err)
				}
				if tt.err && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
					t.Errorf("error %v, want an end of file", err)
				}
				if tt.fault.Truncate && (r.status != 201 || !strings.HasPrefix(r.body, `{"data":{"gid":"`) || strings.HasSuffix(r.body, "}")) {
					t.Errorf("truncated: %d %s", r.status, r.body)
				}
				if n := len(f.sim.Webhooks()); n != tt.made {
					t.Errorf("%d webhooks, want %d", n, tt.made)
				}
			})
		}
	}
}

func TestFault_dropSecret(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	f.sim.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, DropSecret: true})
	r := f.do("POST", "/webhooks", createBody(f.project, hookURL))
	if r.status != 201 || strings.Contains(r.body, "X-Hook-Secret") || r.text("data", "target") != hookURL {
		t.Errorf("got %d %s", r.status, r.body)
	}
}

func TestFault_counting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		faults []asanatest.Fault
		want   []int // of five GET /workspaces
	}{
		{"once by default", []asanatest.Fault{{Status: 500}}, []int{500, 200, 200, 200, 200}},
		{"twice", []asanatest.Fault{{Status: 500, Times: 2}}, []int{500, 500, 200, 200, 200}},
		{"for ever", []asanatest.Fault{{Status: 500, Times: -1}}, []int{500, 500, 500, 500, 500}},
		{"skip", []asanatest.Fault{{Status: 500, Skip: 2, Times: 2}}, []int{200, 200, 500, 500, 200}},
		{"other operation", []asanatest.Fault{{Op: asanatest.GetWebhook, Status: 500}}, []int{200, 200, 200, 200, 200}},
		{"one after the other", []asanatest.Fault{{Status: 500}, {Status: 502, Times: 2}}, []int{500, 502, 502, 200, 200}},
		{"while the first skips", []asanatest.Fault{{Status: 500, Skip: 1}, {Status: 502}}, []int{502, 500, 200, 200, 200}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			for _, fault := range tt.faults {
				f.sim.Inject(fault)
			}
			for i, want := range tt.want {
				if got := f.do("GET", "/workspaces", "").status; got != want {
					t.Errorf("request %d: %d, want %d", i+1, got, want)
				}
			}
		})
	}
}

func TestFault_clear(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	f.sim.Inject(asanatest.Fault{Status: 500, Times: -1})
	f.sim.ClearFaults()
	if got := f.do("GET", "/workspaces", "").status; got != 200 {
		t.Errorf("got %d", got)
	}
}

func TestFault_delay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		after bool
		made  int // after a second of the three
	}{{"before the work", false, 0}, {"after the work", true, 1}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFixture(t, asanatest.Options{Now: time.Now})
				f.sim.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Delay: 3 * time.Second, After: tt.after})
				made := make(chan int, 1)
				time.AfterFunc(time.Second, func() { made <- len(f.sim.Webhooks()) })
				begin := time.Now()
				f.create(hookURL)
				if got := time.Since(begin); got != 3*time.Second {
					t.Errorf("took %s, want 3s", got)
				}
				if n := <-made; n != tt.made {
					t.Errorf("%d webhooks after a second, want %d", n, tt.made)
				}
			})
		})
	}
}

// A client that gives up during a delay does not stop the work.
func TestFault_delayAndClientDisconnect(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, asanatest.Options{Now: time.Now})
		f.sim.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Delay: time.Hour})
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if _, err := f.send(ctx, "POST", "/webhooks", createBody(f.project, hookURL)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		synctest.Wait()
		if n := len(f.sim.Webhooks()); n != 1 {
			t.Errorf("%d webhooks, want 1", n)
		}
	})
}

func TestLatency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, asanatest.Options{Now: time.Now, Latency: 40 * time.Millisecond})
		begin := time.Now()
		f.do("GET", "/workspaces", "")
		f.do("GET", "/nowhere", "")
		if got := time.Since(begin); got != 80*time.Millisecond {
			t.Errorf("took %s, want 80ms", got)
		}
	})
}
