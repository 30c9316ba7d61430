package main

import (
	"context"
	"net"
	"net/http"
	"time"
)

// httpServer is an HTTP server on a free port of this machine.
type httpServer struct {
	url    string
	server *http.Server
}

func startServer(ctx context.Context, handler http.Handler) (*httpServer, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		// It always ends with an error: that it has been closed.
		_ = server.Serve(listener)
	}()
	return &httpServer{url: "http://" + listener.Addr().String(), server: server}, nil
}

func (s *httpServer) stop() {
	if s != nil {
		s.server.Close()
	}
}
