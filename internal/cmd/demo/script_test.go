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
// and looks at what was printed when the build of one begins.
func TestScript_announcesTheBuild(t *testing.T) {
	t.Parallel()
	demo := script(t, "announce", "demo.sh")
	output, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	demo.Env = append(demo.Env, "OUTPUT="+output.Name())
	demo.Stdout, demo.Stderr = output, output
	if err := demo.Run(); err == nil {
		t.Error("the demo runs without an engine")
	}
	if err := output.Close(); err != nil {
		t.Error(err)
	}

	printed, err := os.ReadFile(output.Name() + ".at-build")
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
	build := script(t, "progress", "build.sh", filepath.Join(t.TempDir(), "program"), "example.com/c")
	pipe := filepath.Join(t.TempDir(), "pipe")
	if out, err := exec.CommandContext(t.Context(), "mkfifo", pipe).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	build.Env = append(build.Env, "PIPE="+pipe)
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
	out, err := script(t, "fail", "build.sh", filepath.Join(t.TempDir(), "program"), "example.com/b").CombinedOutput()
	if want := "# example.com/b\nb/b.go:3:1: undefined: x\n"; err == nil || string(out) != want {
		t.Errorf("build: %v, %q, want %q", err, out, want)
	}
}

// script returns a command that runs one of the scripts in tools/, where neither an engine
// nor a tool is installed, and with the programs of a folder in testdata before all others.
func script(t *testing.T, programs, name string, args ...string) *exec.Cmd {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs symbolic links and named pipes")
	}
	dir := t.TempDir()
	for _, program := range []string{"sh", "cat", "cp", "date", "dirname", "find", "git", "grep", "mkdir", "mktemp", "mv", "rm", "sleep"} {
		target, err := exec.LookPath(program)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, program)); err != nil {
			t.Fatal(err)
		}
	}
	before, err := filepath.Abs(filepath.Join("testdata", programs))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(repository, "tools", name), args...)
	cmd.Env = []string{"PATH=" + before + string(os.PathListSeparator) + dir, "HOME=" + dir, "TMPDIR=" + dir}
	return cmd
}
