// Command simulator runs a simulated Asana on this machine, to try webhooks out
// without an account: it completes the handshake with targets, keeps the
// records, and sends heartbeats and an event for each line of its input. It prints
// what a shell needs to talk to it, logs what happens to standard error, and ends
// on Ctrl-C.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "`address` to listen on; port 0 means any free one")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *addr, os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "simulator:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, addr string, in io.Reader, out, logTo io.Writer) error {
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	logger := log.New(logTo, "", log.Ltime)
	sim := asanatest.New(asanatest.Options{
		AllowLocalTargets: true, // whoever tries this out has a target on this machine
		Log:               func(line string) { logger.Print(line) },
	})
	s := seed(sim)
	s.print(out, "http://"+listener.Addr().String()+"/api/1.0")
	go makeEvents(sim.Emit, s.task, in, logger)

	server := &http.Server{Handler: sim, ReadHeaderTimeout: 10 * time.Second, ErrorLog: logger}
	due, cancel := context.WithCancel(ctx)
	defer cancel()
	go sim.Run(due)
	go func() {
		<-due.Done()
		sim.Close() // ends handshakes, so that no request is left
		wait, done := context.WithTimeout(context.WithoutCancel(due), 5*time.Second)
		defer done()
		_ = server.Shutdown(wait) // at worst a request is cut off, and the program ends anyway
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
