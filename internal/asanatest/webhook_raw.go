package asanatest

import (
	"encoding/json"
	"maps"
	"strings"
)

// SetRaw replaces members of a webhook's record by JSON of any kind: a time that
// is "", a number that is 3.0, another gid. A nil value removes the member.
// Members that were set raw earlier stay. It reports whether the webhook exists.
func (s *Server) SetRaw(gid string, members map[string]json.RawMessage) bool {
	mustBeJSON(members)
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.webhooks[gid]
	if !ok {
		return false
	}
	if w.raw == nil {
		w.raw = map[string]json.RawMessage{}
	}
	maps.Copy(w.raw, members)
	s.rawSet = true
	return true
}

// mustBeJSON panics where a member would break the records.
func mustBeJSON(members map[string]json.RawMessage) {
	for name, raw := range members {
		if raw != nil && !json.Valid(raw) {
			panic("asanatest: member " + name + " is not JSON: " + string(raw))
		}
	}
}

// mayHaveRawMembers reports whether the answer to a request may have raw
// members in it.
func (s *Server) mayHaveRawMembers(c *call) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.HasPrefix(c.route.path, "/webhooks") && (len(s.opts.RawMembers) > 0 || s.rawSet)
}

// withRawMembers puts the raw members of w into a record of it.
func (s *Server) withRawMembers(w *webhook, record any) any {
	if len(s.opts.RawMembers)+len(w.raw) == 0 {
		return record
	}
	members, err := decodeObject(encode(record))
	if err != nil {
		panic("asanatest: " + err.Error()) // a wire type is an object
	}
	for _, raw := range []map[string]json.RawMessage{s.opts.RawMembers, w.raw} {
		maps.Copy(members, raw)
	}
	maps.DeleteFunc(members, func(_ string, raw json.RawMessage) bool { return raw == nil })
	return members
}
