package main

import (
	"fmt"
	"net/http"
	"time"
)

// getClock answers with the simulator's time.
func (c *control) getClock(*http.Request) (any, error) {
	return map[string]any{"time": c.sim.current().Now()}, nil
}

// postClock moves the clock on and does what falls due on the way.
func (c *control) postClock(r *http.Request) (any, error) {
	var in struct {
		Advance string `json:"advance"`
	}
	if err := decode(r, &in); err != nil {
		return nil, err
	}
	d, err := time.ParseDuration(in.Advance)
	if err != nil || d < 0 {
		return nil, fmt.Errorf("advance must be a time such as 90s or 24h, not %q", in.Advance)
	}
	c.sim.current().Advance(d)
	c.sim.log("control: moved the clock on by " + d.String())
	return c.getClock(r)
}
