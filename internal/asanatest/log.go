package asanatest

import (
	"fmt"
	"net/url"
)

// logf hands a line to Options.Log, one at a time. The caller must not hold
// s.mu, so that the function may ask the server things.
func (s *Server) logf(format string, args ...any) {
	if s.opts.Log == nil {
		return
	}
	line := fmt.Sprintf(format, args...)
	s.logMu.Lock()
	defer s.logMu.Unlock()
	s.opts.Log(line)
}

// redactTarget returns a target for the log: without user part and query, where
// people put secrets of their own.
func redactTarget(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return "(unreadable URL)"
	}
	u.User = nil
	if u.RawQuery != "" {
		u.RawQuery = "…"
	}
	return u.Redacted()
}
