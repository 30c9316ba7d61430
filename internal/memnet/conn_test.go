package memnet_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/memnet"
)

// connect returns both sides of a connection.
func connect(t *testing.T) (near, far net.Conn) {
	t.Helper()
	var network memnet.Network
	listener := network.Listen(address)
	accepted := make(chan net.Conn)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			t.Error(err)
		}
		accepted <- conn
	}()
	near, err := network.DialContext(context.Background(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	return near, <-accepted
}

// Both sides may write before either reads; more than fits waits to be read.
func TestConn_buffer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		near, far := connect(t)
		text := bytes.Repeat([]byte("0123456789"), 100_000)
		var written bool
		go func() {
			n, err := near.Write(text)
			if n != len(text) || err != nil {
				t.Errorf("wrote %d bytes, %v", n, err)
			}
			written = true
			_ = near.Close()
		}()
		if n, err := far.Write([]byte("hello")); n != 5 || err != nil {
			t.Errorf("wrote %d bytes, %v", n, err)
		}
		synctest.Wait()
		if written {
			t.Error("a megabyte was written before any of it was read")
		}
		if got, err := io.ReadAll(far); !bytes.Equal(got, text) || err != nil {
			t.Errorf("read %d bytes, %v", len(got), err)
		}
	})
}

func TestConn_closed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		near, far := connect(t)
		time.AfterFunc(time.Minute, func() { _ = near.Close() })
		if _, err := far.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("the other side reads: %v", err)
		}
		if _, err := far.Write([]byte("x")); !errors.Is(err, syscall.EPIPE) {
			t.Errorf("the other side writes: %v", err)
		}
		if _, err := near.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
			t.Errorf("this side reads: %v", err)
		}
		if _, err := near.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
			t.Errorf("this side writes: %v", err)
		}
	})
}

func TestConn_deadlines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		near, _ := connect(t)
		start := time.Now()
		_ = near.SetDeadline(start.Add(time.Minute))
		_ = near.SetReadDeadline(start.Add(time.Second))
		_, err := near.Read(make([]byte, 1))
		if timeout, ok := errors.AsType[net.Error](err); !ok || !timeout.Timeout() || !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
		if _, err := near.Write(make([]byte, 1<<20)); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
		// A deadline that is moved while somebody waits counts from then on.
		_ = near.SetReadDeadline(time.Time{})
		time.AfterFunc(time.Minute, func() { _ = near.SetReadDeadline(time.Now()) })
		if _, err := near.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != 2*time.Minute {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
	})
}
