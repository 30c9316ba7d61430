// Command asana-simulator runs a simulated Asana on this machine, to try
// webhooks out, and to test what uses them, without an account. It completes the
// handshake with targets, keeps the records, sends heartbeats and signed events,
// and does what its control API asks for. It logs what happens to standard error
// and ends on Ctrl-C.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

func main() {
	c, err := parseFlags(os.Args[1:], os.Stderr)
	if err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return
		}
		os.Exit(2) // what is wrong has been printed
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err = run(ctx, c, os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "asana-simulator:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends.
func run(ctx context.Context, c config, in io.Reader, out, logWriter io.Writer) (err error) {
	sim, err := newSimulator(c, logWriter)
	if err != nil {
		return err
	}
	defer sim.close()
	if err := removeFile(c.env); err != nil {
		return err
	}
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", c.addr)
	if err != nil {
		return err
	}
	e := newEnvironment(sim, "http://"+dialAddress(listener.Addr()))
	if err := e.writeFile(c.env); err != nil {
		_ = listener.Close()
		return err
	}
	defer func() { err = errors.Join(err, removeFile(c.env)) }()
	e.print(out, c.env)
	go emitEvents(sim, e.eventObject(), in)
	return serve(ctx, sim, listener)
}

// dialAddress is an address to reach a listener at. One that listens on all of the
// machine's addresses is reached at the loopback one.
func dialAddress(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return addr.String()
}

// serve answers requests until ctx ends.
func serve(ctx context.Context, sim *simulator, listener net.Listener) error {
	mux := http.NewServeMux()
	mux.Handle("/", sim)
	mux.Handle(controlPath, newControl(sim).handler())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ErrorLog: sim.logger}
	ended := make(chan struct{})
	stopped := context.AfterFunc(ctx, func() {
		defer close(ended)
		sim.close() // ends handshakes and holds, so that no request is left
		wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(wait) // at worst a request is cut off, and the program ends anyway
	})
	defer stopped()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	<-ended
	return nil
}
