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

func newWorkspace(ctx context.Context, p plan) (*workspace, error) {
	dir, err := os.MkdirTemp("", "asana-bench-")
	if err != nil {
		return nil, err
	}
	w := &workspace{dir: dir, engine: p.engine}
	if err := w.prepare(ctx, p.peers); err != nil {
		w.remove()
		return nil, err
	}
	return w, nil
}

func (w *workspace) prepare(ctx context.Context, peers peerFlag) error {
	bin := filepath.Join(w.dir, "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		return err
	}
	cliConfig, err := install(ctx, bin, peers)
	if err != nil {
		return err
	}
	file := filepath.Join(w.dir, "cli.tfrc")
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); !affectsMeasurement(name) {
			w.env = append(w.env, v)
		}
	}
	w.env = append(w.env, "TF_CLI_CONFIG_FILE="+file, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
	return os.WriteFile(file, []byte(cliConfig), 0o600)
}

// affectsMeasurement reports whether an environment variable would change what
// is measured.
func affectsMeasurement(name string) bool {
	return strings.HasPrefix(name, "ASANA_") || strings.HasPrefix(name, "TF_") || name == "GOGC" || name == "GOMEMLIMIT"
}

func (w *workspace) remove() { _ = os.RemoveAll(w.dir) } // a temporary folder

// newConfig returns a new folder with a configuration and no state.
func (w *workspace) newConfig(config string) (dir string, err error) {
	dir, err = os.MkdirTemp(w.dir, "config-")
	if err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600)
}

// run runs the engine in a folder with a configuration, and returns what it took.
func (w *workspace) run(ctx context.Context, dir string, args ...string) (measurement, error) {
	cmd := exec.CommandContext(ctx, w.engine, append(args, "-no-color", "-input=false")...)
	cmd.Dir, cmd.Env = dir, w.env
	// Ctrl-C reaches Terraform as well, which then ends its providers, unless it is
	// killed or interrupted twice.
	cmd.Cancel, cmd.WaitDelay = func() error { return nil }, 10*time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return measurement{}, err
	}
	watch := startMemoryMonitor(cmd.Process.Pid)
	err := cmd.Wait()
	f := measurement{Seconds: time.Since(start).Seconds(), PeakMB: watch.stop()}
	if err != nil {
		return measurement{}, fmt.Errorf("%w\n%s", err, out.Bytes()[max(0, out.Len()-2000):])
	}
	// The engine waits for its providers, so the system counts theirs with its own.
	f.CPUSeconds = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	return f, nil
}
