package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestScript runs tools/test.sh with programs in the place of what it runs: each fails
// where its name is among those that shall fail.
func TestScript(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	const (
		golang = "Go tests: .\n"
		chart  = "Go tests: tools/chart\n"
		node   = "tools/node-tests.sh\n"
	)
	tests := map[string]struct {
		failing string
		last    []string // what the output ends with, in this order
	}{
		"all pass":      {"", nil},
		"Go tests fail": {".", []string{node, "# pass 3\n", "Failed: " + golang, "a test of .\n"}},
		"a tool's fail": {"tools/chart", []string{chart, node, "# pass 3\n", "Failed: " + chart, "a test of tools/chart\n"}},
		"node's fail":   {"node", []string{golang, chart, node, "Failed: " + node, "a test of node\n", "To repeat what failed:\n  " + node}},
		"everything does": {". tools/chart tools/mutation tools/testreport tools/vet node", []string{
			"Failed: " + golang, "a test of .\n", "Failed: " + chart, "Failed: " + node, "a test of node\n", "To repeat what failed:\n  " + node,
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := runScript(t, test.failing)
			if (err == nil) != (test.failing == "") {
				t.Errorf("it ends with %v", err)
			}
			for _, part := range []string{"report -C . ", "-- -race ./internal/provider ./...", "report -C tools/chart ", "report -C tools/mutation ", "report -C tools/testreport ", "report -C tools/vet "} {
				if !strings.Contains(out, part) {
					t.Errorf("%q was not run:\n%s", part, out)
				}
			}
			rest := out
			for _, part := range test.last {
				_, after, found := strings.Cut(rest, part)
				if !found {
					t.Errorf("no %q in its place:\n%s", part, out)
				}
				rest = after
			}
			if test.failing != "" && rest != "" {
				t.Errorf("what failed is not last, but %q", rest)
			}
		})
	}
}

func runScript(t *testing.T, failing string) (output string, err error) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "tools")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join("..", "test.sh"), "testdata/tool.sh", "testdata/node-tests.sh", "testdata/python-tests.sh", "testdata/report"} {
		target, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, filepath.Base(path))); err != nil {
			t.Fatal(err)
		}
	}
	script := exec.CommandContext(t.Context(), filepath.Join(dir, "test.sh"), "-race")
	script.Env = append(os.Environ(), "FAILING="+failing)
	out, err := script.CombinedOutput()
	return string(out), err
}
