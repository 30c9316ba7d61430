package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// program is a simulator that runs, as somebody who started it sees it.
type program struct {
	t      *testing.T
	env    map[string]string // the file's content
	stdout string
	stdin  *io.PipeWriter
	stderr *syncBuffer
	stop   func() error // ends it and returns its error
}

// syncBuffer is a log that may be read while it is written.
type syncBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// startProgram runs the program with an environment file and waits until it
// serves. Its targets may take as long as a busy machine does.
func startProgram(t *testing.T, args ...string) *program {
	t.Helper()
	env := filepath.Join(t.TempDir(), "asana.env")
	c, err := parseFlags(append([]string{"-env", env, "-target-timeout", "24h"}, args...), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	out, outWriter := io.Pipe()
	in, stdin := io.Pipe()
	p := &program{t: t, env: map[string]string{}, stdin: stdin, stderr: &syncBuffer{}}
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, c, in, outWriter, p.stderr)
		_ = outWriter.Close()
	}()
	p.stop = sync.OnceValue(func() error {
		cancel()
		_ = stdin.Close()
		return <-ended
	})
	t.Cleanup(func() { _ = p.stop() })
	for lines := bufio.NewScanner(out); lines.Scan() && !strings.HasPrefix(lines.Text(), "Ctrl-C"); {
		p.stdout += lines.Text() + "\n"
	}
	text, err := os.ReadFile(env)
	if err != nil {
		t.Fatalf("%v; the program ended with %v", err, p.stop())
	}
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !ok || strings.ContainsAny(value, " '\"$") {
			t.Errorf("line %q is not KEY=value", line)
		}
		p.env[name] = value
	}
	return p
}

// do makes a request to the API with the token, or to the control API, and
// returns status and body.
func (p *program) do(method, url, body string) (status int, answer string) {
	p.t.Helper()
	request, err := http.NewRequestWithContext(p.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	if body == "" {
		request.Body = http.NoBody
	}
	if strings.HasPrefix(url, p.env["ASANA_BASE_URL"]) {
		request.Header.Set("Authorization", "Bearer "+p.env["ASANA_ACCESS_TOKEN"])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Error(err)
		return 0, ""
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Error(err)
	}
	return response.StatusCode, string(text)
}

// api is do with the API.
func (p *program) api(method, path, body string) (status int, answer string) {
	p.t.Helper()
	return p.do(method, p.env["ASANA_BASE_URL"]+path, body)
}

// control is do with the control API, for requests that it accepts. It decodes
// the answer.
func (p *program) control(method, path, body string, into any) {
	p.t.Helper()
	status, answer := p.do(method, p.env["ASANA_SIMULATOR_URL"]+path, body)
	if status != http.StatusOK {
		p.t.Errorf("%s %s %s: %d %s", method, path, body, status, answer)
	}
	if into != nil {
		if err := json.Unmarshal([]byte(answer), into); err != nil {
			p.t.Errorf("%s %s: %v in %s", method, path, err, answer)
		}
	}
}

// receiver is a target on this machine. It answers with the status that is set.
type receiver struct {
	*httptest.Server
	events chan string // bodies of deliveries that have events
	status atomic.Int32
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	h := &receiver{events: make(chan string, 100)}
	h.status.Store(http.StatusOK)
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if strings.Contains(string(body), `"action"`) {
			h.events <- string(body)
		}
		w.Header().Set("X-Hook-Secret", r.Header.Get("X-Hook-Secret"))
		w.WriteHeader(int(h.status.Load()))
	}))
	t.Cleanup(h.Close)
	return h
}

// register creates a webhook through the API and returns its gid.
func (p *program) register(resource, target string) string {
	p.t.Helper()
	status, answer := p.api("POST", "/webhooks", `{"data":{"resource":"`+resource+`","target":"`+target+`"}}`)
	var created struct{ Data struct{ GID string } }
	if err := json.Unmarshal([]byte(answer), &created); err != nil || status != http.StatusCreated {
		p.t.Fatalf("register: %d %s, %v", status, answer, err)
	}
	p.control("POST", "/clock", `{"advance":"0s"}`, nil) // the first heartbeat is done
	return created.Data.GID
}
