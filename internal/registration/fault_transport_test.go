package registration_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"strings"
	"testing/iotest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// faultTransport is between the client and Asana: it ends connections
// while the server goes on, refuses a list and drops headers, as the script
// says, and keeps a record of creations.
type faultTransport struct {
	next http.RoundTripper
	sim  *simulation
}

func (c *faultTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	sim, op := c.sim, opOf(r)
	sim.mu.Lock()
	n, call := sim.callCounts[op], len(sim.ops)
	sim.callCounts[op]++
	sim.ops = append(sim.ops, op)
	sim.mu.Unlock()
	if n > maxCalls {
		return nil, errors.New("too many calls")
	}
	sim.applyEvents(call, beforeCall)
	p := post{begun: time.Now()}
	resp, err := c.exchange(r, n, call)
	sim.setReceiver(-1)
	if err == nil && sim.script.noDateHeader {
		resp.Header.Del("Date")
	}
	if err == nil {
		sim.rewrite(resp)
	}
	sim.mu.Lock()
	sim.slowestExchange = max(sim.slowestExchange, time.Since(p.begun))
	sim.maxPairWebhooks = max(sim.maxPairWebhooks, sim.countPair())
	sim.mu.Unlock()
	defer sim.applyEventsAfter(call)
	if op != asanatest.CreateWebhook {
		return resp, err
	}
	p.ended, p.lost = time.Now(), err != nil
	if err == nil {
		body, unread := peekBody(resp)
		unclear := !bytes.Contains(body, []byte(`"message"`)) && !bytes.Contains(body, []byte(`"target"`))
		p.lost = unread != nil || resp.StatusCode >= 500 || unclear
		p.ended = time.Now()
	}
	sim.mu.Lock()
	sim.posts = append(sim.posts, p)
	sim.mu.Unlock()
	return resp, err
}

// rewrite makes answers what the script says that Asana's are like.
func (sim *simulation) rewrite(resp *http.Response) {
	if !sim.script.respelled && !sim.script.noCreatedAt {
		return
	}
	body, err := peekBody(resp)
	if err != nil {
		return
	}
	if sim.script.respelled {
		body = bytes.ReplaceAll(body, []byte(target), []byte("https://HOOKS.example.com:443/%61sana/"))
	}
	if sim.script.noCreatedAt {
		body = createdAt.ReplaceAll(body, []byte(`"created_at":null`))
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
}

var createdAt = regexp.MustCompile(`"created_at":"[^"]*"`)

// peekBody reads a body to its end or to where it breaks, so that another
// reader finds the same.
func peekBody(resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	rest := io.Reader(bytes.NewReader(body))
	if err != nil {
		rest = io.MultiReader(rest, iotest.ErrReader(err))
	}
	resp.Body = io.NopCloser(rest)
	return body, err
}

func (c *faultTransport) exchange(r *http.Request, n, call int) (*http.Response, error) {
	sim, op := c.sim, opOf(r)
	if gid := r.URL.Query().Get("workspace"); gid != "" && gid == sim.forbidden {
		return &http.Response{
			StatusCode: http.StatusForbidden, Header: http.Header{}, Request: r,
			Body: io.NopCloser(strings.NewReader(`{"errors":[{"message":"workspace: Forbidden"}]}`)),
		}, nil
	}
	f, ok := sim.faultOf(call, op)
	if faults := sim.script.faults[op]; !ok && n < len(faults) {
		f = faults[n]
	}
	switch {
	case f.unsent, sim.script.isOffline(time.Since(sim.start)):
		httptrace.ContextClientTrace(r.Context()).GetConn("")
		return nil, errors.New("no route to host")
	case f.cutAfter == 0:
		return c.next.RoundTrip(r)
	}
	type result struct {
		resp *http.Response
		err  error
	}
	done := make(chan result, 1)
	go func() {
		resp, err := c.next.RoundTrip(r.WithContext(context.WithoutCancel(r.Context())))
		done <- result{resp, err}
	}()
	select {
	case got := <-done:
		return got.resp, got.err
	case <-time.After(f.cutAfter):
		return nil, io.ErrUnexpectedEOF
	}
}
