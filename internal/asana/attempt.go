package asana

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"
)

// maxBody bounds what is read of an answer: a page of a hundred complete
// webhooks is about 100 kB.
const maxBody = 16 << 20

// minCreateTimeout is the least time that an attempt to create a webhook gets:
// Asana gives the target about 10 seconds for the handshake while the request
// is open, and to hang up meanwhile would lose the only copy of the secret.
const minCreateTimeout = 30 * time.Second

// attemptTransport makes one attempt a whole: it bounds its time, reads the
// body to the end, and says of a failure whether the request may have arrived.
type attemptTransport struct {
	next    http.RoundTripper
	timeout time.Duration
	clock   *serverClock
	secrets *redactor
}

func (t *attemptTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, timeout := req.Context(), t.timeout
	ca := callOf(ctx)
	if ca.once {
		// An interrupt ends waiting, for a connection as well, but never a creation
		// in flight.
		if err := ctx.Err(); err != nil {
			return nil, ca.unsent(err)
		}
		ctx, timeout = context.WithoutCancel(ctx), max(timeout, minCreateTimeout)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, &noAnswerError{within: timeout})
	defer cancel()

	var dial dialing
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { dial.set(true) },
		GotConn: func(httptrace.GotConnInfo) { dial.set(false) },
	})
	out := req.WithContext(ctx)
	if ca.once {
		// With GetBody, net/http would repeat what a server of HTTP/2 broke off.
		out.GetBody = nil
		defer dial.endWith(req.Context(), cancel)()
	}
	ca.sent = time.Now()
	resp, err := t.next.RoundTrip(out)
	if err == nil {
		t.clock.observe(ca.sent, time.Now(), resp)
		err = t.readWhole(resp)
	}
	if err == nil {
		return resp, nil
	}
	if req.Context().Err() == nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return nil, &TransportError{Op: ca.op, Method: ca.method, Path: ca.display(), Sent: !dial.now(), SentAt: ca.sent, Err: t.secrets.quoteError(err)}
}

// noAnswerError is an attempt that took longer than it may.
type noAnswerError struct{ within time.Duration }

func (e *noAnswerError) Error() string { return fmt.Sprintf("no answer within %s", e.within) }

// dialing tells whether an attempt still waits for a connection, so that
// nothing has been sent.
type dialing struct {
	mu sync.Mutex
	is bool
}

func (d *dialing) set(is bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.is = is
}

func (d *dialing) now() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.is
}

// endWith ends an attempt that waits for a connection when the caller is
// interrupted; the end of the caller's time lets the last attempt be. It returns
// how to stop looking after that.
func (d *dialing) endWith(caller context.Context, cancel context.CancelFunc) (stop func() bool) {
	return context.AfterFunc(caller, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.is && errors.Is(caller.Err(), context.Canceled) {
			cancel()
		}
	})
}

// readWhole replaces the body by its bytes. An answer that can't be read to the
// end is a failure, because a part of it says nothing for certain; but a limit
// is one whatever its body is.
func (t *attemptTransport) readWhole(resp *http.Response) error {
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err == nil && len(body) > maxBody {
		err = errors.New("the answer is too large")
	}
	if err != nil && resp.StatusCode != http.StatusTooManyRequests {
		return &UnreadableError{Status: resp.StatusCode, Err: t.secrets.quoteError(err)}
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}
