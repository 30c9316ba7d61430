package memnet_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/memnet"
)

const address = "192.0.2.1:80"

// A server and a client of package net/http work over it in virtual time.
func TestNetwork_http(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var network memnet.Network
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			time.Sleep(time.Hour) // virtual time
			_, _ = io.WriteString(w, "hello")
		})}
		defer server.Close()
		listener := network.Listen(address)
		go func() { _ = server.Serve(listener) }()
		client := &http.Client{Transport: &http.Transport{DialContext: network.DialContext}}
		defer client.CloseIdleConnections()
		start := time.Now()
		resp, err := client.Get("http://" + address)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if body, err := io.ReadAll(resp.Body); string(body) != "hello" || err != nil || time.Since(start) != time.Hour {
			t.Errorf("after %s: %q, %v", time.Since(start), body, err)
		}
	})
}

func TestNetwork_refused(t *testing.T) {
	t.Parallel()
	var network memnet.Network
	network.Listen("192.0.2.1:443")
	_ = network.Listen(address).Close()
	for _, address := range []string{address, "192.0.2.2:443"} {
		_, err := network.DialContext(t.Context(), "tcp", address)
		if op, ok := errors.AsType[*net.OpError](err); !ok || op.Op != "dial" || !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("%s: got %v", address, err)
		}
	}
}

// Those who wait to be accepted are refused when the listener closes, and leave
// when their context ends.
func TestNetwork_notAccepted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var network memnet.Network
		listener := network.Listen(address)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := network.DialContext(ctx, "tcp", address); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("at the end of the context: %v", err)
		}
		time.AfterFunc(time.Minute, func() { _ = listener.Close() })
		if _, err := network.DialContext(t.Context(), "tcp", address); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("when the listener closes: %v", err)
		}
		if _, err := listener.Accept(); !errors.Is(err, net.ErrClosed) || listener.Close() != nil {
			t.Errorf("after Close: %v", err)
		}
		network.Listen(address) // which panics if it is in use
	})
}

func TestNetwork_names(t *testing.T) {
	t.Parallel()
	var network memnet.Network
	network.SetName("hooks.example.com", "192.0.2.1", "2001:db8::1")
	for host, want := range map[string]int{"hooks.example.com": 2, "192.0.2.9": 1, "::1": 1} {
		if got, err := network.LookupHost(t.Context(), host); len(got) != want || err != nil {
			t.Errorf("%s: %q, %v", host, got, err)
		}
	}
	_, err := network.LookupHost(t.Context(), "unknown.example.com")
	if dns, ok := errors.AsType[*net.DNSError](err); !ok || !dns.IsNotFound {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := network.LookupHost(ctx, "192.0.2.1"); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
	}
}
