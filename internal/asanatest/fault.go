package asanatest

import (
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

	// Status, if set, makes an answer of that status. Body is its body, by
	// default an error in Asana's form (with a phrase for 500) or, with HTML, a
	// page as a CDN sends it. Header is added to the answer.
	Status int
	Body   string
	HTML   bool
	Header http.Header

	// Reset ends the connection without an answer.
	Reset bool
	// Truncate breaks off the true answer in the middle of its body. It implies
	// After.
	Truncate bool
	// Delay passes before the work or, with After, between work and answer. It
	// may stand alone. A client that hangs up cuts it short, but the work is
	// done all the same.
	Delay time.Duration
	// DropSecret makes a createWebhook answer 201 without X-Hook-Secret.
	DropSecret bool
}

// activeFault is a fault that still has something to do.
type activeFault struct {
	Fault
	skip, left int // left is negative when it never ends
}

// Inject adds a fault. Each request is hit by one fault at most: the first of
// those injected that matches, has nothing more to skip and is not used up.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &activeFault{Fault: f, skip: f.Skip, left: f.Times}
	if f.Times == 0 {
		a.left = 1
	}
	s.faults = append(s.faults, a)
}

// ClearFaults takes back all faults.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// takeFault returns what hits the present request of op, the zero Fault if
// nothing does.
func (s *Server) takeFault(op Op) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		switch {
		case f.Op != "" && f.Op != op, f.left == 0:
		case f.skip > 0:
			f.skip--
		default:
			if f.left > 0 {
				f.left--
			}
			return f.Fault
		}
	}
	return Fault{}
}

// late says whether the fault strikes after the work.
func (f Fault) late() bool { return f.After || f.Truncate }

// replaces says whether the client gets something else than the true answer.
func (f Fault) replaces() bool { return f.Status != 0 || f.Reset }

// answer is what the client gets instead of the true answer.
func (f Fault) answer() answer {
	if f.Reset {
		return answer{reset: true}
	}
	a := errorAnswer(refuse(f.Status, "%s", defaultMessage(f.Status)))
	if f.HTML {
		a = htmlAnswer(f.Status)
	}
	if f.Body != "" {
		a.body = []byte(f.Body)
	}
	for name, values := range f.Header {
		a.header[http.CanonicalHeaderKey(name)] = values
	}
	return a
}

// distort turns the true answer into the one that the client gets.
func (f Fault) distort(a answer) answer {
	if f.replaces() {
		a = f.answer()
	}
	a.truncated = f.Truncate
	return a
}

// defaultMessage is what Asana says with a status, as far as that is known.
func defaultMessage(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return errNotAuthorized.message
	case http.StatusNotFound:
		return errNoRoute.message
	case http.StatusTooManyRequests:
		return errTooMany.message
	case http.StatusInternalServerError:
		return "Server Error"
	}
	return http.StatusText(status)
}
