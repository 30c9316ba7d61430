package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// write writes events as go test -json does.
func write(t *testing.T, out io.Writer, events ...map[string]any) {
	t.Helper()
	for _, event := range events {
		if err := json.NewEncoder(out).Encode(event); err != nil {
			t.Error(err)
		}
	}
}

func event(action, pkg, test, output string) map[string]any {
	e := map[string]any{"Action": action, "Package": pkg, "Time": time.Now()}
	if test != "" {
		e["Test"] = test
	}
	if output != "" {
		e["Output"] = output
	}
	return e
}

// TestReport_progress plays a run of two minutes in virtual time.
func TestReport_progress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		r := newReport(&out, "example.com/m")
		events, input := io.Pipe()
		ended := make(chan error)
		go func() { ended <- r.read(events, strings.NewReader("")) }()

		time.Sleep(25 * time.Second) // of compiling
		write(t, input, event("start", "example.com/m/a", "", ""), event("start", "example.com/m/b", "", ""))
		write(t, input, event("run", "example.com/m/a", "TestOne", ""), event("pass", "example.com/m/a", "TestOne", ""))
		time.Sleep(12 * time.Second)
		write(t, input, event("run", "example.com/m/b", "TestTwo", ""), event("fail", "example.com/m/b", "TestTwo", ""))
		write(t, input, event("output", "example.com/m/b", "", "FAIL\texample.com/m/b\t7.000s\n"), event("fail", "example.com/m/b", "", ""))
		time.Sleep(12 * time.Second)
		write(t, input, event("output", "example.com/m/a", "", "PASS\n"), event("output", "example.com/m/a", "", "ok  \texample.com/m/a\t24.000s\n"))
		write(t, input, event("pass", "example.com/m/a", "", ""))
		if err := input.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}

		const want = `  10s, 0 tests done, compiling
  20s, 0 tests done, compiling
  30s, 1 tests done, running ./a (1), ./b (0)
FAIL ./b TestTwo
FAIL	example.com/m/b	7.000s
  47s, 2 tests done, running ./a (1)
ok  	example.com/m/a	24.000s
`
		if out.String() != want {
			t.Errorf("report:\n%s\nwant:\n%s", out.String(), want)
		}
	})
}

// TestTest runs a module that has tests of every outcome.
func TestTest(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":                "module example.com/m\n\ngo 1.26\n",
		"root_test.go":          "package m\n\nimport \"testing\"\n\nfunc TestRoot(t *testing.T) { t.Fatal(\"root is wrong\") }\n",
		"good/good_test.go":     "package good\n\nimport \"testing\"\n\nfunc TestGood(*testing.T) {}\n\nfunc TestSkipped(t *testing.T) { t.Skip() }\n",
		"bad/bad_test.go":       "package bad\n\nimport \"testing\"\n\nfunc TestBad(t *testing.T) { t.Run(\"sub\", func(t *testing.T) { t.Error(\"sub is wrong\") }) }\n\nfunc TestWorse(t *testing.T) { t.Error(\"worse\") }\n\nfunc TestFine(t *testing.T) { t.Log(\"all is fine\") }\n",
		"broken/broken_test.go": "package broken\n\nvar x int = true\n",
		"main/main_test.go":     "package main\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestMain(*testing.M) { println(\"no start\"); os.Exit(3) }\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	args := []string{"-shuffle=on", "-count=1", "./..."}
	var out, total, failures, commands strings.Builder
	r, err := test(t.Context(), &out, dir, args)
	if err == nil {
		t.Error("it succeeds")
	}
	printTotal(&total, r.execution)
	printFailures(&failures, r.execution)
	printCommands(&commands, r, "tools/x go test", args)

	check := func(what, text string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", what, want, text)
			}
		}
	}
	check("the report", out.String(), "ok  \texample.com/m/good\t", "FAIL ./bad TestBad\n", "FAIL ./bad TestWorse\n", "FAIL . TestRoot\n", "FAIL\texample.com/m/broken [build failed]")
	check("the total", total.String(), "DONE 7 tests, 1 skipped, ", " failures, ", " in ")
	if strings.Count(total.String(), "\n") != 1 {
		t.Errorf("the total is not one line: %q", total.String())
	}
	check("what failed", failures.String(), "root is wrong", "sub is wrong", "worse", "cannot use true", "no start")
	if strings.Contains(failures.String(), "all is fine") || strings.Contains(failures.String(), "DONE") {
		t.Errorf("what failed has more than that:\n%s", failures.String())
	}
	seed := func(pkg string) string { return "tools/x go test -count=1 -shuffle=" + r.seeds["example.com/m"+pkg] }
	check("the commands", commands.String(),
		"  "+seed("")+" -run '^(TestRoot)$' .\n",
		seed("/bad")+" -run '^(TestBad|TestWorse)$' ./bad\n",
		"  tools/x go test -count=1 ./broken\n",
		" ./main\n")
	if strings.Contains(commands.String(), "good") {
		t.Errorf("the commands repeat what succeeded:\n%s", commands.String())
	}
}

func TestRepeatable(t *testing.T) {
	t.Parallel()
	got := strings.Join(repeatable([]string{"-race", "-shuffle=on", "-parallel=8", "-run=^TestAcc", "-timeout=30m", "./internal/...", "."}), " ")
	if want := "-race -parallel=8 -timeout=30m"; got != want {
		t.Errorf("repeatable: %q, want %q", got, want)
	}
}
