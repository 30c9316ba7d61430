package main

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// maxWait is how long a request may wait for a held one to arrive.
const maxWait = 10 * time.Minute

// postHold stops the next request of an operation, or of any, before its work
// or after it.
func (c *control) postHold(r *http.Request) (any, error) {
	var in struct {
		Op    asanatest.Op `json:"op"`
		After bool         `json:"after"`
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	if in.Op != "" && !slices.Contains(asanatest.Ops(), in.Op) {
		return nil, unknownOp(in.Op)
	}
	hold := c.sim.current().Hold
	if in.After {
		hold = c.sim.current().HoldAfter
	}
	id := c.addHold(hold(in.Op))
	c.sim.log("control: hold " + id + " waits for " + opName(in.Op))
	return map[string]any{"id": id, "arrived": false}, nil
}

// getHold answers whether a request has arrived, and with wait=10s waits so
// long for one.
func (c *control) getHold(r *http.Request) (any, error) {
	id, hold, err := c.hold(r)
	if err != nil {
		return nil, err
	}
	var wait time.Duration
	if text := r.URL.Query().Get("wait"); text != "" {
		if wait, err = time.ParseDuration(text); err != nil || wait < 0 || wait > maxWait {
			return nil, fmt.Errorf("wait must be a time up to %s, such as 10s, not %q", maxWait, text)
		}
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-hold.Arrived():
		return map[string]any{"id": id, "arrived": true}, nil
	case <-timer.C:
	case <-r.Context().Done():
	}
	select {
	case <-hold.Arrived():
		return map[string]any{"id": id, "arrived": true}, nil
	default:
		return map[string]any{"id": id, "arrived": false}, nil
	}
}

// deleteHold lets the request go on, or pass when it comes.
func (c *control) deleteHold(r *http.Request) (any, error) {
	id, hold, err := c.hold(r)
	if err != nil {
		return nil, err
	}
	hold.Release()
	c.sim.log("control: released hold " + id)
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.holds, id)
	return emptyResponse, nil
}

// hold returns the hold that a path names.
func (c *control) hold(r *http.Request) (string, *asanatest.Hold, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := r.PathValue("id")
	hold, ok := c.holds[id]
	if !ok {
		return "", nil, refusal{http.StatusNotFound, fmt.Sprintf("there is no hold %q", id)}
	}
	return id, hold, nil
}

// addHold adds a hold and returns its id.
func (c *control) addHold(h *asanatest.Hold) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastHold++
	id := strconv.Itoa(c.lastHold)
	c.holds[id] = h
	return id
}
