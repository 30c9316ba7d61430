package asanatest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// What a connection carries, byte by byte.
func TestFaultWire_bytes(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		wire func([]byte) []byte
		want string // BODY stands for the body
	}{
		"twice": {asanatest.WireTwice, "HTTP/1.1 200 OK\r\nContent-Length: 79\r\nContent-Type: application/json; charset=UTF-8\r\nDate: Thu, 24 Oct 2024 09:41:07 GMT\r\n\r\nBODY" +
			"HTTP/1.1 200 OK\r\nContent-Length: 79\r\nContent-Type: application/json; charset=UTF-8\r\nDate: Thu, 24 Oct 2024 09:41:07 GMT\r\n\r\nBODY"},
		"short length":     {asanatest.WireShortLength(8), "HTTP/1.1 200 OK\r\nContent-Length: 71\r\nContent-Type: application/json; charset=UTF-8\r\nDate: Thu, 24 Oct 2024 09:41:07 GMT\r\n\r\nBODY"},
		"no length at all": {asanatest.WireShortLength(1000), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Type: application/json; charset=UTF-8\r\nDate: Thu, 24 Oct 2024 09:41:07 GMT\r\n\r\nBODY"},
		"trailer":          {asanatest.WireTrailer("no colon"), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json; charset=UTF-8\r\nDate: Thu, 24 Oct 2024 09:41:07 GMT\r\n\r\n4f\r\nBODY\r\n0\r\nno colon\r\n\r\n"},
		"101":              {asanatest.WireSwitchProtocols, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			f.overNetwork()
			f.sim.Inject(asanatest.Fault{Wire: tt.wire})
			conn, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(f.base, "http://"), "/api/1.0"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			if _, err := io.WriteString(conn, "GET /api/1.0/workspaces HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "+f.token+"\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(conn)
			body := `{"data":[{"gid":"` + f.workspace + `","name":"Acme","resource_type":"workspace"}]}`
			if want := strings.ReplaceAll(tt.want, "BODY", body); string(got) != want || err != nil {
				t.Errorf("got  %q, %v\nwant %q", got, err, want)
			}
		})
	}
}

// What a client makes of it, over the network and in memory.
func TestFaultWire_client(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		fault  asanatest.Fault
		status int
		body   string // what it begins with
		err    string // a part of the error on reading; empty for none
	}{
		{"twice", asanatest.Fault{Wire: asanatest.WireTwice}, 201, `{"data":{"gid":`, ""},
		{"malformed trailer", asanatest.Fault{Wire: asanatest.WireTrailer("no colon")}, 201, `{"data":{"gid":`, "malformed MIME header"},
		{"shortened", asanatest.Fault{Wire: asanatest.WireShortLength(30)}, 201, `{"data":{"gid":`, ""},
		{"before the work", asanatest.Fault{Status: 418, Body: "tea", Wire: asanatest.WireTwice}, 418, "tea", ""},
		{"cut off", asanatest.Fault{Wire: func(b []byte) []byte { return b[:len(b)-10] }}, 201, `{"data":{"gid":`, "unexpected EOF"},
		{"101 on a connection that closes", asanatest.Fault{Wire: asanatest.WireSwitchProtocols}, 101, "", ""},
	} {
		for name, overNetwork := range map[string]bool{" in memory": false, " over the network": true} {
			t.Run(tt.name+name, func(t *testing.T) {
				t.Parallel()
				f := newFixture(t, asanatest.Options{})
				if overNetwork {
					f.overNetwork()
					f.http.(*http.Transport).DisableKeepAlives = true // net/http would log what comes after an answer
				}
				f.sim.Inject(tt.fault)
				r, err := f.send(context.Background(), "POST", "/webhooks", createBody(f.project, hookURL))
				if r.status != tt.status || !strings.HasPrefix(r.body, tt.body) {
					t.Errorf("got %d %s", r.status, r.body)
				}
				if (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error %v, want %q", err, tt.err)
				}
				want := 1
				if tt.fault.Status != 0 {
					want = 0
				}
				if n := len(f.sim.Webhooks()); n != want {
					t.Errorf("%d webhooks, want %d", n, want)
				}
			})
		}
	}
}

// What is no HTTP is an error of the client's.
func TestFaultWire_noHTTP(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	f.sim.Inject(asanatest.Fault{Wire: func([]byte) []byte { return []byte("nonsense\r\n\r\n") }})
	if r, err := f.send(context.Background(), "GET", "/workspaces", ""); err == nil || !strings.Contains(err.Error(), "malformed HTTP") {
		t.Errorf("got %v, %v", r, err)
	}
}

// A connection that stays open ends when the client's time is over, or it closes it.
func TestFaultWire_keepOpen(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]asanatest.Fault{
		"101":               {Wire: asanatest.WireSwitchProtocols, KeepOpen: true},
		"body breaks off":   {Wire: func(b []byte) []byte { return b[:len(b)-10] }, KeepOpen: true},
		"headers break off": {Wire: func([]byte) []byte { return []byte("HTTP/1.1 200 OK\r\n") }, KeepOpen: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFixture(t, asanatest.Options{Now: time.Now})
				f.sim.Inject(fault)
				ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
				defer cancel()
				begin := time.Now()
				_, err := f.send(ctx, "GET", "/workspaces", "")
				if got := time.Since(begin); got != time.Minute || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("ended after %s with %v, want a minute", got, err)
				}
			})
		})
	}
}

// Either side ends a connection that is kept open.
func TestFaultWire_keepOpenUntilClosed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		overNetwork bool
		end         func(*fixture, *http.Response)
	}{
		{"by the client in memory", false, func(_ *fixture, r *http.Response) { _ = r.Body.Close() }},
		{"by the client over the network", true, func(_ *fixture, r *http.Response) { _ = r.Body.Close() }},
		{"by the server over the network", true, func(f *fixture, _ *http.Response) { f.sim.Close() }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			if tt.overNetwork {
				f.overNetwork()
			}
			f.sim.Inject(asanatest.Fault{Wire: asanatest.WireSwitchProtocols, KeepOpen: true})
			request, err := http.NewRequest("GET", f.base+"/workspaces", nil)
			if err != nil {
				t.Fatal(err)
			}
			response, err := f.http.RoundTrip(request)
			if err != nil || response.StatusCode != 101 {
				t.Fatalf("got %v, %v", response, err)
			}
			ended := make(chan struct{})
			go func() {
				_, _ = io.ReadAll(response.Body)
				close(ended)
			}()
			tt.end(f, response)
			<-ended
		})
	}
}
