package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSuite_isThatOfGoVet compares the analyzers with those in the source of go vet.
func TestSuite_isThatOfGoVet(t *testing.T) {
	t.Parallel()
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "src", "cmd", "vet", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	analyzer := regexp.MustCompile(`(?m)^\t(\w+)\.Analyzer,$`)
	if got, want := analyzers(t, analyzer), names(analyzer, string(source)); !maps.Equal(got, want) || len(want) == 0 {
		t.Errorf("the suite has %v, and go vet has %v", got, want)
	}
}

// analyzers returns the names in this package's own list.
func analyzers(t *testing.T, analyzer *regexp.Regexp) map[string]bool {
	t.Helper()
	source, err := os.ReadFile("suite.go")
	if err != nil {
		t.Fatal(err)
	}
	return names(analyzer, string(source))
}

func names(analyzer *regexp.Regexp, source string) map[string]bool {
	found := map[string]bool{}
	for _, match := range analyzer.FindAllStringSubmatch(source, -1) {
		found[match[1]] = true
	}
	return found
}
