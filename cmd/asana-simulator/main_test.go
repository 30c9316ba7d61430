package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The file is enough to register a webhook, and gone when the program has ended.
// What it prints is for people.
func TestRun_environment(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	for _, name := range []string{
		"ASANA_WORKSPACE", "ASANA_TEAM", "ASANA_PROJECT", "ASANA_SECTION", "ASANA_PORTFOLIO", "ASANA_GOAL", "ASANA_TAG", "ASANA_TASK", "ASANA_USER", "ASANA_USER_TASK_LIST",
	} {
		path := "/" + strings.ToLower(strings.TrimPrefix(name, "ASANA_")) + "s/" + p.env[name]
		if status, answer := p.api("GET", path, ""); status != http.StatusOK {
			t.Errorf("%s: GET %s answers %d %s", name, path, status, answer)
		}
		if !strings.Contains(p.stdout, p.env[name]) {
			t.Errorf("%s is not printed", name)
		}
	}
	for _, resource := range []string{"ASANA_PROJECT", "ASANA_SECTION", "ASANA_TAG", "ASANA_GOAL", "ASANA_USER_TASK_LIST"} {
		p.register(p.env[resource], newReceiver(t).URL)
	}
	if strings.Contains(p.stdout, "export ") || strings.Contains(p.stdout, "curl ") {
		t.Errorf("it prints commands:\n%s", p.stdout)
	}
	if err := p.stop(); err != nil {
		t.Errorf("run ended with %v", err)
	}
}

func TestRun_environmentFileDeletedAtExit(t *testing.T) {
	t.Parallel()
	env := filepath.Join(t.TempDir(), "asana.env")
	if err := os.WriteFile(env, []byte("of an earlier run"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	out, outWriter := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, config{addr: "127.0.0.1:0", env: env}, strings.NewReader(""), outWriter, io.Discard)
	}()
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(env); err != nil || !strings.HasPrefix(string(text), "ASANA_BASE_URL=http://127.0.0.1:") {
		t.Errorf("the file has %q, %v", text, err)
	}
	_ = out.Close()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(filepath.Dir(env)); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// Lines that are typed make events, and the log says whom they reach.
func TestRun_typedEvents(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	target := newReceiver(t)
	p.register(p.env["ASANA_PROJECT"], target.URL)
	for _, tt := range []struct{ line, want string }{
		{"", `"change":{"field":"name"`},
		{"changed due_on", `"change":{"field":"due_on"`},
		{"deleted", `"action":"deleted"`},
		{"nonsense\nadded", `"action":"added"`},
	} {
		if _, err := io.WriteString(p.stdin, tt.line+"\n"); err != nil {
			t.Fatal(err)
		}
		if got := <-target.events; !strings.Contains(got, tt.want) {
			t.Errorf("%q delivers %s, want %s", tt.line, got, tt.want)
		}
	}
	for _, want := range []string{
		"event: task " + p.env["ASANA_TASK"] + " changed due_on reaches 1 webhook, delivered",
		"no event: the action nonsense is none of changed, added, removed, deleted, undeleted",
	} {
		if !strings.Contains(p.stderr.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, p.stderr)
		}
	}
}

func TestRun_errors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]config{
		"address that does not exist": {addr: "256.0.0.1:0"},
		"seed file that is not there": {addr: "127.0.0.1:0", seed: filepath.Join(t.TempDir(), "none.json")},
		"folder that is not there":    {addr: "127.0.0.1:0", env: filepath.Join(t.TempDir(), "none", "asana.env")},
		"folder as file":              {addr: "127.0.0.1:0", env: nonEmptyFolder(t)},
	} {
		if err := run(t.Context(), c, strings.NewReader(""), io.Discard, io.Discard); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func nonEmptyFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestParseFlags(t *testing.T) {
	t.Parallel()
	c, err := parseFlags([]string{"-requests-per-minute", "150", "-latency", "20ms", "-target-timeout", "1h", "-projects", "3"}, io.Discard)
	if err != nil || c.perMinute != 150 || c.latency.String() != "20ms" || c.projects != 3 {
		t.Errorf("got %+v, %v", c, err)
	}
	if opts := c.options(); opts.MaxReads != 50 || opts.MaxWrites != 15 || opts.RequestsPerMinute != 150 || !opts.AllowLocalTargets ||
		opts.HandshakeTimeout != time.Hour || opts.DeliveryTimeout != time.Hour {
		t.Errorf("options %+v", opts)
	}
	var usage strings.Builder
	for _, args := range [][]string{{"-nonsense"}, {"stray"}, {"-projects", "many"}} {
		if _, err := parseFlags(args, &usage); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
	if _, err := parseFlags([]string{"-help"}, &usage); !errors.Is(err, flag.ErrHelp) || !strings.Contains(usage.String(), "-concurrent-writes") {
		t.Errorf("got %v, %s", err, usage.String())
	}
}

// Many projects have many pages.
func TestRun_projects(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "-projects", "150")
	_, first := p.api("GET", "/teams/"+p.env["ASANA_TEAM"]+"/projects?limit=100", "")
	if n := strings.Count(first, `"gid"`); n != 100 || !strings.Contains(first, `"offset"`) {
		t.Errorf("%d projects on the first page: %s", n, first)
	}
}

func TestDialAddress(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{"0.0.0.0:80": "127.0.0.1:80", "[::]:80": "127.0.0.1:80", "127.0.0.1:80": "127.0.0.1:80", "192.0.2.1:80": "192.0.2.1:80"} {
		parsed, err := net.ResolveTCPAddr("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := dialAddress(parsed); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
}
