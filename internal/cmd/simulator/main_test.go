package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What it prints is enough to register a webhook, what is typed makes events, and
// it ends with its context.
func TestRun(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	keys, keyboard := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, "127.0.0.1:0", keys, writer, io.Discard)
		_ = writer.Close()
	}()
	exports := map[string]string{}
	lines := bufio.NewScanner(reader)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "# Ctrl-C") {
		name, value, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "=")
		if ok && strings.HasPrefix(lines.Text(), "export ") {
			exports[name] = value
		}
	}
	deliveries := make(chan string, 20)
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if strings.Contains(string(body), exports["ASANA_TASK"]) {
			deliveries <- string(body)
		}
		w.Header().Set("X-Hook-Secret", r.Header.Get("X-Hook-Secret"))
	}))
	defer target.Close()
	if !strings.HasPrefix(exports["ASANA_BASE_URL"], "http://127.0.0.1:") || !strings.HasSuffix(exports["ASANA_BASE_URL"], "/api/1.0") {
		t.Fatalf("base URL %q", exports["ASANA_BASE_URL"])
	}
	for _, name := range []string{"ASANA_PROJECT", "ASANA_TASK"} {
		request, err := http.NewRequestWithContext(ctx, "POST", exports["ASANA_BASE_URL"]+"/webhooks",
			strings.NewReader(`{"data":{"resource":"`+exports[name]+`","target":"`+target.URL+`"}}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+exports["ASANA_ACCESS_TOKEN"])
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusCreated {
			t.Errorf("%s: status %d", name, response.StatusCode)
		}
	}
	for line, want := range map[string]string{
		"": `"change":{"field":"name"`, "changed due_on": `"change":{"field":"due_on"`, "deleted": `"action":"deleted"`, "nonsense\nadded": `"action":"added"`,
	} {
		if _, err := io.WriteString(keyboard, line+"\n"); err != nil {
			t.Fatal(err)
		}
		for range 2 { // of the project and of the task
			if got := <-deliveries; !strings.Contains(got, want) {
				t.Errorf("%q delivers %s, want %s", line, got, want)
			}
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("run ended with %v", err)
	}
}

func TestRun_addressTaken(t *testing.T) {
	t.Parallel()
	if err := run(t.Context(), "256.0.0.1:0", strings.NewReader(""), io.Discard, io.Discard); err == nil {
		t.Error("no error for an address that does not exist")
	}
}
