package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// engine runs terraform or tofu in the workspace.
type engine struct {
	transcript *transcript
	path       string
	name       string // terraform or tofu
	dir        string
	env        []string
}

func newEngine(t *transcript, path string, w *workspace) *engine {
	name := "terraform"
	if strings.HasPrefix(filepath.Base(path), "tofu") {
		name = "tofu"
	}
	env := append(withoutUserSettings(os.Environ()),
		"TF_CLI_CONFIG_FILE="+w.rc,
		"TF_IN_AUTOMATION=1",
		"CHECKPOINT_DISABLE=1",
	)
	return &engine{transcript: t, path: path, name: name, dir: w.config, env: env}
}

// withoutUserSettings leaves out what the user has set for real work with Terraform
// and with Asana.
func withoutUserSettings(environ []string) []string {
	var kept []string
	for _, variable := range environ {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "ASANA_") {
			kept = append(kept, variable)
		}
	}
	return kept
}

// set adds environment variables for the runs to come.
func (e *engine) set(variables map[string]string) {
	for name, value := range variables {
		e.env = append(e.env, name+"="+value)
	}
}

// run shows the command and what it prints.
func (e *engine) run(ctx context.Context, args ...string) error {
	e.transcript.explain("$ %s %s", e.name, strings.Join(args, " "))
	out := &lineWriter{transcript: e.transcript, program: e.name}
	cmd := e.command(ctx, args)
	cmd.Stdout, cmd.Stderr = out, out
	err := e.finish(ctx, cmd, cmd.Run())
	out.flush()
	return err
}

// runQuietly shows the command, and what it prints only if it fails.
func (e *engine) runQuietly(ctx context.Context, args ...string) error {
	e.transcript.explain("$ %s %s", e.name, strings.Join(args, " "))
	cmd := e.command(ctx, args)
	output, err := cmd.CombinedOutput()
	if err = e.finish(ctx, cmd, err); err != nil {
		e.transcript.print(string(output))
	}
	return err
}

// output returns what the command prints, and shows nothing: it may be a secret.
func (e *engine) output(ctx context.Context, args ...string) (string, error) {
	cmd := e.command(ctx, args)
	output, err := cmd.Output()
	return string(output), e.finish(ctx, cmd, err)
}

func (e *engine) command(ctx context.Context, args []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, e.path, args...)
	cmd.Dir = e.dir
	cmd.Env = e.env
	// Interrupted, the engine ends its provider itself, if it gets the time.
	cmd.WaitDelay = 10 * time.Second
	setProcessGroup(cmd)
	return cmd
}

// finish makes sure that nothing is left running, and words the error.
func (e *engine) finish(ctx context.Context, cmd *exec.Cmd, err error) error {
	killProcessGroup(cmd)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return errors.New("interrupted")
	}
	return fmt.Errorf("%s %s: %w", e.name, cmd.Args[1], err)
}
