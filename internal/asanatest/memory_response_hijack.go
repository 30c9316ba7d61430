package asanatest

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// Hijack returns a connection of which the client reads what the handler writes
// to it, once the handler has returned.
func (w *memoryResponse) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.conn = &memoryConn{}
	return w.conn, bufio.NewReadWriter(bufio.NewReader(w.conn), bufio.NewWriter(w.conn)), nil
}

// memoryConn is the server's end of a connection in memory.
type memoryConn struct {
	written bytes.Buffer
	// keepOpen is set by a handler that reads: it waits for the client to say more
	// or to close, so the client's end stays open, too.
	keepOpen bool
}

func (c *memoryConn) Read([]byte) (int, error) {
	c.keepOpen = true
	return 0, io.EOF
}

func (c *memoryConn) Write(b []byte) (int, error) { return c.written.Write(b) }

// Close and the others do nothing: the client reads after all of them.
func (*memoryConn) Close() error { return nil }

func (*memoryConn) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (*memoryConn) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (*memoryConn) SetDeadline(time.Time) error      { return nil }
func (*memoryConn) SetReadDeadline(time.Time) error  { return nil }
func (*memoryConn) SetWriteDeadline(time.Time) error { return nil }

// response reads what was written as a client does.
func (c *memoryConn) response(request *http.Request) (*http.Response, error) {
	rest := &blockedReader{ctx: request.Context(), closed: make(chan struct{})}
	if !c.keepOpen {
		_ = rest.Close()
	}
	reader := bufio.NewReader(io.MultiReader(&c.written, rest))
	response, err := http.ReadResponse(reader, request)
	if err != nil {
		return nil, err
	}
	body := io.Reader(response.Body)
	if response.StatusCode == http.StatusSwitchingProtocols {
		body = reader // all that follows is the other protocol
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{body, rest}
	return response, nil
}

// blockedReader is a connection on which nothing comes until it is closed or the
// request's context ends.
type blockedReader struct {
	ctx    context.Context
	closed chan struct{}
	once   sync.Once
}

func (b *blockedReader) Read([]byte) (int, error) {
	select {
	case <-b.closed:
		return 0, io.EOF
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	}
}

// Close ends all reads with io.EOF.
func (b *blockedReader) Close() error {
	b.once.Do(func() { close(b.closed) })
	return nil
}
