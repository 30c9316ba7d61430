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
	// maxPageBody is for a page of a list: one of a hundred complete webhooks
	// is about 100 kB, if their targets do not answer failing deliveries with
	// long pages.
	maxPageBody = 4 << 20
	// maxRecordBody is for one record.
	maxRecordBody = 1 << 20
	// maxErrorBody is for what is not a success. The rest of it is left unread.
	maxErrorBody = 64 << 10
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
	ca := callFromContext(ctx)
	if ca.nonIdempotent {
		// An interrupt ends waiting, for a connection as well, but never a creation
		// in flight.
		if err := ctx.Err(); err != nil {
			return nil, ca.notSentError(err)
		}
		ctx, timeout = context.WithoutCancel(ctx), max(timeout, minCreateTimeout)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, &attemptTimeoutError{within: timeout})
	defer cancel()

	var state connectState
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { state.setConnecting(true) },
		GotConn: func(httptrace.GotConnInfo) { state.setConnecting(false) },
	})
	out := req.WithContext(ctx)
	if ca.nonIdempotent {
		// With GetBody, net/http would repeat what a server of HTTP/2 broke off.
		out.GetBody = nil
		defer state.cancelWith(req.Context(), cancel)()
	}
	ca.sentAt = time.Now()
	resp, err := t.next.RoundTrip(out)
	if err == nil && resp.StatusCode == http.StatusSwitchingProtocols {
		resp.Body.Close() // unread: what follows is not HTTP and has no end
		err = ca.refusal(resp.StatusCode)
	}
	if err == nil {
		t.clock.observe(ca.sentAt, time.Now(), resp)
		err = t.bufferBody(resp, ca)
	}
	if err == nil {
		return resp, nil
	}
	if req.Context().Err() == nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return nil, ca.lostError(!state.isConnecting(), t.secrets.quoteError(err))
}

type attemptTimeoutError struct{ within time.Duration }

func (e *attemptTimeoutError) Error() string { return fmt.Sprintf("no answer within %s", e.within) }

// connectState is whether an attempt still waits for a connection, so that nothing
// has been sent.
type connectState struct {
	mu         sync.Mutex
	connecting bool
}

func (d *connectState) setConnecting(is bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.connecting = is
}

func (d *connectState) isConnecting() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.connecting
}

// cancelWith cancels an attempt that waits for a connection when the caller is
// interrupted, but not when the caller's deadline passes. It returns a function
// that stops this.
func (d *connectState) cancelWith(caller context.Context, cancel context.CancelFunc) (stop func() bool) {
	return context.AfterFunc(caller, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.connecting && errors.Is(caller.Err(), context.Canceled) {
			cancel()
		}
	})
}

// bufferBody reads the body into memory. An answer that can't be read to the
// end is a failure, because a part of it says nothing for certain; but a limit
// is one whatever its body is.
func (t *attemptTransport) bufferBody(resp *http.Response, ca *call) error {
	defer resp.Body.Close()
	limit := int64(maxRecordBody)
	switch {
	case resp.StatusCode >= 300:
		limit = maxErrorBody
	case ca.isPage:
		limit = maxPageBody
	}
	var body []byte
	var err error
	if resp.ContentLength <= limit {
		body, err = io.ReadAll(io.LimitReader(resp.Body, limit+1))
	}
	if resp.ContentLength > limit || int64(len(body)) > limit {
		err = fmt.Errorf("the answer is too large: more than %d bytes", limit)
	}
	if err != nil && resp.StatusCode != http.StatusTooManyRequests {
		return &UnreadableError{Status: resp.StatusCode, Err: t.secrets.quoteError(err)}
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}
