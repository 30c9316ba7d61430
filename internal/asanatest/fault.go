package asanatest

import (
	"fmt"
	"net/http"
	"time"
)

// Fault is something that goes wrong on purpose. Its zero value does nothing.
type Fault struct {
	Op    Op  // the operation that it hits; empty means any request
	Skip  int // how many matching requests pass first
	Times int // how many requests it hits; 0 means one, a negative number all

	// After says when: false is instead of the work, true is after it, so that
	// the work is done but the client does not get the true answer.
	After bool

	// Status, if set, makes an answer of that status. By default it has an error
	// in Asana's form (with a phrase for 500), whose message and code Message and
	// Code set. With HTML it is a page as a CDN sends it. Body is another body,
	// whatever its form, and NoBody none.
	Status  int
	Message string
	Code    string
	HTML    bool
	Body    string
	NoBody  bool
	// Header is set on the answer, whether Status makes it or it is the true one.
	// A header without a value is taken away, and with it a Date or a
	// Content-Type that comes by default.
	Header http.Header

	// Reset ends the connection without an answer.
	Reset bool
	// Truncate breaks off the answer in the middle of its body. It implies After.
	Truncate bool
	// Delay passes before the work or, with After, between work and answer. It
	// may stand alone. A client that hangs up cuts it short, but the work is
	// done all the same.
	Delay time.Duration

	// DropSecret makes a createWebhook answer 201 without X-Hook-Secret.
	DropSecret bool
	// RecordOf is the gid of the webhook or the object whose record stands in the
	// answer, in place of the right one. The work is done on the right one.
	RecordOf string
	// RepeatOffset makes a list name the page that was asked for as the next one.
	RepeatOffset bool
	// Edit changes the body of the answer.
	Edit func(body []byte) []byte

	// Wire changes the bytes of the answer, status line and headers included. They
	// are all that the connection carries: it is closed after them, or with
	// KeepOpen left open until the client closes it. WireTwice and its like are
	// such functions. It needs HTTP/1.1 or a Transport.
	Wire     func(answer []byte) []byte
	KeepOpen bool
}

// activeFault is a fault that still has something to do.
type activeFault struct {
	Fault
	skip, remaining int // remaining is negative when the fault never ends
}

// Inject adds a fault. Each request is hit by one fault at most: the first of
// those injected that matches, has nothing more to skip and is not used up.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.RecordOf != "" && s.recordOf(f.RecordOf) == nil {
		panic(fmt.Sprintf("asanatest: no webhook or object with gid %q exists", f.RecordOf))
	}
	a := &activeFault{Fault: f, skip: f.Skip, remaining: f.Times}
	if f.Times == 0 {
		a.remaining = 1
	}
	s.faults = append(s.faults, a)
}

// ClearFaults removes all faults.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// matchFault returns what hits the present request of op, the zero Fault if
// nothing does.
func (s *Server) matchFault(op Op) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		switch {
		case f.Op != "" && f.Op != op, f.remaining == 0:
		case f.skip > 0:
			f.skip--
		default:
			if f.remaining > 0 {
				f.remaining--
			}
			return f.Fault
		}
	}
	return Fault{}
}
