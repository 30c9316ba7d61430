package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// configuration has a provider from this repository and one of somebody else.
const configuration = `
terraform {
  required_providers {
    asana   = { source = "seed-a7d6d6c5/asana", version = "~> 0.1" }
    example = { source = "example/example" }
  }
}

provider "asana" {}

variable "project" { type = string }
variable "target" { type = string }

resource "asana_webhook" "tasks" {
  resource = var.project
  target   = var.target
}

resource "example_text" "secret" {
  value = asana_webhook.tasks.secret_sha256
}
`

// TestAccInstall_besideAnotherProvider installs the provider as make install does, for a
// user with an empty home directory. The engine then works without any configuration of
// its own, and asks no registry.
func TestAccInstall_besideAnotherProvider(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	u.install()
	u.run("init")
	u.run("plan", "-out=plan")
	u.run("apply", "plan")
	if got := len(u.asana.Webhooks()); got != 1 {
		t.Errorf("%d webhooks after the apply, want 1", got)
	}
	if state := u.run("show"); !strings.Contains(state, `value = "`) {
		t.Errorf("the other provider did nothing: %s", state)
	}
	u.run("plan", "-detailed-exitcode") // fails if there is something left to do

	u.run("apply", "-destroy", "-auto-approve")
	if got := len(u.asana.Webhooks()); got != 0 {
		t.Errorf("%d webhooks after the destruction, want none", got)
	}

	u.install("-uninstall")
	if left := u.binaries(); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if others, err := filepath.Glob(filepath.Join(u.mirror, "*", "example", "example")); err != nil || len(others) != 2 {
		t.Errorf("of the other provider remain %v, %v", others, err)
	}
}

// TestAccInstall_again shows that another build is a version of its own: directories that
// were initialized before go on with the earlier build, until init is told to upgrade.
func TestAccInstall_again(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	first := u.install()
	for _, binary := range u.binaries() { // as if it had been built from other source
		content, err := os.ReadFile(binary)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(binary, append(content, "changed"...), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	u.run("init")
	was := u.lockedVersion()

	second := u.install()
	if first == second {
		t.Errorf("both builds are installed as the same version: %s", second)
	}
	if third := u.install(); third != second {
		t.Errorf("the same build is installed twice: %s\nand %s", second, third)
	}
	u.run("plan")
	if now := u.lockedVersion(); now != was {
		t.Errorf("the engine has gone from %s to %s by itself", was, now)
	}
	u.run("init", "-upgrade")
	u.run("plan")
	if now := u.lockedVersion(); now == was || !strings.Contains(second, "asana "+now+" is installed") {
		t.Errorf("init -upgrade selects %s, after %s", now, was)
	}
}

// TestAccInstall_blocked shows that the files that make install warns of are those that
// keep the engine from looking.
func TestAccInstall_blocked(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	config := filepath.Join(u.home, ".terraformrc")
	if err := os.WriteFile(config, []byte("provider_installation {\n  filesystem_mirror {\n    path = \"/nowhere\"\n  }\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if output := u.install(); !strings.Contains(output, config+" has a provider_installation block") {
		t.Errorf("install does not warn of %s: %s", config, output)
	}
	if output, err := u.command("init").CombinedOutput(); err == nil {
		t.Errorf("init finds the provider all the same: %s", output)
	}
}

// user is somebody who has cloned the repository, and has used no engine before.
type user struct {
	t      *testing.T
	home   string
	mirror string
	config string // where the configuration is
	env    []string
	asana  *asanatest.Server
}

func newUser(t *testing.T) *user {
	t.Helper()
	engine := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if os.Getenv("TF_ACC") == "" || engine == "" {
		t.Skip("runs with make test, which finds an engine")
	}
	u := &user{t: t, home: t.TempDir(), config: t.TempDir()}
	u.mirror = filepath.Join(u.home, ".terraform.d", "plugins")
	installOther(t, u.mirror)
	if err := os.WriteFile(filepath.Join(u.config, "main.tf"), []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}

	u.asana = asanatest.New(asanatest.Options{AllowLocalTargets: true})
	t.Cleanup(u.asana.Close)
	api := httptest.NewServer(u.asana)
	t.Cleanup(api.Close)
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Hook-Secret", r.Header.Get("X-Hook-Secret"))
	}))
	t.Cleanup(target.Close)
	internet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s: something looks for more than is on this machine", r.Method, r.RequestURI)
		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(internet.Close)

	u.env = slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return strings.HasPrefix(name, "TF_") || strings.HasPrefix(name, "ASANA_") || strings.HasPrefix(name, "XDG_") ||
			strings.HasSuffix(strings.ToUpper(name), "_PROXY") || name == "HOME"
	})
	u.env = append(u.env, "HOME="+u.home, "CHECKPOINT_DISABLE=1", "HTTPS_PROXY="+internet.URL,
		"ASANA_BASE_URL="+api.URL+"/api/1.0", "ASANA_ACCESS_TOKEN="+u.asana.Token(),
		"TF_VAR_project="+u.asana.AddProject(u.asana.AddWorkspace("Example Ltd"), "Website launch"), "TF_VAR_target="+target.URL)
	return u
}

// install runs what make install runs, and returns what it prints.
func (u *user) install(flags ...string) string {
	u.t.Helper()
	install := exec.CommandContext(u.t.Context(), "go", append([]string{"run", "-trimpath", "./internal/cmd/install"}, flags...)...)
	install.Dir = filepath.Join("..", "..", "..")
	install.Env = append(slices.Clone(u.env), "CGO_ENABLED=0")
	for _, name := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY"} { // which are in the real home
		value, err := exec.CommandContext(u.t.Context(), "go", "env", name).Output()
		if err != nil {
			u.t.Fatal(err)
		}
		install.Env = append(install.Env, name+"="+strings.TrimSpace(string(value)))
	}
	var progress bytes.Buffer
	install.Stderr = &progress
	output, err := install.Output()
	if err != nil {
		u.t.Fatalf("%v\n%s%s", err, progress.Bytes(), output)
	}
	return string(output)
}

// binaries returns the files of our provider in the mirror.
func (u *user) binaries() []string {
	u.t.Helper()
	files, err := filepath.Glob(filepath.Join(u.mirror, "*", "*", "asana", "*", "*", "*"))
	if err != nil {
		u.t.Fatal(err)
	}
	return files
}

// lockedVersion returns the version of our provider in the lock file.
func (u *user) lockedVersion() string {
	u.t.Helper()
	lock, err := os.ReadFile(filepath.Join(u.config, ".terraform.lock.hcl"))
	if err != nil {
		u.t.Fatal(err)
	}
	version := regexp.MustCompile(`(?s)/asana" {\s+version += "(.*?)"`).FindSubmatch(lock)
	if version == nil {
		u.t.Fatalf("the lock file has no version: %s", lock)
	}
	return string(version[1])
}

func (u *user) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(u.t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), append(args, "-no-color")...)
	cmd.Dir, cmd.Env = u.config, u.env
	return cmd
}

// run runs the engine, which has to succeed, and returns what it prints.
func (u *user) run(args ...string) string {
	u.t.Helper()
	output, err := u.command(args...).CombinedOutput()
	if err != nil {
		u.t.Fatalf("%v: %v\n%s", args, err, output)
	}
	return string(output)
}
