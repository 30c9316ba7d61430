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

// How much is read of an answer. Many are read at a time, and what is decoded takes
// up more memory than what was read.
const (
	// maxPage is for a page of a list: one of a hundred complete webhooks is about
	// 100 kB, if their targets do not answer failing deliveries with long pages.
	maxPage = 4 << 20
	// maxRecord is for one record.
	maxRecord = 1 << 20
	// maxRefusal is for what is not a success. The rest of it is left unread.
	maxRefusal = 64 << 10
)

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
	if err == nil && resp.StatusCode == http.StatusSwitchingProtocols {
		resp.Body.Close()
		err = ca.switchingProtocols()
	}
	if err == nil {
		t.clock.observe(ca.sent, time.Now(), resp)
		err = t.readWhole(resp, ca)
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
func (t *attemptTransport) readWhole(resp *http.Response, ca *call) error {
	defer resp.Body.Close()
	most := maxBody(resp, ca)
	var body []byte
	var err error
	if refused := resp.StatusCode >= 300; refused || resp.ContentLength <= most {
		body, err = io.ReadAll(io.LimitReader(resp.Body, most+1))
	}
	if resp.ContentLength > most || int64(len(body)) > most {
		err = fmt.Errorf("the answer is too large: more than %d bytes", most)
	}
	if err != nil && resp.StatusCode != http.StatusTooManyRequests {
		return &UnreadableError{Status: resp.StatusCode, Err: t.secrets.quoteError(err)}
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// maxBody is how much is read of an answer.
func maxBody(resp *http.Response, ca *call) int64 {
	switch {
	case resp.StatusCode >= 300:
		return maxRefusal
	case ca.page:
		return maxPage
	}
	return maxRecord
}
