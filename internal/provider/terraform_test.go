package provider_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// scratch is for what all tests of the package share.
var scratch string

func TestMain(m *testing.M) {
	if name, ok := strings.CutPrefix(filepath.Base(os.Args[0]), "terraform-provider-"); ok {
		serveFakeProvider(name) // an engine has started this very program as a provider
		return
	}
	os.Exit(func() int {
		var err error
		if scratch, err = os.MkdirTemp("", "asana-acceptance-"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(scratch)
		code := m.Run()
		for _, where := range recordedMessages.leaks() {
			fmt.Fprintf(os.Stderr, "a message shows a token or a secret: %s\n", where)
			code = 1
		}
		return code
	}())
}

// programsCoverage is where programs that tests start write what of them was
// run, or empty: see tools/coverage.sh.
var programsCoverage = os.Getenv("PROGRAMS_GOCOVERDIR")

// cliConfig builds the provider's binary, once, and names a configuration of
// Terraform's that uses it.
var cliConfig = sync.OnceValues(func() (string, error) {
	build := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-o", scratch)
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as tools/build.sh, to share Go's cache
	if programsCoverage != "" {
		build.Args = append(build.Args, "-cover", "-coverpkg=github.com/seed-a7d6d6c5/terraform-provider-asana/...")
	}
	build.Args = append(build.Args, "../..")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	file := filepath.Join(scratch, "terraform.rc")
	overrides := ""
	// OpenTofu completes the short address of the examples with a host of its own.
	for _, address := range []string{provider.Address, strings.Replace(provider.Address, "terraform.io", "opentofu.org", 1)} {
		overrides += fmt.Sprintf("    %q = %q\n", address, filepath.ToSlash(scratch))
	}
	for _, address := range fakeProviders() {
		dir := filepath.ToSlash(filepath.Join(scratch, address))
		if err := installFakeProvider(dir, path.Base(address)); err != nil {
			return "", err
		}
		overrides += fmt.Sprintf("    %q = %q\n", address, dir)
	}
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n%s  }\n  direct {}\n}\n", overrides)
	return file, os.WriteFile(file, []byte(text), 0o600)
})

// workdir is a folder in which a test runs the real Terraform: for what the testing
// framework does not show, which is warnings, logs, and a provider that dies. Runs that
// are started in the background, or have an environment of their own, have the real
// binary of the provider.
type workdir struct {
	dir    string
	env    []string
	attach bool // to a provider in this process, which has not the environment of the runs
}

func newWorkdir(t *testing.T, config string, env ...string) *workdir {
	t.Helper()
	skipUnlessAcceptance(t)
	cli, err := cliConfig()
	if err != nil {
		t.Fatal(err)
	}
	w := &workdir{dir: t.TempDir(), env: append(os.Environ(), "TF_CLI_CONFIG_FILE="+cli, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")}
	if programsCoverage != "" {
		w.env = append(w.env, "GOCOVERDIR="+programsCoverage)
	}
	w.attach = attachmentAllowed()
	w.setenv(env...)
	w.write(t, config)
	return w
}

// setenv adds to the environment of the runs. What is not a variable of the configuration
// may be for the provider.
func (w *workdir) setenv(env ...string) {
	w.env = append(w.env, env...)
	w.attach = w.attach && !slices.ContainsFunc(env, func(v string) bool { return !strings.HasPrefix(v, "TF_VAR_") })
}

func skipUnlessAcceptance(t *testing.T) {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run with TF_ACC=1")
	}
}

// engine is the program to run.
func engine() string {
	if program := os.Getenv("TF_ACC_TERRAFORM_PATH"); program != "" {
		return program
	}
	return "terraform"
}

// write replaces the configuration.
func (w *workdir) write(t *testing.T, config string) {
	t.Helper()
	text := fmt.Sprintf("terraform {\n  required_providers {\n    asana = {\n      source = %q\n    }\n  }\n}\n%s", provider.Address, config)
	if err := os.WriteFile(filepath.Join(w.dir, "main.tf"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// writeFile adds a file beside the configuration.
func (w *workdir) writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// output is what a command printed, and how it ended.
type output struct {
	text string // both streams, without Terraform's frames, white space folded
	code int
}

// command prepares a run of Terraform.
func (w *workdir) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), engine(), args...)
	cmd.Dir, cmd.Env = w.dir, w.env
	return cmd
}

// run runs Terraform to its end.
func (w *workdir) run(t *testing.T, args ...string) output {
	t.Helper()
	var out, failures bytes.Buffer
	cmd := w.command(t, append(args, "-no-color")...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if shows(args) {
		cmd.Stderr = &failures // which are not for showing secrets
	}
	if w.attach {
		variable, end := attached(t)
		defer end()
		cmd.Env = append(slices.Clip(cmd.Env), variable)
	}
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	messages := unframed(failures.String())
	text := strings.TrimSpace(unframed(out.String()) + " " + messages)
	if !shows(args) {
		messages = text
	}
	recordedMessages.add(t.Name()+": terraform "+strings.Join(args, " "), messages)
	return output{text, cmd.ProcessState.ExitCode()}
}

// unframed takes Terraform's frames from around diagnostics, and folds white space.
func unframed(text string) string {
	frames := strings.NewReplacer("│", " ", "╷", " ", "╵", " ")
	return strings.Join(strings.Fields(frames.Replace(text)), " ")
}

// apply and the like are runs that must succeed.
func (w *workdir) apply(t *testing.T) output {
	t.Helper()
	return w.must(t, "apply", "-auto-approve")
}

func (w *workdir) must(t *testing.T, args ...string) output {
	t.Helper()
	out := w.run(t, args...)
	if out.code != 0 {
		t.Fatalf("terraform %v ended with %d: %s", args, out.code, out.text)
	}
	return out
}

// contains expects a text in what was printed, however its lines are broken.
func (o output) contains(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(o.text, strings.Join(strings.Fields(text), " ")) {
			t.Errorf("lacks %q:\n%s", text, o.text)
		}
	}
}

// lacks expects that texts are not in what was printed.
func (o output) lacks(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(o.text, text) {
			t.Errorf("has %q:\n%s", text, o.text)
		}
	}
}

func (o output) keepsQuiet(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(o.text, text) {
			t.Errorf("the output shows what it must not, or %q", text[:min(len(text), 4)])
		}
	}
}
