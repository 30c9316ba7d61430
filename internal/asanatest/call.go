package asanatest

import (
	"io"
	"net/http"
	"net/url"
	"time"
)

// maxBody is far beyond any body that makes sense here.
const maxBody = 1 << 20

// call is a request on its way through the server.
type call struct {
	identity
	token     string
	authError error // why the token is refused

	request *http.Request
	op      Op
	route   *route
	gid     string // the one in the path
	method  string
	path    string
	origin  string // scheme and host under which the client reached us
	query   url.Values
	header  http.Header
	body    []byte

	logEntry *Request
	fault    Fault
}

// ServeHTTP serves the API. Whatever becomes of a request, it is in the request log.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := s.newCall(r)
	s.recordRequest(c)
	start := s.opts.Now()
	resp := s.serve(c)
	if resp.reset {
		s.logf("%s %s: connection reset by a fault", c.method, c.path)
		panic(http.ErrAbortHandler)
	}
	s.recordStatus(c, resp.status)
	s.logf("%s %s: %d in %s%s", c.method, c.path, resp.status, s.opts.Now().Sub(start).Round(time.Millisecond), c.logReason(resp))
	s.send(w, c, resp)
}

// logReason returns why an answer is not a success.
func (c *call) logReason(resp response) string {
	switch {
	case c.fault.hasEffect():
		return ", changed by a fault"
	case resp.reason != "":
		return ": " + resp.reason
	}
	return ""
}

// newCall reads and authenticates a request.
func (s *Server) newCall(r *http.Request) *call {
	// A body that can't be read whole is judged by what came.
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxBody))
	c := &call{
		request: r, method: r.Method, path: r.URL.Path, query: r.URL.Query(),
		header: r.Header, body: body, origin: "http://" + r.Host, token: bearer(r.Header),
	}
	if r.TLS != nil {
		c.origin = "https://" + r.Host
	}
	if c.route, c.gid = matchRoute(r.Method, r.URL.Path); c.route != nil {
		c.op = c.route.op
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.identity, c.authError = s.authenticate(c.token)
	return c
}

// serve does what comes before and after an operation: the CDN's rule, the
// limits, and what tests asked for. That the CDN comes first is clear; the
// order of limits and token is our choice.
func (s *Server) serve(c *call) response {
	if len(c.body) > 0 && (c.method == http.MethodGet || c.method == http.MethodDelete) {
		return htmlResponse(http.StatusForbidden)
	}
	release, refusal := s.acquireSlot(c)
	if refusal != nil {
		return *refusal
	}
	defer release()

	s.pause(c.request.Context(), s.opts.Latency)
	s.waitForHold(c, false)
	c.fault = s.matchFault(c.op)
	if !c.fault.actsAfterWork() {
		s.pause(c.request.Context(), c.fault.Delay)
		if c.fault.replacesResponse() {
			return c.fault.apply(response{})
		}
	}
	resp := s.runOperation(c)
	if c.fault.actsAfterWork() {
		s.pause(c.request.Context(), c.fault.Delay)
		resp = c.fault.apply(resp)
	}
	s.waitForHold(c, true)
	return resp
}

// runOperation checks token and route, and does what the route does.
func (s *Server) runOperation(c *call) response {
	if c.authError != nil && c.route != &oauthRoute {
		return errorResponse(c.authError)
	}
	if c.route == nil {
		return errorResponse(errNoRoute)
	}
	resp, err := c.route.perform(s, c)
	if err != nil {
		resp = errorResponse(err)
	}
	if c.fault.RecordOf != "" {
		resp = s.replaceRecord(c, resp)
	}
	if c.fault.DropSecret {
		resp = withoutSecret(resp)
	}
	resp.injected = s.mayHaveRawMembers(c)
	return resp
}
