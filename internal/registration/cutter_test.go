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

// cutter is what stands between the client and Asana: it ends connections
// while the server goes on, refuses a list and drops headers, as the script
// says, and keeps a record of creations.
type cutter struct {
	next  http.RoundTripper
	world *world
}

func (c *cutter) RoundTrip(r *http.Request) (*http.Response, error) {
	w, op := c.world, opOf(r)
	w.mu.Lock()
	n, call := w.seen[op], len(w.ops)
	w.seen[op]++
	w.ops = append(w.ops, op)
	w.mu.Unlock()
	if n > mostCalls {
		return nil, errors.New("too many calls")
	}
	w.happen(call, beforeCall)
	p := post{begun: time.Now()}
	resp, err := c.exchange(r, n, call)
	if err == nil && w.script.dateless {
		resp.Header.Del("Date")
	}
	if err == nil {
		w.edit(resp)
	}
	w.mu.Lock()
	w.slowest = max(w.slowest, time.Since(p.begun))
	w.most = max(w.most, w.countPair())
	w.mu.Unlock()
	defer w.happenSince(call)
	if op != asanatest.CreateWebhook {
		return resp, err
	}
	p.ended, p.lost = time.Now(), err != nil
	if err == nil {
		body, unread := readAgain(resp)
		unclear := !bytes.Contains(body, []byte(`"message"`)) && !bytes.Contains(body, []byte(`"target"`))
		p.lost = unread != nil || resp.StatusCode >= 500 || unclear
		p.ended = time.Now()
	}
	w.mu.Lock()
	w.posts = append(w.posts, p)
	w.mu.Unlock()
	return resp, err
}

// edit makes answers what the script says that Asana's are like.
func (w *world) edit(resp *http.Response) {
	if !w.script.respelled && !w.script.undated {
		return
	}
	body, err := readAgain(resp)
	if err != nil {
		return
	}
	if w.script.respelled {
		body = bytes.ReplaceAll(body, []byte(target), []byte("https://HOOKS.example.com:443/%61sana/"))
	}
	if w.script.undated {
		body = createdAt.ReplaceAll(body, []byte(`"created_at":null`))
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
}

var createdAt = regexp.MustCompile(`"created_at":"[^"]*"`)

// readAgain reads a body to its end or to where it breaks, so that another
// reader finds the same.
func readAgain(resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	rest := io.Reader(bytes.NewReader(body))
	if err != nil {
		rest = io.MultiReader(rest, iotest.ErrReader(err))
	}
	resp.Body = io.NopCloser(rest)
	return body, err
}

func (c *cutter) exchange(r *http.Request, n, call int) (*http.Response, error) {
	w, op := c.world, opOf(r)
	if gid := r.URL.Query().Get("workspace"); gid != "" && gid == w.forbidden {
		return &http.Response{
			StatusCode: http.StatusForbidden, Header: http.Header{}, Request: r,
			Body: io.NopCloser(strings.NewReader(`{"errors":[{"message":"workspace: Forbidden"}]}`)),
		}, nil
	}
	f, ok := w.faultOf(call, op)
	if faults := w.script.faults[op]; !ok && n < len(faults) {
		f = faults[n]
	}
	switch {
	case f.unsent, w.script.isOffline(time.Since(w.start)):
		httptrace.ContextClientTrace(r.Context()).GetConn("")
		return nil, errors.New("no route to host")
	case f.cut == 0:
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
	case <-time.After(f.cut):
		return nil, io.ErrUnexpectedEOF
	}
}
