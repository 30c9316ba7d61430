package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// requestJSON is a request that the simulator received.
type requestJSON struct {
	Time    time.Time    `json:"time"`
	Op      asanatest.Op `json:"op"`
	Method  string       `json:"method"`
	Path    string       `json:"path"`
	Query   url.Values   `json:"query"`
	Headers http.Header  `json:"headers"`
	Body    any          `json:"body"` // JSON as it is, anything else as a string, nothing as null
	Status  int          `json:"status"`
}

// getRequests lists the requests to the API, of the operations that op names.
func (c *control) getRequests(r *http.Request) (any, error) {
	var ops []asanatest.Op
	for _, name := range r.URL.Query()["op"] {
		op := asanatest.Op(name)
		if !slices.Contains(asanatest.Ops(), op) {
			return nil, unknownOp(op)
		}
		ops = append(ops, op)
	}
	list := []requestJSON{}
	for _, q := range c.sim.current().Requests(ops...) {
		list = append(list, requestJSON{q.Time, q.Op, q.Method, q.Path, q.Query, q.Header, bodyJSON(q.Body), q.Status})
	}
	return map[string]any{"requests": list}, nil
}

func bodyJSON(body []byte) any {
	switch {
	case len(body) == 0:
		return nil
	case json.Valid(body):
		return json.RawMessage(body)
	}
	return string(body)
}

// deleteRequests forgets the requests received so far.
func (c *control) deleteRequests(*http.Request) (any, error) {
	c.sim.current().ResetRequests()
	return emptyResponse, nil
}
