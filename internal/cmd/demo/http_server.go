package main

import (
	"context"
	"net"
	"net/http"
	"time"
)

// site is an HTTP server on a free port of this machine.
type site struct {
	url    string
	server *http.Server
}

func serve(ctx context.Context, handler http.Handler) (*site, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		// It always ends with an error: that it has been closed.
		_ = server.Serve(listener)
	}()
	return &site{url: "http://" + listener.Addr().String(), server: server}, nil
}

func (s *site) stop() {
	if s != nil {
		s.server.Close()
	}
}
