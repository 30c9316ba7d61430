package provider_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"testing"
)

// distort puts something between the provider and the simulated Asana that gets
// each answer as it goes over the wire, and returns what goes instead.
func (a *api) distort(tb testing.TB, instead func(r *http.Request, answer []byte) []byte) {
	tb.Helper()
	listener, err := new(net.ListenConfig).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { listener.Close() })
	a.url = "http://" + listener.Addr().String() + "/api/1.0"
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go a.serveDistorted(conn, instead)
		}
	}()
}

// serveDistorted answers the requests of one connection.
func (a *api) serveDistorted(conn io.ReadWriteCloser, instead func(r *http.Request, answer []byte) []byte) {
	defer conn.Close()
	requests := bufio.NewReader(conn)
	for {
		r, err := http.ReadRequest(requests)
		if err != nil {
			return
		}
		rec := httptest.NewRecorder()
		a.ServeHTTP(rec, r)
		result := rec.Result()
		result.ContentLength = int64(rec.Body.Len())
		answer, err := httputil.DumpResponse(result, true)
		if err != nil {
			return
		}
		if _, err := conn.Write(instead(r, answer)); err != nil {
			return
		}
	}
}
