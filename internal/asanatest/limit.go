package asanatest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// meter counts what one token does.
type meter struct {
	recent        []time.Time // requests of the last minute, refused ones included
	reads, writes int         // open now
}

// enter lets a request in, or refuses it with 429. Who is let in must leave.
// Our choice: the minute slides, and requests without a good token are counted
// by the token that they show.
func (s *Server) enter(c *call) (leave func(), refusal *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.meters[c.token]
	if !ok {
		m = &meter{}
		s.meters[c.token] = m
	}
	if wait := m.charge(s.nowLocked(), s.opts.RequestsPerMinute); wait > 0 {
		a := errorAnswer(errTooMany)
		a.header.Set("Retry-After", wholeSeconds(wait))
		a.reason = fmt.Sprintf("more than %d requests a minute", s.opts.RequestsPerMinute)
		return nil, &a
	}
	open, limit := &m.writes, s.opts.MaxWrites
	if c.method == http.MethodGet {
		open, limit = &m.reads, s.opts.MaxReads
	}
	if limit > 0 && *open >= limit {
		// Asana's staff says that this 429 has no Retry-After. Our choice: the
		// same words.
		a := errorAnswer(errTooMany)
		a.reason = fmt.Sprintf("%d are in flight already", *open)
		return nil, &a
	}
	*open++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		*open--
	}, nil
}

// charge counts a request. Beyond the limit it returns how long the client has
// to be quiet before its next request is let in.
func (m *meter) charge(now time.Time, limit int) time.Duration {
	if limit <= 0 {
		return 0
	}
	old := now.Add(-time.Minute)
	m.recent = slices.DeleteFunc(m.recent, func(t time.Time) bool { return !t.After(old) })
	m.recent = append(m.recent, now)
	excess := len(m.recent) - limit
	if excess <= 0 {
		return 0
	}
	return m.recent[excess].Sub(old)
}

// wholeSeconds is a wait as Retry-After has it, rounded up.
func wholeSeconds(wait time.Duration) string {
	return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
}
