package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// tests are the tests of a package, with which its mutants are tested.
type tests struct {
	subject
	root, temp string
	// quickLimit and limit are how long the quick run and the whole one may take.
	quickLimit, limit time.Duration
}

// newTests runs the tests of a package once as they are, to see how long they take. They
// have to pass.
func newTests(ctx context.Context, root, temp string, s subject) (*tests, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	t := &tests{subject: s, root: root, temp: temp}
	program := t.program("unchanged")
	if out, err := t.compile(ctx, program); err != nil {
		return nil, fmt.Errorf("%s does not compile: %w: %s", s.dir, err, out)
	}
	if t.quickLimit, err = t.measure(ctx, program, s.quick...); err != nil {
		return nil, err
	}
	if t.limit, err = t.measure(ctx, program); err != nil {
		return nil, err
	}
	return t, os.Remove(program)
}

// measure runs tests that pass, and returns how long those of a mutant may take.
func (t *tests) measure(ctx context.Context, program string, flags ...string) (time.Duration, error) {
	begin := time.Now()
	if what, err := t.run(ctx, program, 30*time.Minute, flags...); err != nil || what != survived {
		return 0, errors.Join(err, fmt.Errorf("the tests of %s don't pass without a change", t.dir))
	}
	// A machine may be busier later. Only a mutant that never ends waits that long.
	return max(30*time.Second, 6*time.Since(begin)), nil
}

func (t *tests) program(name string) string {
	return filepath.Join(t.temp, path.Base(t.dir)+"-"+name+".test")
}

// outcome compiles a mutant and runs the tests, the quick ones first.
func (t *tests) outcome(ctx context.Context, worker int, m mutant) (outcome, error) {
	name := strconv.Itoa(worker)
	changed, overlay := filepath.Join(t.temp, name+".go"), filepath.Join(t.temp, name+".json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(t.root, filepath.FromSlash(m.file)): changed}})
	if err != nil {
		return 0, err
	}
	if err := errors.Join(os.WriteFile(changed, m.source, 0o600), os.WriteFile(overlay, replace, 0o600)); err != nil {
		return 0, err
	}
	program := t.program(name)
	if out, err := t.compile(ctx, program, "-overlay="+overlay); err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.Exited() {
			return notCompiled, nil
		}
		return 0, fmt.Errorf("%w: %s", err, out)
	}
	if len(t.quick) > 0 {
		if what, err := t.run(ctx, program, t.quickLimit, t.quick...); err != nil || what != survived {
			return what, err
		}
	}
	return t.run(ctx, program, t.limit)
}

// compile compiles the tests into a program, without optimization, which would take
// longer than the tests of most mutants.
func (t *tests) compile(ctx context.Context, program string, flags ...string) ([]byte, error) {
	args := slices.Concat([]string{"test", "-c", "-vet=off", "-trimpath", "-gcflags=-N -l", "-ldflags=-s -w", "-o", program}, flags, []string{"./" + t.dir})
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = t.root, append(os.Environ(), "CGO_ENABLED=0", "GOGC=400")
	return cmd.CombinedOutput()
}

// run runs the tests up to the first that fails.
func (t *tests) run(ctx context.Context, program string, limit time.Duration, flags ...string) (outcome, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	failure := &failureWriter{failed: cancel}
	cmd := exec.CommandContext(limited, program, append([]string{"-test.failfast"}, flags...)...)
	cmd.Dir, cmd.Stdout = filepath.Join(t.root, filepath.FromSlash(t.dir)), failure
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case failure.seen:
		return killed, nil
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		return timedOut, nil
	case err == nil:
		return survived, nil
	}
	if _, ended := errors.AsType[*exec.ExitError](err); ended {
		return killed, nil
	}
	return 0, err
}

// failureWriter looks for the first test that fails in the output of tests. What the
// others come to does not matter then.
type failureWriter struct {
	rest   []byte // of the last line
	seen   bool
	failed func()
}

// Write implements io.Writer.
func (w *failureWriter) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	for {
		line, rest, whole := bytes.Cut(w.rest, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		if w.rest = rest; bytes.HasPrefix(bytes.TrimSpace(line), []byte("--- FAIL: ")) && !w.seen {
			w.seen = true
			w.failed()
		}
	}
}
