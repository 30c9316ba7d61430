package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repository is the root as seen from this folder.
var repository = filepath.Join("..", "..", "..")

func TestAccDemo_everyStep(t *testing.T) {
	engine := acceptanceEngine(t)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	internet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s: something leaves this machine", r.Method, r.RequestURI)
		w.WriteHeader(http.StatusForbidden)
	}))
	defer internet.Close()
	t.Setenv("HTTPS_PROXY", internet.URL)
	// A user's own settings must not get in.
	t.Setenv("ASANA_ACCESS_TOKEN", "real-token")
	t.Setenv("TF_CLI_ARGS", "-nonsense")

	var out strings.Builder
	if err := run(t.Context(), &out, io.Discard, repository, engine); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}

	for _, want := range []string{
		"= (sensitive value)",
		"X-Hook-Signature verified",
		"refused with 401",
		"No changes.",
		"Asana has no webhook left.",
		"Done: every step did what it should.",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the transcript lacks %q:\n%s", want, out.String())
		}
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestAccDemo_interruptedLeavesNothing(t *testing.T) {
	engine := acceptanceEngine(t)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)

	ctx, cancel := context.WithCancel(t.Context())
	// The engine's first word is the signal to stop it.
	out := writerFunc(func(p []byte) (int, error) {
		if strings.Contains(string(p), " | ") {
			cancel()
		}
		return len(p), nil
	})
	if err := run(ctx, out, io.Discard, repository, engine); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("run: %v, want that it was interrupted", err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestNewWorkspace_notInTheRepository(t *testing.T) {
	t.Parallel()

	_, err := newWorkspace(t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "root of the repository") {
		t.Errorf("newWorkspace: %v, want where to run the demo", err)
	}
}

func TestWithoutUserSettings(t *testing.T) {
	t.Parallel()

	got := withoutUserSettings([]string{"PATH=/bin", "TF_LOG=trace", "ASANA_ACCESS_TOKEN=x", "HOME=/home/me"})
	if want := []string{"PATH=/bin", "HOME=/home/me"}; !slices.Equal(got, want) {
		t.Errorf("environment %q, want %q", got, want)
	}
}

// acceptanceEngine is the engine that tools/acceptance.sh names.
func acceptanceEngine(t *testing.T) string {
	t.Helper()
	engine := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if os.Getenv("TF_ACC") == "" || engine == "" {
		t.Skip("runs with make test, which finds an engine")
	}
	return engine
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
