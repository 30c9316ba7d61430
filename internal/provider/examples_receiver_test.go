package provider_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// On a developer's machine a missing Node or Python must not keep the other tests from
// running. In CI, where nobody reads the output, it must not pass for a success.
func TestExamples_interpretersAreRequiredInCI(t *testing.T) {
	t.Parallel()

	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell")
	}
	without := t.TempDir() // a PATH without node and python3
	dirname, err := exec.LookPath("dirname")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dirname, filepath.Join(without, "dirname")); err != nil {
		t.Fatal(err)
	}
	for script, message := range map[string]string{
		"node-tests.sh":   "no node found: the JavaScript examples are not tested",
		"python-tests.sh": "no python3 found: the Python examples are not tested",
	} {
		for ci, succeeds := range map[string]bool{"": true, "false": true, "true": false} {
			tests := exec.CommandContext(t.Context(), shell, filepath.Join(root, "tools", script))
			tests.Env = []string{"PATH=" + without, "CI=" + ci}
			out, err := tests.CombinedOutput()
			if (err == nil) != succeeds || !strings.Contains(string(out), message) {
				t.Errorf("with CI=%q %s ends with %v: %s", ci, script, err, out)
			}
		}
	}
}

// Users copy one folder, so each folder has its own copy of what several share.
// The source and its tests are in examples/receiver.
func TestExamples_copiesEqualTheirSource(t *testing.T) {
	t.Parallel()

	sources, err := filepath.Glob(filepath.Join(examples, "receiver", "receiver.*"))
	if err != nil || len(sources) == 0 {
		t.Fatalf("examples/receiver has no source: %v", err)
	}
	for _, source := range sources {
		name := filepath.Base(source)
		want := example(t, "receiver/"+name)
		copies, err := filepath.Glob(filepath.Join(examples, "*", "receiver", name))
		if err != nil || len(copies) == 0 {
			t.Errorf("%s has no copies: %v", name, err)
		}
		for _, path := range copies {
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != want {
				t.Errorf("%s differs from %s: change the source and run tools/copy-receivers.sh", path, source)
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
