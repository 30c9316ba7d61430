package asanatest

import (
	"encoding/json"
	"net/http"
)

// actsAfterWork reports whether the fault acts after the work.
func (f Fault) actsAfterWork() bool {
	return f.After || f.Truncate || !f.replacesResponse() && f.changesResponse()
}

// replacesResponse reports whether the client gets something else than the true
// answer.
func (f Fault) replacesResponse() bool { return f.Status != 0 || f.Reset }

// changesResponse reports whether the answer goes out in another form.
func (f Fault) changesResponse() bool {
	return f.Header != nil || f.Edit != nil || f.Wire != nil || f.KeepOpen
}

// hasEffect reports whether the fault does anything.
func (f Fault) hasEffect() bool {
	return f.replacesResponse() || f.changesResponse() || f.Truncate || f.Delay > 0 || f.DropSecret || f.RecordOf != "" || f.RepeatOffset
}

// apply returns what the client gets, where a is the true answer or, before the
// work, the zero one.
func (f Fault) apply(a answer) answer {
	if f.replacesResponse() {
		a = f.response()
	}
	if f.Edit != nil {
		a.body = f.Edit(a.body)
	}
	if len(f.Header) > 0 {
		a.header = a.header.Clone()
	}
	for name, values := range f.Header {
		a.header[http.CanonicalHeaderKey(name)] = values
	}
	a.injected = a.injected || f.replacesResponse() || f.Truncate || f.Edit != nil || f.Wire != nil
	a.truncated, a.wire, a.keepOpen = f.Truncate, f.Wire, f.KeepOpen
	return a
}

// response is what the client gets instead of the true answer.
func (f Fault) response() answer {
	if f.Reset {
		return answer{reset: true}
	}
	refusal := refuse(f.Status, "%s", orElse(f.Message, defaultMessage(f.Status)))
	refusal.code = f.Code
	a := errorAnswer(refusal)
	if f.HTML {
		a = htmlAnswer(f.Status)
	}
	if f.Body != "" || f.NoBody {
		a.body = []byte(f.Body)
	}
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

// recordOf returns the full record of a webhook or an object, nil if there is
// none. The caller holds s.mu.
func (s *Server) recordOf(gid string) any {
	if w, ok := s.webhooks[gid]; ok {
		return s.webhookRecord(w)
	}
	if o, ok := s.objects[gid]; ok && records[o.kind] != nil {
		return records[o.kind](s, o)
	}
	return nil
}

// withRecordOf puts another record into an answer that has one. A read that was
// refused is answered with it, too, as a cache does.
func (s *Server) withRecordOf(c *call, a answer) answer {
	var body map[string]json.RawMessage
	refused := a.status >= http.StatusBadRequest
	if refused && c.method != http.MethodGet || json.Unmarshal(a.body, &body) != nil {
		return a
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	record := s.recordOf(c.fault.RecordOf)
	if record == nil { // deleted since
		return a
	}
	if refused {
		return dataAnswer(http.StatusOK, choose(record, optFields(c.query, nil)))
	}
	body["data"] = encode(choose(record, optFields(c.query, nil)))
	return jsonAnswer(a.status, body)
}
