package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"gotest.tools/gotestsum/testjson"
)

// printTotal prints the line that counts the tests.
func printTotal(out io.Writer, execution *testjson.Execution) {
	var summary strings.Builder
	testjson.PrintSummary(&summary, execution, testjson.SummarizeNone)
	fmt.Fprintln(out, strings.TrimSpace(summary.String()))
}

// printFailures prints all that failed tests have printed, and what did not compile.
func printFailures(out io.Writer, execution *testjson.Execution) {
	var summary strings.Builder
	testjson.PrintSummary(&summary, execution, testjson.SummarizeFailed|testjson.SummarizeErrors|testjson.SummarizeOutput)
	text := strings.TrimSpace(summary.String())
	// The last line counts the tests, which printTotal does.
	text = strings.TrimSpace(text[:strings.LastIndex("\n"+text, "\n")])
	fmt.Fprintf(out, "%s\n\n", text)
}

// printCommands prints a command for each package in which something has failed.
func printCommands(out io.Writer, r *report, repeat string, args []string) {
	fmt.Fprintln(out, "To repeat what failed:")
	for _, name := range r.execution.Packages() {
		var tests []string
		for _, failed := range r.execution.Package(name).Failed {
			if test, _ := failed.Test.Split(); !slices.Contains(tests, test) {
				tests = append(tests, test)
			}
		}
		slices.Sort(tests)
		if len(tests) == 0 && r.execution.Package(name).Result() != testjson.ActionFail {
			continue
		}
		words := append([]string{repeat}, repeatable(args)...)
		if seed := r.seeds[name]; seed != "" {
			words = append(words, "-shuffle="+seed)
		}
		if len(tests) > 0 {
			words = append(words, "-run '^("+strings.Join(tests, "|")+")$'")
		}
		fmt.Fprintf(out, "  %s %s\n", strings.Join(words, " "), r.relative(name))
	}
}

var notRepeated = regexp.MustCompile(`^(\.|-(run|shuffle)=)`)

// repeatable returns the flags of go test that hold for single tests as well: all but
// those that pick tests or packages.
func repeatable(args []string) []string {
	return slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return notRepeated.MatchString(arg) })
}
