package asanatest

import (
	"cmp"
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

// apply returns what the client gets, where resp is the true answer or, before the
// work, the zero one.
func (f Fault) apply(resp response) response {
	if f.replacesResponse() {
		resp = f.response()
	}
	if f.Edit != nil {
		resp.body = f.Edit(resp.body)
	}
	if len(f.Header) > 0 {
		resp.header = resp.header.Clone()
	}
	for name, values := range f.Header {
		resp.header[http.CanonicalHeaderKey(name)] = values
	}
	resp.injected = resp.injected || f.replacesResponse() || f.Truncate || f.Edit != nil || f.Wire != nil
	resp.truncated, resp.wire, resp.keepOpen = f.Truncate, f.Wire, f.KeepOpen
	return resp
}

// response is what the client gets instead of the true answer.
func (f Fault) response() response {
	if f.Reset {
		return response{reset: true}
	}
	refusal := refuse(f.Status, "%s", cmp.Or(f.Message, defaultMessage(f.Status)))
	refusal.code = f.Code
	resp := errorResponse(refusal)
	if f.HTML {
		resp = htmlResponse(f.Status)
	}
	if f.Body != "" || f.NoBody {
		resp.body = []byte(f.Body)
	}
	return resp
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

// replaceRecord puts another record into an answer that has one. A read that was
// refused is answered with it, too, as a cache does.
func (s *Server) replaceRecord(c *call, resp response) response {
	var body map[string]json.RawMessage
	refused := resp.status >= http.StatusBadRequest
	if refused && c.method != http.MethodGet || json.Unmarshal(resp.body, &body) != nil {
		return resp
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	record := s.recordOf(c.fault.RecordOf)
	if record == nil { // deleted since
		return resp
	}
	if refused {
		return dataResponse(http.StatusOK, selectFields(record, optFields(c.query, nil)))
	}
	body["data"] = encode(selectFields(record, optFields(c.query, nil)))
	return jsonResponse(resp.status, body)
}
