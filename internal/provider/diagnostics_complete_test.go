package provider

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// builtSummaries are the summaries that the sources don't have as constants: by
// function and expression, with examples of what they come to.
var builtSummaries = map[string][]string{
	`addInvalid: "Invalid " + invalid.Field`:                       {"Invalid target"},
	`addRunWarnings: "Asana API change announced: " + change.Name`: {"Asana API change announced: string_ids"},
	`find: title(l.noun()) + " not found"`:                         {"Project not found"},
	`notFound: title(noun) + " not found"`:                         {"Webhook not found", "User not found"},
	`notRead: summary`:                                             {"Project not read", "Not authorized to read workspaces", "Access to webhook forbidden"},
	`Run: err.Error()`:                                             {"this is not an absolute URL"},
}

// summaryPattern finds the summaries in the golden file.
var summaryPattern = regexp.MustCompile(`(?m)^### (?:Error|Warning): (.*?)(?: \(.*\))?$`)

// Every summary in the sources is in the golden file: a constant itself, and of
// what is built the examples. Errors of functions have a text and no summary.
func TestDiagnostics_complete(t *testing.T) {
	t.Parallel()
	golden, err := os.ReadFile(diagnosticsFile)
	if err != nil {
		t.Fatal(err)
	}
	inFile := make(map[string]bool)
	for _, m := range summaryPattern.FindAllStringSubmatch(string(golden), -1) {
		inFile[m[1]] = true
	}
	mustHave := func(at, summary string) {
		if !inFile[summary] && !strings.Contains(string(golden), "\n```text\n"+summary) {
			t.Errorf("%s: %q is not in %s: add a case that shows it", at, summary, diagnosticsFile)
		}
	}
	built := make(map[string]bool)
	all := summariesInSources(t)
	for _, s := range all {
		if s.constant != "" {
			mustHave(s.at, s.constant)
			continue
		}
		expression := s.function + ": " + s.expression
		built[expression] = true
		for _, example := range builtSummaries[expression] {
			mustHave(s.at, example)
		}
		if builtSummaries[expression] == nil {
			t.Errorf("%s: the summary %s is built: add it to builtSummaries, with examples", s.at, expression)
		}
	}
	for expression := range maps.Keys(builtSummaries) {
		if !built[expression] {
			t.Errorf("the sources don't build the summary %s", expression)
		}
	}
	// A test that finds no diagnostics would pass.
	for _, known := range []string{"Webhook not created", "Invalid gid", "Undocumented field", "OAuth refresh token replaced", "Missing argument", "Webhook handshake failed", "Webhook not deleted"} {
		if !slices.ContainsFunc(all, func(s sourceSummary) bool { return s.constant == known }) {
			t.Errorf("the summary %q was not found in the sources", known)
		}
	}
}
