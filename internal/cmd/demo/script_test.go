package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestScript_announcesTheBuild runs what make demo runs on a machine without an engine,
// with a program in the place of go that keeps what was printed when the build begins.
func TestScript_announcesTheBuild(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	output, atBuild := filepath.Join(dir, "output"), filepath.Join(dir, "at-build")
	env := scriptEnvironment(t, dir, `case "$*" in *"build -v"*) cp '`+output+`' '`+atBuild+`'; exit 1 ;; *) echo go1.26 ;; esac`)

	file, err := os.Create(output)
	if err != nil {
		t.Fatal(err)
	}
	demo := exec.CommandContext(t.Context(), filepath.Join(repository, "tools", "demo.sh"))
	demo.Env, demo.Stdout, demo.Stderr = env, file, file
	if err := demo.Run(); err == nil {
		t.Error("the demo runs without an engine")
	}
	if err := file.Close(); err != nil {
		t.Error(err)
	}

	printed, err := os.ReadFile(atBuild)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"registers an Asana webhook", "OpenTofu", "once", "minutes", "GB of disk", "install Terraform", "set TF"} {
		if !strings.Contains(string(printed), want) {
			t.Errorf("when the build begins, %q is not said:\n%s", want, printed)
		}
	}
}

// TestScript_reportsProgress lets a build wait until its progress has been read.
func TestScript_reportsProgress(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	env := scriptEnvironment(t, dir, `case "$*" in
"build -v"*) echo "go: downloading example.com/a v1.0.0"; echo example.com/a; echo example.com/b; read -r answer <'`+pipe+`' ;;
"list -deps"*) echo a; echo b; echo c ;;
esac`)
	if out, err := exec.CommandContext(t.Context(), "mkfifo", pipe).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	// The seconds of the script pass at once, and each look at the clock takes ten more.
	link(t, "true", filepath.Join(dir, "bin", "sleep"))
	clock := filepath.Join(dir, "clock")
	writeProgram(t, filepath.Join(dir, "bin", "date"), `echo >>'`+clock+`'; echo "$(grep -c '' '`+clock+`')0"`)

	build := exec.CommandContext(t.Context(), filepath.Join(repository, "tools", "build.sh"), filepath.Join(dir, "program"), "example.com/c")
	build.Env = env
	stderr, err := build.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := build.Start(); err != nil {
		t.Fatal(err)
	}
	isReported := false
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if !isReported && strings.Contains(lines.Text(), "compiled 2 of at most 3 packages") {
			isReported = true
			if err := os.WriteFile(pipe, []byte("go on\n"), 0); err != nil {
				t.Error(err)
			}
		}
	}
	if err := build.Wait(); err != nil || !isReported {
		t.Errorf("progress reported: %t, %v", isReported, err)
	}
}

// TestScript_showsWhyABuildFails shows errors of the compiler, and not what it compiled.
func TestScript_showsWhyABuildFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := scriptEnvironment(t, dir, `echo "go: downloading example.com/a v1.0.0"; echo example.com/a; echo "# example.com/b"; echo "b/b.go:3:1: undefined: x"; exit 2`)
	build := exec.CommandContext(t.Context(), filepath.Join(repository, "tools", "build.sh"), filepath.Join(dir, "program"), "example.com/b")
	build.Env = env
	out, err := build.CombinedOutput()
	if want := "# example.com/b\nb/b.go:3:1: undefined: x\n"; err == nil || string(out) != want {
		t.Errorf("build: %v, %q, want %q", err, out, want)
	}
}

// scriptEnvironment makes an environment that has no engine, no tool that was built
// before, and a script in the place of go.
func scriptEnvironment(t *testing.T, dir, script string) []string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs symbolic links and named pipes")
	}
	bin := filepath.Join(dir, "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, program := range []string{"sh", "cat", "cp", "date", "dirname", "find", "git", "grep", "mkdir", "mktemp", "mv", "rm", "sleep"} {
		link(t, program, filepath.Join(bin, program))
	}
	writeProgram(t, filepath.Join(bin, "go"), script)
	return []string{"PATH=" + bin, "HOME=" + dir, "TMPDIR=" + dir}
}

func writeProgram(t *testing.T, path, script string) {
	t.Helper()
	_ = os.Remove(path) // it may be a link
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, program, path string) {
	t.Helper()
	target, err := exec.LookPath(program)
	if err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(path) // it may be there
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}
