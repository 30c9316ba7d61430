package asanatest

import "sync"

// Hold stops one request, so that a test can look at the world in between.
type Hold struct {
	op       Op
	after    bool
	taken    bool
	arrived  chan struct{}
	released chan struct{}
	release  sync.Once
}

// Hold stops the next request of op at the door, before any of its work is
// done, until Release (or Close). An empty op means any request. A client that
// hangs up meanwhile changes nothing: the work is done after Release.
func (s *Server) Hold(op Op) *Hold { return s.addHold(op, false) }

// HoldAfter stops the next request of op when its work is done, before the
// answer. It ends as well when the client hangs up.
func (s *Server) HoldAfter(op Op) *Hold { return s.addHold(op, true) }

// Arrived is closed when a request has arrived and waits.
func (h *Hold) Arrived() <-chan struct{} { return h.arrived }

// Release lets the request go on. It may be called before one arrives, and more
// than once.
func (h *Hold) Release() { h.release.Do(func() { close(h.released) }) }

func (s *Server) addHold(op Op, after bool) *Hold {
	h := &Hold{op: op, after: after, arrived: make(chan struct{}), released: make(chan struct{})}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holds = append(s.holds, h)
	return h
}

// waitForHold makes a request wait where a hold says so.
func (s *Server) waitForHold(c *call, after bool) {
	h := s.matchHold(c.op, after)
	if h == nil {
		return
	}
	close(h.arrived)
	var hungUp <-chan struct{}
	if after {
		hungUp = c.request.Context().Done()
	}
	select {
	case <-h.released:
	case <-hungUp:
	case <-s.ctx.Done():
	}
}

// matchHold returns the first hold that waits for such a request.
func (s *Server) matchHold(op Op, after bool) *Hold {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.holds {
		if !h.taken && h.after == after && (h.op == "" || h.op == op) {
			h.taken = true
			return h
		}
	}
	return nil
}
