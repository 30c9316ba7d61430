// Command demo shows the provider at work, with nothing but this machine: it
// starts a simulated Asana and a receiver, lets Terraform register a webhook from
// examples/quickstart, sends a signed event through it, and takes it all down.
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
	path := flag.String("engine", "", "`path` of terraform or tofu; looked for with tools/engine.sh if not given")
	flag.Parse()

	// The deferred clean-up has to run on Ctrl-C, too, so nothing below may exit.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, ".", *path)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nThe demo failed:", err)
		os.Exit(1)
	}
}

// run tells the whole story to out. root is the repository.
func run(ctx context.Context, out io.Writer, root, enginePath string) (err error) {
	story := newStory(out)
	if enginePath == "" {
		if enginePath, err = findEngine(ctx, root); err != nil {
			return err
		}
	}

	files, err := newWorkspace(root)
	if err != nil {
		return err
	}
	defer func() {
		if removeErr := files.remove(); err == nil {
			err = removeErr
		}
	}()

	d := &demo{story: story, files: files, engine: newEngine(story, enginePath, files)}
	defer d.stop()
	return d.play(ctx)
}
