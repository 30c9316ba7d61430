package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// workspace is a folder with the providers' binaries, in which Terraform runs.
type workspace struct {
	dir    string
	engine string
	env    []string
}

func newWorkspace(ctx context.Context, engine string) (*workspace, error) {
	dir, err := os.MkdirTemp("", "asana-bench-")
	if err != nil {
		return nil, err
	}
	w := &workspace{dir: dir, engine: engine}
	bin := filepath.Join(dir, "bin")
	for pkg, name := range map[string]string{".": "terraform-provider-asana", "./internal/cmd/bench/noop": "terraform-provider-noop"} {
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(bin, name), pkg)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			w.remove()
			return nil, fmt.Errorf("building %s (run this from the repository's root): %w\n%s", pkg, err, out)
		}
	}
	rc := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"seed-a7d6d6c5/asana\" = %q\n    \"bench/noop\" = %q\n  }\n  direct {}\n}\n", bin, bin)
	if err := os.WriteFile(filepath.Join(dir, "cli.tfrc"), []byte(rc), 0o600); err != nil {
		w.remove()
		return nil, err
	}
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); !distorts(name) {
			w.env = append(w.env, v)
		}
	}
	w.env = append(w.env, "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "cli.tfrc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	return w, nil
}

// distorts reports whether an environment variable would change what is measured.
func distorts(name string) bool {
	return strings.HasPrefix(name, "ASANA_") || strings.HasPrefix(name, "TF_") || name == "GOGC" || name == "GOMEMLIMIT"
}

func (w *workspace) remove() { _ = os.RemoveAll(w.dir) } // a temporary folder

func (w *workspace) config() string { return filepath.Join(w.dir, "config") }

// begin starts over with a configuration and no state.
func (w *workspace) begin(config string) error {
	if err := os.RemoveAll(w.config()); err != nil {
		return err
	}
	if err := os.Mkdir(w.config(), 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(w.config(), "main.tf"), []byte(config), 0o600)
}

// run runs the engine and returns its time in seconds and the peak memory of
// the providers that it started, in MB.
func (w *workspace) run(ctx context.Context, args ...string) (seconds, peakMB float64, err error) {
	cmd := exec.CommandContext(ctx, w.engine, append(args, "-no-color", "-input=false")...)
	cmd.Dir, cmd.Env = w.config(), w.env
	// Ctrl-C reaches Terraform as well, which then ends its providers, unless it is
	// killed or interrupted twice.
	cmd.Cancel, cmd.WaitDelay = func() error { return nil }, 10*time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	watch := watchMemory(cmd.Process.Pid)
	err = cmd.Wait()
	seconds = time.Since(start).Seconds()
	if peakMB = watch.stop(); err != nil {
		return 0, 0, fmt.Errorf("%w\n%s", err, out.Bytes()[max(0, out.Len()-2000):])
	}
	return seconds, peakMB, nil
}
