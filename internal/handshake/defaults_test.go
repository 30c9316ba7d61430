package handshake_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

// A target without a port has the port of its scheme. With an interrupt nothing has to
// listen there.
func TestConnect_defaultPort(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for target, want := range map[string]string{
		"https://127.0.0.1/hook":    "Port 443 does not answer: interrupted.",
		"http://127.0.0.1/hook":     "Port 80 does not answer: interrupted.",
		"https://127.0.0.1:80/hook": "Port 80 does not answer: interrupted.",
		"https://[::1]":             "Port 443 does not answer: interrupted.",
	} {
		if got := handshake.CheckConnectivity(ctx, target); len(got) != 1 || got[0] != want {
			t.Errorf("%s: looks like %q, want %q", target, got, want)
		}
		var said []string
		err := handshake.Probe(ctx, target, time.Minute, func(line string) { said = append(said, line) })
		if !errors.Is(err, context.Canceled) || len(said) > 0 {
			t.Errorf("%s: the probe said %q and ended with %v", target, strings.Join(said, " "), err)
		}
	}
}

// The documentation of the action asana_probe_target names this time.
func TestDefaultProbeTimeout(t *testing.T) {
	t.Parallel()
	if handshake.DefaultProbeTimeout != 10*time.Second {
		t.Errorf("a probe waits %s", handshake.DefaultProbeTimeout)
	}
}
