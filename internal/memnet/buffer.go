package memnet

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// bufferSize is how much can be written before it is read. Without a buffer, two
// ends that write at the same time, as in a handshake of TLS, would wait for each
// other for ever.
const bufferSize = 64 << 10

// buffer is one direction of a connection.
type buffer struct {
	mu      sync.Mutex
	changed sync.Cond
	data    []byte
	reader  end
	writer  end
}

// end is one of the two ends of a buffer.
type end struct {
	closed   bool
	deadline time.Time
	timer    *time.Timer // wakes who waits at the deadline
}

func newBuffer() *buffer {
	b := &buffer{}
	b.changed.L = &b.mu
	return b
}

func (b *buffer) read(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for {
		switch err := b.reader.err(); {
		case err != nil:
			return 0, err
		case len(b.data) > 0 || len(p) == 0:
			n := copy(p, b.data)
			b.data = b.data[n:]
			b.changed.Broadcast()
			return n, nil
		case b.writer.closed:
			return 0, io.EOF
		}
		b.changed.Wait()
	}
}

func (b *buffer) write(p []byte) (written int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for {
		if err := b.writer.err(); err != nil {
			return written, err
		}
		if b.reader.closed {
			return written, os.NewSyscallError("write", syscall.EPIPE)
		}
		n := min(len(p), bufferSize-len(b.data))
		b.data = append(b.data, p[:n]...)
		p, written = p[n:], written+n
		b.changed.Broadcast()
		if len(p) == 0 {
			return written, nil
		}
		b.changed.Wait()
	}
}

// close closes an end.
func (b *buffer) close(e *end) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.setTimer(e, time.Time{})
	e.closed = true
	b.changed.Broadcast()
}

func (b *buffer) setDeadline(e *end, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !e.closed {
		b.setTimer(e, at)
		b.changed.Broadcast()
	}
}

// setTimer replaces the deadline of an end; the zero time stands for none.
func (b *buffer) setTimer(e *end, at time.Time) {
	if e.timer != nil {
		e.timer.Stop()
		e.timer = nil
	}
	e.deadline = at
	if !at.IsZero() {
		e.timer = time.AfterFunc(time.Until(at), func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.changed.Broadcast()
		})
	}
}

// err says why nothing can be done at an end.
func (e *end) err() error {
	switch {
	case e.closed:
		return net.ErrClosed
	case !e.deadline.IsZero() && !time.Now().Before(e.deadline):
		return os.ErrDeadlineExceeded
	}
	return nil
}
