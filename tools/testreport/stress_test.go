package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// sometimes has a test that fails in its second round, and one that wants what
// tools/stress.sh promises.
const sometimes = `package sometimes

import (
	"os"
	"runtime"
	"testing"
)

func TestSecondRound(t *testing.T) {
	rounds, err := os.ReadFile("rounds")
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if err := os.WriteFile("rounds", append(rounds, '.'), 0o600); err != nil {
		t.Fatal(err)
	}
	if len(rounds) == 1 {
		t.Error("not in the second round")
	}
}

func TestSurroundings(t *testing.T) {
	if runtime.GOMAXPROCS(0) != 1 || os.Getenv("TF_ACC") != "" {
		t.Error(runtime.GOMAXPROCS(0), os.Getenv("TF_ACC"))
	}
}
`

// TestStress shows that all rounds run, whatever fails, and that what failed comes last.
func TestStress(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	dir := t.TempDir()
	script, err := filepath.Abs(filepath.Join("..", "stress.sh"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "tools"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(script, filepath.Join(dir, "tools", "stress.sh")); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.26\n", "sometimes/sometimes_test.go": sometimes,
		"always/always_test.go": "package always\n\nimport \"testing\"\n\nfunc TestAlways(*testing.T) {}\n", "none/none.go": "package none\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	stress := exec.CommandContext(t.Context(), filepath.Join(dir, "tools", "stress.sh"), "3", "1", "-trimpath")
	stress.Env = append(os.Environ(), "TF_ACC=1")
	out, err := stress.CombinedOutput()
	if err == nil {
		t.Error("it succeeds")
	}
	rest := string(out)
	for _, part := range []string{
		"round 1 of 3: ok example.com/m/always", "round 1 of 3: ok example.com/m/sometimes",
		"round 2 of 3: ok example.com/m/always", "round 2 of 3: FAIL example.com/m/sometimes",
		"round 3 of 3: ok example.com/m/always", "round 3 of 3: ok example.com/m/sometimes",
		"DONE 3 rounds beside 1 busy loops, 1 failed runs of a package\n",
		"Failed: round 2, example.com/m/sometimes\n", "-test.shuffle ", "not in the second round", "  GOMAXPROCS=1 go test -count=1 -short -shuffle=NUMBER ./sometimes\n",
	} {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Errorf("no %q in its place:\n%s", part, out)
		}
		rest = after
	}
	if rest != "" {
		t.Errorf("after what failed comes %q", rest)
	}
}
