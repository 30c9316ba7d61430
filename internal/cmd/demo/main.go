// Command demo shows the provider at work on this machine alone. It starts a simulated
// Asana and a receiver, runs Terraform to register a webhook from examples/quickstart,
// sends a signed event through it, and destroys it again.
//
// Run it from the root of the repository, or with make demo.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	path := flag.String("engine", "terraform", "`program` to run, terraform or tofu")
	flag.Parse()

	// The deferred clean-up has to run on Ctrl-C, too, so nothing below may exit.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, os.Stderr, ".", *path)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nThe demo failed:", err)
		os.Exit(1)
	}
}

// run prints the transcript to out, and how far builds are to progress. root is the
// repository.
func run(ctx context.Context, out, progress io.Writer, root, enginePath string) (err error) {
	d, err := newDemo(out, progress, root, enginePath)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := d.close(); err == nil {
			err = closeErr
		}
	}()
	return d.run(ctx)
}
