package asanatest

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// What Request.Header has in place of the value of Authorization.
const (
	TokenRight = "(right token)"
	TokenWrong = "(wrong token)"
)

// Redacted stands in Request.Body and Request.Query in place of what is secret in
// a request to the token endpoint.
const Redacted = "(hidden)"

// Request is a request that the server received.
type Request struct {
	Time   time.Time // by the server's clock
	Op     Op        // empty when no route matched
	Method string
	Path   string
	Query  url.Values
	Header http.Header // Authorization replaced by TokenRight or TokenWrong
	Body   []byte
	Status int // of the answer; 0 while there is none, and after a reset
	User   string
	App    string
}

// Requests returns copies of the requests of the given operations, of all when
// none is named, in the order in which they arrived.
func (s *Server) Requests(ops ...Op) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Request
	for _, r := range s.requestLog {
		if len(ops) == 0 || slices.Contains(ops, r.Op) {
			found = append(found, r.clone())
		}
	}
	return found
}

// ResetRequests forgets the requests received so far.
func (s *Server) ResetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requestLog = nil
}

func (r *Request) clone() Request {
	c := *r
	c.Query = url.Values(http.Header(r.Query).Clone())
	c.Header = r.Header.Clone()
	c.Body = bytes.Clone(r.Body)
	return c
}

// recordRequest adds c to the request log.
func (s *Server) recordRequest(c *call) {
	header := c.header.Clone()
	if header.Get("Authorization") != "" {
		mark := TokenWrong
		if c.authError == nil {
			mark = TokenRight
		}
		header.Set("Authorization", mark)
	}
	query, body := c.query, c.body
	if c.path == oauthPath {
		query, body = redactOAuthRequest(c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.logEntry = &Request{
		Time: s.nowLocked(), Op: c.op, Method: c.method, Path: c.path, Query: query,
		Header: header, Body: body, User: c.user, App: c.app,
	}
	s.requestLog = append(s.requestLog, c.logEntry)
}

// recordStatus notes the answer before it is sent, so that whoever has the
// answer finds it in the request log.
func (s *Server) recordStatus(c *call, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.logEntry.Status = status
}
