package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// guide is the source of the page about this program.
func guide(t *testing.T) string {
	t.Helper()
	return readRepository(t, "templates/guides/simulator.md.tmpl")
}

func readRepository(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The guide has every flag, every request and every member that there is.
func TestGuide_isComplete(t *testing.T) {
	t.Parallel()
	text := guide(t)
	var names []string
	newFlags(&config{}).VisitAll(func(f *flag.Flag) { names = append(names, "`-"+f.Name+"`") })
	for pattern := range newControl(nil).endpoints() {
		method, path, _ := strings.Cut(strings.ReplaceAll(pattern, "{id}", "ID"), " ")
		names = append(names, "`"+method+" /"+path+"`")
	}
	members := append(membersOf(faultJSON{}), membersOf(eventJSON{})...)
	for _, member := range append(members, membersOf(deliveryJSON{})...) {
		if member != "webhook" { // in the example of an answer
			names = append(names, "`"+member+"`")
		}
	}
	for wire := range wireFaults {
		names = append(names, "`"+wire+"`")
	}
	for _, list := range membersOf(seedContent{}) {
		if !strings.Contains(readRepository(t, "examples/guides/simulator/seed.json"), `"`+list+`": [`) {
			t.Errorf("the example of a seed file has no %s", list)
		}
	}
	for _, name := range names {
		if !strings.Contains(text, name) {
			t.Errorf("the guide does not have %s", name)
		}
	}
}

// membersOf are the names of a struct's fields in JSON.
func membersOf(v any) []string {
	var names []string
	for _, field := range reflect.VisibleFields(reflect.TypeOf(v)) {
		names = append(names, field.Tag.Get("json"))
	}
	return names
}

// The commands of the guide, in their order and in one shell, do what it says.
func TestGuide_commands(t *testing.T) {
	t.Parallel()
	curl := lookPath(t, "curl")
	p := startProgram(t)
	w := newScriptDir(t)
	w.program("curl", `exec "`+curl+`" --fail-with-body "$@"`)
	w.program("terraform", `echo "terraform $1 of $TF_VAR_project with $TF_VAR_target at $ASANA_BASE_URL"`)
	w.writeEnv(p.env)
	var script strings.Builder
	for _, block := range regexp.MustCompile("(?s)```shell\n(.*?)```").FindAllStringSubmatch(guide(t), -1) {
		if !strings.HasPrefix(block[1], "go ") {
			script.WriteString(block[1])
		}
	}
	out := w.run(script.String())
	for _, want := range []string{
		`"X-Hook-Secret":"`, `"result": "delivered"`, `"arrived": true`, `"op": "createWebhook"`, `"secret": "`,
		"terraform test of " + p.env["ASANA_PROJECT"] + " with " + p.env["ASANA_SIMULATOR_URL"] + "/targets/200 at " + p.env["ASANA_BASE_URL"],
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	if got := p.stderr.String(); !strings.Contains(got, "control: added a fault for createWebhook") || !strings.Contains(got, "moved the clock on by 24h0m0s") {
		t.Errorf("log:\n%s", got)
	}
}

// The job in the guide starts the simulator and hands its variables on.
func TestGuide_job(t *testing.T) {
	t.Parallel()
	w := newScriptDir(t)
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(w.bin, "asana-simulator"), ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	w.program("go", `test "$1 $2" = "run github.com/seed-a7d6d6c5/terraform-provider-asana/cmd/asana-simulator@latest" && shift 2 && exec asana-simulator "$@"`)
	step := regexp.MustCompile(`(?s)start the simulator\n +run: \|\n(.*?)\n {6}-`).FindStringSubmatch(readRepository(t, "examples/guides/simulator/ci.yml"))
	if step == nil {
		t.Fatal("the job has no step that starts the simulator")
	}
	out := w.run("GITHUB_ENV=github.env\n" + step[1] + "\nkill $!\nwait $! || true\ncat github.env simulator.log\n")
	if !strings.Contains(out, "ASANA_BASE_URL=http://127.0.0.1:") || !strings.Contains(out, "ASANA_PROJECT=") {
		t.Errorf("the job's environment:\n%s", out)
	}
	if _, err := os.Stat(filepath.Join(w.dir, "asana.env")); !os.IsNotExist(err) {
		t.Errorf("the file is left: %v", err)
	}
}

// scriptDir is a folder in which a script runs with programs of its own.
type scriptDir struct {
	t        *testing.T
	dir, bin string
}

func newScriptDir(t *testing.T) scriptDir {
	t.Helper()
	lookPath(t, "sh")
	return scriptDir{t, t.TempDir(), t.TempDir()}
}

// lookPath finds a program that the guide uses. CI has all of them.
func lookPath(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("CI") == "" {
		t.Skipf("%s is not on this machine", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// program adds a program for the script.
func (w scriptDir) program(name, script string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		w.t.Fatal(err)
	}
}

func (w scriptDir) writeEnv(env map[string]string) {
	w.t.Helper()
	var text strings.Builder
	for name, value := range env {
		fmt.Fprintf(&text, "%s=%s\n", name, value)
	}
	if err := os.WriteFile(filepath.Join(w.dir, "asana.env"), []byte(text.String()), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// run runs a script and returns what it prints.
func (w scriptDir) run(script string) string {
	w.t.Helper()
	cmd := exec.CommandContext(w.t.Context(), "sh", "-e", "-c", script)
	cmd.Dir = w.dir
	cmd.Env = append(os.Environ(), "PATH="+w.bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.t.Errorf("%v: %s", err, out)
	}
	return string(out)
}

// The seed file of the guide has what it says.
func TestGuide_seedFile(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "-seed", filepath.Join("..", "..", "examples", "guides", "simulator", "seed.json"))
	var got struct{ Objects []map[string]any }
	p.control("GET", "/objects", "", &got)
	names := map[any]bool{}
	for _, o := range got.Objects {
		names[o["name"]] = true
	}
	for _, want := range []string{"Acme", "Ada", "Marketing", "Launch", "Last year", "To do", "Urgent", "Roadmap", "Write the announcement", "My tasks in Acme"} {
		if !names[want] {
			t.Errorf("%q is not there", want)
		}
	}
	if p.env["ASANA_PROJECT"] != "1208000000000001" {
		t.Errorf("ASANA_PROJECT=%s", p.env["ASANA_PROJECT"])
	}
}
