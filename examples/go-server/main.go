// Command go-server receives the events of one Asana webhook, behind a reverse
// proxy that terminates TLS. It needs nothing but the standard library.
package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "`address` that the reverse proxy forwards to")
	secretFile := flag.String("secret-file", "/etc/asana-receiver/secret", "`file` to which Terraform writes the webhook's secret")
	flag.Parse()

	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := serve(ctx, log, *listen, *secretFile)
	stop()
	if err != nil {
		log.Error("server ended", "error", err)
		os.Exit(1)
	}
}

// serve serves until the context ends, and then completes the open requests.
func serve(ctx context.Context, log *slog.Logger, address, secretFile string) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	log.Info("listening", "address", listener.Addr().String())

	server := &http.Server{
		Handler:           &receiver{secretFile: secretFile, onEvents: logEvents(log), log: log},
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second, // Asana waits no longer for a response
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	shutdown, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	return errors.Join(server.Shutdown(shutdown), ignoreClosed(<-ended))
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// logEvents is where your code goes. Asana waits ten seconds for the response: put
// what takes longer into a queue.
func logEvents(log *slog.Logger) func([]event) error {
	return func(events []event) error {
		for _, e := range events {
			log.Info("event", "type", e.Resource.Type, "gid", e.Resource.GID, "action", e.Action, "field", e.Change.Field)
		}
		return nil
	}
}
