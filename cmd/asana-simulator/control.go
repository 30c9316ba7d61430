package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// controlPath is where the control API is. Asana has nothing of its own there.
const controlPath = "/-/simulator/"

// maxBody is far beyond any request that makes sense.
const maxBody = 1 << 20

// control is the API by which tests in any language make things happen.
type control struct {
	sim *simulator

	mu       sync.Mutex
	holds    map[string]*asanatest.Hold
	lastHold int
}

func newControl(sim *simulator) *control {
	return &control{sim: sim, holds: map[string]*asanatest.Hold{}}
}

// endpoint does what a request asks for, and returns what to answer.
type endpoint func(*http.Request) (any, error)

// endpoints are what the control API has, by method and path.
func (c *control) endpoints() map[string]endpoint {
	return map[string]endpoint{
		"POST events":       c.postEvent,
		"POST faults":       c.postFault,
		"DELETE faults":     c.deleteFaults,
		"POST holds":        c.postHold,
		"GET holds/{id}":    c.getHold,
		"DELETE holds/{id}": c.deleteHold,
		"GET clock":         c.getClock,
		"POST clock":        c.postClock,
		"GET requests":      c.getRequests,
		"DELETE requests":   c.deleteRequests,
		"GET webhooks":      c.getWebhooks,
		"GET objects":       c.getObjects,
		"POST reset":        c.postReset,
	}
}

// handler serves the control API to programs on this machine.
func (c *control) handler() http.Handler {
	mux := http.NewServeMux()
	for pattern, e := range c.endpoints() {
		method, path, _ := strings.Cut(pattern, " ")
		mux.Handle(method+" "+controlPath+path, e)
	}
	mux.HandleFunc("POST "+controlPath+"targets/{status}", serveTarget)
	mux.HandleFunc("POST "+controlPath+"targets/{status}/{name...}", serveTarget)
	mux.Handle(controlPath, endpoint(func(r *http.Request) (any, error) {
		return nil, refusal{http.StatusNotFound, "the control API has no " + r.Method + " " + r.URL.Path}
	}))
	sameOrigin := http.NewCrossOriginProtection()
	sameOrigin.SetDenyHandler(endpoint(func(*http.Request) (any, error) {
		return nil, refusal{http.StatusForbidden, "a page of another origin can't use the control API"}
	}))
	return loopbackOnly(sameOrigin.Handler(mux))
}

// refusal is an error of the control API.
type refusal struct {
	status  int
	message string
}

func (e refusal) Error() string { return e.message }

// ServeHTTP answers in JSON.
func (e endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	status := http.StatusOK
	answer, err := e(r)
	if err != nil {
		status, answer = http.StatusBadRequest, map[string]string{"error": err.Error()}
		var refused refusal
		if errors.As(err, &refused) {
			status = refused.status
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(answer) // a failed write means that the client is gone
}

// decode reads the body of a request, which is one JSON object.
func decode(r *http.Request, into any) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if errors.Is(err, io.EOF) {
		return errors.New("the body must be a JSON object")
	}
	if err == nil && decoder.More() {
		return errors.New("the body must be one JSON object and nothing else")
	}
	return err
}

// emptyResponse is the answer to a request that has nothing to return.
var emptyResponse = struct{}{}

// postReset starts over: same token, same objects, nothing else.
func (c *control) postReset(*http.Request) (any, error) {
	c.mu.Lock()
	c.holds = map[string]*asanatest.Hold{}
	c.mu.Unlock()
	if err := c.sim.reset(); err != nil {
		return nil, err
	}
	c.sim.log("control: started over: webhooks, requests, faults, holds and the clock are as at first")
	return emptyResponse, nil
}

// getObjects lists what can be watched.
func (c *control) getObjects(*http.Request) (any, error) {
	type object struct {
		GID      string `json:"gid"`
		Type     string `json:"resource_type"`
		Name     string `json:"name"`
		Parent   string `json:"parent,omitempty"`
		Archived bool   `json:"archived,omitempty"`
	}
	list := []object{}
	for _, o := range c.sim.current().Objects() {
		list = append(list, object{o.GID, o.Type, o.Name, o.Parent, o.Archived})
	}
	return map[string]any{"objects": list}, nil
}
