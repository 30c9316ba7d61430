// Command testreport runs go test and reports what it does: a line for each package that
// has finished, and for each test that has failed, and at least every ten seconds what is
// running. What is known of failed tests comes last, with commands that repeat them.
//
//	testreport [flags] -- [flags and packages of go test]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"gotest.tools/gotestsum/testjson"
)

// silence is about the longest time without a line.
const silence = 9500 * time.Millisecond // which reports after ten ticks of a second

func main() {
	log.SetFlags(0)
	dir := flag.String("C", ".", "`directory` of the module")
	repeat := flag.String("repeat", "go test", "`command` with which failed tests are repeated")
	file := flag.String("failures", "", "`file` for what is known of failed tests, instead of standard output")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	r, err := test(ctx, os.Stdout, *dir, flag.Args())
	stop()
	if r != nil {
		printTotal(os.Stdout, r.execution)
	}
	if r != nil && err != nil {
		err = errors.Join(err, reportFailures(*file, r, *repeat, flag.Args()))
	}
	if err != nil {
		log.Fatal(err)
	}
}

// reportFailures writes what is known of failed tests to a file, or to standard output.
func reportFailures(name string, r *report, repeat string, args []string) error {
	var text strings.Builder
	printFailures(&text, r.execution)
	printCommands(&text, r, repeat, args)
	if name == "" {
		_, err := os.Stdout.WriteString(text.String())
		return err
	}
	return os.WriteFile(name, []byte(text.String()), 0o600)
}

// test runs go test. An interrupt reaches it, too, and ends it.
func test(ctx context.Context, out io.Writer, dir string, args []string) (*report, error) {
	list := exec.CommandContext(ctx, "go", "list", "-m")
	list.Dir = dir
	module, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("looking for the module: %w", err)
	}
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Dir = dir
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	r := newReport(out, strings.TrimSpace(string(module)))
	err = r.read(stdout, stderr)
	return r, errors.Join(err, cmd.Wait())
}

// read reports what go test -json writes, until it ends.
func (r *report) read(stdout, stderr io.Reader) error {
	done := make(chan struct{})
	go r.reportProgress(done)
	defer close(done)
	var err error
	r.execution, err = testjson.ScanTestOutput(testjson.ScanConfig{
		Stdout: stdout, Stderr: stderr, Handler: r, IgnoreNonJSONOutputLines: true,
	})
	if err != nil {
		return fmt.Errorf("reading the output of go test: %w", err)
	}
	return nil
}
