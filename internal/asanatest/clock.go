package asanatest

import (
	"context"
	"net/http"
	"time"
)

// timeFormat is how Asana writes times: UTC with milliseconds.
const timeFormat = "2006-01-02T15:04:05.000Z"

// Now returns the time by Asana's clock.
func (s *Server) Now() time.Time { return s.now() }

// now is Now. The caller must not hold s.mu.
func (s *Server) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.nowLocked()
}

// nowLocked is now for callers that hold s.mu.
func (s *Server) nowLocked() time.Time {
	return s.opts.Now().Add(s.advanced + s.opts.ClockSkew).Round(0).UTC()
}

// date is the Date header of an answer.
func (s *Server) date() []string {
	text := s.now().Format(http.TimeFormat)
	if s.opts.Date != nil {
		text = s.opts.Date(s.now())
	}
	if text == "" {
		return nil
	}
	return []string{text}
}

// jsonTime is a time as Asana writes it, the zero time being null.
type jsonTime time.Time

// MarshalJSON writes the time with milliseconds, or null.
func (t jsonTime) MarshalJSON() ([]byte, error) {
	if time.Time(t).IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + time.Time(t).UTC().Format(timeFormat) + `"`), nil
}

// pause waits for d, or less when the request's client hangs up or the server
// closes. A client that leaves cuts the waiting short, not the work that
// follows: Asana finishes what it has begun.
func (s *Server) pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-s.ctx.Done():
	}
}
