package asanatest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// tokenLimiter counts the requests of one token.
type tokenLimiter struct {
	recent        []time.Time // requests of the last minute, refused ones included
	reads, writes int         // open now
}

// acquireSlot accepts a request until release is called, or refuses it with 429.
// Our choice: the minute slides, and requests without a good token are counted
// by the token that they show.
func (s *Server) acquireSlot(c *call) (release func(), refusal *response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.limiters[c.token]
	if !ok {
		l = &tokenLimiter{}
		s.limiters[c.token] = l
	}
	if wait := l.countRequest(s.nowLocked(), s.opts.RequestsPerMinute); wait > 0 {
		resp := errorResponse(errTooMany)
		resp.header.Set("Retry-After", wholeSeconds(wait))
		resp.reason = fmt.Sprintf("more than %d requests a minute", s.opts.RequestsPerMinute)
		return nil, &resp
	}
	inFlight, limit := &l.writes, s.opts.MaxWrites
	if c.method == http.MethodGet {
		inFlight, limit = &l.reads, s.opts.MaxReads
	}
	if limit > 0 && *inFlight >= limit {
		// Asana's staff says that this 429 has no Retry-After. Our choice: the
		// same words.
		resp := errorResponse(errTooMany)
		resp.reason = fmt.Sprintf("%d are in flight already", *inFlight)
		return nil, &resp
	}
	*inFlight++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		*inFlight--
	}, nil
}

// countRequest counts a request. Beyond the limit it returns how long the
// client must wait before its next request is accepted.
func (l *tokenLimiter) countRequest(now time.Time, limit int) time.Duration {
	if limit <= 0 {
		return 0
	}
	old := now.Add(-time.Minute)
	l.recent = slices.DeleteFunc(l.recent, func(t time.Time) bool { return !t.After(old) })
	l.recent = append(l.recent, now)
	excess := len(l.recent) - limit
	if excess <= 0 {
		return 0
	}
	return l.recent[excess].Sub(old)
}

// wholeSeconds is a wait as Retry-After has it, rounded up.
func wholeSeconds(wait time.Duration) string {
	return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
}
