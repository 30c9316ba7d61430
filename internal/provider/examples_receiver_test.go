package provider_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// On a developer's machine a missing interpreter must not keep the other tests from
// running. In CI, where nobody reads the output, it must not pass for a success.
func TestExamples_interpretersAreRequiredInCI(t *testing.T) {
	t.Parallel()

	const oldNode = "echo 18"
	const node = `case $1 in -p) echo 20 ;; *) echo "# pass 1" ;; esac`
	tests := map[string]struct {
		script   string
		programs map[string]string
		message  string
	}{
		"no node":     {"node-tests.sh", nil, "no node found: the JavaScript examples are not tested"},
		"old node":    {"node-tests.sh", map[string]string{"node": oldNode}, "node is older than 20: the JavaScript examples are not tested"},
		"no npm":      {"node-tests.sh", map[string]string{"node": node}, "no npm found: the Worker in workerd is not tested"},
		"npm fails":   {"node-tests.sh", map[string]string{"node": node, "npm": "exit 1"}, "npm can't install miniflare: the Worker in workerd is not tested"},
		"no workerd":  {"node-tests.sh", map[string]string{"node": node, "npm": "exit 0"}, "workerd has no build for this machine: the Worker in workerd is not tested"},
		"no python3":  {"python-tests.sh", nil, "no python3 found: the Python examples are not tested"},
		"old python3": {"python-tests.sh", map[string]string{"python3": "exit 1"}, "python3 is older than 3.9: the Python examples are not tested"},
	}
	for name, test := range tests {
		for ci, succeeds := range map[string]bool{"": true, "false": true, "true": false} {
			t.Run(name+" CI="+ci, func(t *testing.T) {
				t.Parallel()

				run := exec.CommandContext(t.Context(), "sh", filepath.Join(root, "tools", test.script))
				run.Env = []string{"PATH=" + pathWith(t, test.programs), "CI=" + ci, "XDG_CACHE_HOME=" + t.TempDir()}
				out, err := run.CombinedOutput()
				if (err == nil) != succeeds || !strings.Contains(string(out), test.message) {
					t.Errorf("%s ends with %v: %s", test.script, err, out)
				}
			})
		}
	}
}

// pathWith returns a PATH with the tools that the scripts use and with programs, each
// the text of a shell script.
func pathWith(t *testing.T, programs map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for _, tool := range []string{"awk", "cat", "cp", "dirname", "git", "grep", "mkdir", "mv", "rm", "sed", "sh"} {
		path, err := exec.LookPath(tool)
		if err != nil {
			t.Skipf("no %s", tool)
		}
		if err := os.Symlink(path, filepath.Join(dir, tool)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range programs {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Each developer's npm has a registry of its own: the lock file must not name one.
func TestExamples_lockFileNamesNoRegistry(t *testing.T) {
	t.Parallel()

	text, err := os.ReadFile(filepath.Join(root, "tools", "workerd", "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), `"resolved"`) {
		t.Error("package-lock.json says where its packages came from: run npm install with the .npmrc beside it")
	}
}

// Users copy one folder, so each folder has its own copy of what several share.
// The source is in examples/receiver.
func TestExamples_copiesEqualTheirSource(t *testing.T) {
	t.Parallel()

	for source, pattern := range map[string]string{
		"receiver.mjs":   "*/receiver/receiver.mjs",
		"receiver.py":    "*/receiver/receiver.py",
		"test/suite.mjs": "*/test/suite.mjs",
	} {
		want := example(t, "receiver/"+source)
		paths, err := fs.Glob(os.DirFS(examples), pattern)
		if err != nil || len(paths) == 0 {
			t.Errorf("receiver/%s has no copies: %v", source, err)
		}
		for _, path := range paths {
			if example(t, path) != want {
				t.Errorf("examples/%s differs from examples/receiver/%s: change the source and run tools/copy-receivers.sh", path, source)
			}
		}
	}
}

// The languages of a receiver differ in their sources, not in their infrastructure.
func TestExamples_languagesShareTheirConfiguration(t *testing.T) {
	t.Parallel()

	tests := map[string]struct{ original, variant, old, new string }{
		"aws-lambda": {"aws-lambda/main.tf", "aws-lambda-python/main.tf", `"nodejs22.x"`, `"python3.13"`},
		"server": {
			"go-server/main.tf", "python-server/main.tf",
			`["main.go", "receiver.go", `, `["receiver/server.py", "receiver/receiver.py", `,
		},
		"proxy": {"go-server/Caddyfile", "python-server/Caddyfile", "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			original := example(t, test.original)
			if !strings.Contains(original, test.old) {
				t.Fatalf("%s lacks %s", test.original, test.old)
			}
			if example(t, test.variant) != strings.Replace(original, test.old, test.new, 1) {
				t.Errorf("%s and %s differ in more than %s: change them together", test.original, test.variant, test.old)
			}
		})
	}
}
