package asanatest

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// Transport is an http.RoundTripper that answers in memory, from handlers
// mounted by scheme and host. It opens no socket and starts no goroutine that
// outlives its handlers, so it works inside a testing/synctest bubble. The zero
// value has no hosts.
//
// An answer arrives whole, when its handler has returned: handlers that stream
// are not served well.
type Transport struct {
	// Fallback serves the hosts that are not mounted. Without it they do not
	// exist: the error is that of a failed look-up of the name.
	Fallback http.RoundTripper

	mu    sync.RWMutex
	hosts map[string]http.Handler
}

// Mount serves requests to the scheme and host of baseURL, whose path does not
// matter, from h. A nil handler takes the host away again.
func (t *Transport) Mount(baseURL string, h http.Handler) {
	u, err := url.Parse(baseURL)
	if err != nil || u.Scheme == "" || u.Host == "" {
		panic("asanatest: Mount needs a URL with scheme and host")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if h == nil {
		delete(t.hosts, origin(u))
		return
	}
	if t.hosts == nil {
		t.hosts = map[string]http.Handler{}
	}
	t.hosts[origin(u)] = h
}

// origin is scheme, host and port, so written that equal ones are equal.
func origin(u *url.URL) string {
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch {
	case scheme == "https":
		host = strings.TrimSuffix(host, ":443")
	case scheme == "http":
		host = strings.TrimSuffix(host, ":80")
	}
	return scheme + "://" + host
}

// RoundTrip serves a request. It returns when the request's context ends, even
// if the handler goes on: such is a client that hangs up. A handler that aborts
// with http.ErrAbortHandler, or ends its goroutine, makes it fail with
// io.ErrUnexpectedEOF.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.mu.RLock()
	h := t.hosts[origin(r.URL)]
	t.mu.RUnlock()
	if h == nil {
		if t.Fallback != nil {
			return t.Fallback.RoundTrip(r)
		}
		closeBody(r)
		return nil, noSuchHost(r.URL.Hostname())
	}
	ctx, cancel := context.WithCancel(r.Context())
	served, err := newServerRequest(r.WithContext(ctx))
	if err != nil {
		cancel()
		return nil, err
	}
	done := make(chan func() (*http.Response, error), 1)
	go func() {
		var response *http.Response
		err := io.ErrUnexpectedEOF
		defer func() { // also when the handler ends its goroutine, as t.FailNow does
			cancel()
			done <- func() (*http.Response, error) { return response, err }
		}()
		if answered, failed := serveInMemory(h, served, r); answered != nil || failed != nil {
			response, err = answered, failed
		}
	}()
	select {
	case answer := <-done:
		return answer()
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// newServerRequest makes of a client's request what a server would receive.
func newServerRequest(r *http.Request) (*http.Request, error) {
	defer closeBody(r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(r.Body, maxBody+1)); err != nil {
			return nil, err
		}
		if len(body) > maxBody {
			return nil, fmt.Errorf("asanatest: the request's body is larger than %d bytes", maxBody)
		}
	}
	served := r.Clone(r.Context())
	served.Body = io.NopCloser(bytes.NewReader(body))
	served.ContentLength = int64(len(body))
	served.GetBody = nil
	served.RequestURI = r.URL.RequestURI()
	served.RemoteAddr = "192.0.2.1:1234"
	served.Proto, served.ProtoMajor, served.ProtoMinor = "HTTP/1.1", 1, 1
	if served.Host == "" {
		served.Host = r.URL.Host
	}
	if r.URL.Scheme == "https" {
		served.TLS = &tls.ConnectionState{HandshakeComplete: true, ServerName: r.URL.Hostname()}
	}
	served.URL.Scheme, served.URL.Host, served.URL.User, served.URL.Fragment = "", "", nil, ""
	if user := r.URL.User; user != nil && r.Header.Get("Authorization") == "" {
		password, _ := user.Password()
		served.SetBasicAuth(user.Username(), password)
	}
	if served.Header == nil {
		served.Header = http.Header{}
	}
	if _, set := served.Header["User-Agent"]; !set {
		served.Header.Set("User-Agent", "Go-http-client/1.1")
	}
	return served, nil
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close() // it has been read or is not wanted
	}
}

// noSuchHost is the error for a name that nobody knows.
func noSuchHost(host string) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}}
}
