package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// source is a package of which tests notice some changes.
const source = `package sample

func Positive(n int) bool {
	return n > 0
}

func Count(limit int) (n int) {
	for n < limit {
		n++
	}
	return n
}

func Join(a, b string) string { return a + b }

func Either(a, b bool) bool { return a || b }
`

const sourceTest = `package sample

import "testing"

func TestPositive(t *testing.T) {
	if !Positive(2) || Positive(-2) {
		t.Error("wrong")
	}
}

func TestCount(t *testing.T) {
	if Count(1) != 1 {
		t.Error("wrong")
	}
}

func TestEither(t *testing.T) {
	if testing.Short() {
		return
	}
	if !Either(true, false) {
		t.Error("wrong")
	}
}
`

// module writes a module with the package, and returns its folder.
func module(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/sample\n\ngo 1.26\n", "sample/sample.go": source, "sample/sample_test.go": sourceTest} {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// found is what gremlins writes about the package, with one mutant twice and one that
// does not compile.
const found = `{"files":[{"file_name":"sample.go","mutations":[
	{"type":"INVERT_LOGICAL","status":"NOT COVERED","line":16,"column":40},
	{"type":"CONDITIONALS_NEGATION","status":"RUNNABLE","line":4,"column":11},
	{"type":"CONDITIONALS_BOUNDARY","status":"RUNNABLE","line":4,"column":11},
	{"type":"CONDITIONALS_BOUNDARY","status":"RUNNABLE","line":4,"column":11},
	{"type":"CONDITIONALS_BOUNDARY","status":"RUNNABLE","line":8,"column":8},
	{"type":"ARITHMETIC_BASE","status":"RUNNABLE","line":14,"column":42}
]}]}`

func TestRunner(t *testing.T) {
	t.Parallel()
	root := module(t)
	every := regexp.MustCompile("")
	mutants, err := parseMutants([]byte(found), root, "sample", every)
	if err != nil {
		t.Fatal(err)
	}
	if len(mutants) != 5 {
		t.Fatalf("%d mutants, want each once: %v", len(mutants), mutants)
	}
	gone := mutantID{"sample/sample.go", "return n >= 0", "return n > 0"}
	for name, tc := range map[string]struct {
		known map[mutantID]string
		limit int
		good  bool
		says  []string
	}{
		"one survives": {nil, 0, false, []string{
			"survivor: sample/sample.go:4:11 CONDITIONALS_BOUNDARY\n  - return n > 0\n  + return n >= 0\n",
			"| `sample` | 4       | 3      | 0         | 1        | 0           | 0          |",
		}},
		"one may survive": {nil, 25, true, []string{"| `sample` | 4       | 3      | 0         | 1        | 1           | 0          |"}},
		"it is equivalent": {map[mutantID]string{mutants[0].id(): "Zero is never asked for."}, 0, true, []string{
			"| `sample` | 4       | 3      | 0         | 0        | 0           | 1          |",
		}},
		"another one is": {map[mutantID]string{gone: "It was so."}, 25, false, []string{
			"there is no such mutant: sample/sample.go\n  - return n >= 0\n  + return n > 0\n",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			s := subject{dir: "sample", limit: tc.limit, quick: []string{"-test.short"}}
			tests, err := newTests(t.Context(), root, t.TempDir(), s)
			if err != nil {
				t.Fatal(err)
			}
			r := runner{root: root, workers: 2, files: every, known: tc.known, out: &out}
			res, err := r.test(t.Context(), tests, mutants)
			if err != nil {
				t.Fatal(err)
			}
			res.stale = stale(tc.known, "sample", mutants)
			if good := report(&out, []result{res}); good != tc.good {
				t.Errorf("good: %t, want %t", good, tc.good)
			}
			for _, text := range tc.says {
				if !strings.Contains(out.String(), text) {
					t.Errorf("lacks %q:\n%s", text, out.String())
				}
			}
		})
	}
}

func TestRunner_endless(t *testing.T) {
	t.Parallel()
	root := module(t)
	tests, err := newTests(t.Context(), root, t.TempDir(), subject{dir: "sample"})
	if err != nil {
		t.Fatal(err)
	}
	tests.quickLimit, tests.limit = 0, 0 // as if it were over
	m, err := mutate([]byte(source), mutant{file: "sample/sample.go", line: 9, column: 4, kind: "INCREMENT_DECREMENT"})
	if err != nil {
		t.Fatal(err)
	}
	if what, err := tests.outcome(t.Context(), 0, m); err != nil || what != timedOut {
		t.Errorf("got %v, %v", what, err)
	}
}

// Mutants of tests that fail anyway would all be killed.
func TestNewTests_failing(t *testing.T) {
	t.Parallel()
	root := module(t)
	file := filepath.Join(root, "sample", "sample_test.go")
	if err := os.WriteFile(file, []byte(strings.Replace(sourceTest, "Count(1) != 1", "Count(1) == 1", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newTests(t.Context(), root, t.TempDir(), subject{dir: "sample"}); err == nil || !strings.Contains(err.Error(), "don't pass") {
		t.Errorf("got %v", err)
	}
}
