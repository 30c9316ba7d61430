package asanatest

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
)

// response is what a request gets. reset means nothing at all: the connection
// ends.
type response struct {
	status    int
	header    http.Header
	body      []byte
	truncated bool
	reset     bool
	reason    string              // for the log: why a request is refused
	injected  bool                // a fault made it, or changed it
	wire      func([]byte) []byte // of a fault, as is keepOpen
	keepOpen  bool
}

// errorJSON is one error of Asana's error envelope. Error and UserMessage are
// in reports and in no document.
type errorJSON struct {
	Error       string `json:"error,omitempty"`
	Message     string `json:"message"`
	UserMessage string `json:"user_message,omitempty"`
	Help        string `json:"help,omitempty"`
	Phrase      string `json:"phrase,omitempty"`
}

// helpText goes with every error; Asana refers to its documentation here.
const helpText = "For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors"

// jsonResponse writes v, which must be one of this package's wire types.
func jsonResponse(status int, v any) response {
	return response{
		status: status,
		header: http.Header{"Content-Type": {"application/json; charset=UTF-8"}},
		body:   encode(v),
	}
}

// encode writes v with an ampersand as an ampersand, as Asana does.
func encode(v any) []byte {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic("asanatest: " + err.Error()) // a wire type that can't be written is a bug here
	}
	return bytes.TrimSuffix(body.Bytes(), []byte("\n"))
}

// dataResponse wraps v into the envelope of a success.
func dataResponse(status int, v any) response {
	return jsonResponse(status, struct {
		Data any `json:"data"`
	}{v})
}

// errorResponse wraps err into the envelope of an error.
func errorResponse(err error) response {
	var refused *apiError
	if !errors.As(err, &refused) {
		refused = refuse(http.StatusInternalServerError, "Server Error")
	}
	e := errorJSON{Error: refused.code, Message: refused.message, UserMessage: refused.userMessage, Help: helpText}
	if refused.status == http.StatusInternalServerError {
		// Asana adds a phrase of random words, by which its support finds the
		// incident.
		e.Phrase = "7 quiet otters paint slowly"
	}
	resp := jsonResponse(refused.status, struct {
		Errors []errorJSON `json:"errors"`
	}{[]errorJSON{e}})
	resp.reason = refused.redactedMessage()
	return resp
}

// htmlResponse is a page as the CDN or the load balancer in front of Asana sends.
func htmlResponse(status int) response {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	return response{
		status: status,
		header: http.Header{"Content-Type": {"text/html; charset=UTF-8"}},
		body:   []byte("<!DOCTYPE html>\n<html><head><title>" + title + "</title></head>\n<body><h1>" + title + "</h1></body></html>\n"),
	}
}

// send writes a to the client, dated by Asana's clock. A truncated answer
// announces its full length and breaks off in the middle, upon which net/http
// closes the connection. A ResponseWriter with a method Injected hears of an
// answer that is not as Asana's.
func (s *Server) send(w http.ResponseWriter, c *call, resp response) {
	if observer, ok := w.(interface{ Injected() }); ok && resp.injected {
		observer.Injected()
	}
	if c.query.Has("opt_pretty") {
		var indented bytes.Buffer
		if json.Indent(&indented, resp.body, "", "  ") == nil {
			resp.body = indented.Bytes()
		}
	}
	w.Header()["Date"] = s.date()
	if hasBody(resp.status) {
		w.Header().Set("Content-Length", strconv.Itoa(len(resp.body)))
	} else {
		resp.body = nil
	}
	for name, values := range resp.header {
		w.Header()[name] = values
	}
	if resp.wire == nil && resp.keepOpen {
		resp.wire = func(answer []byte) []byte { return answer }
	}
	if resp.wire != nil {
		s.sendWire(w, resp)
		return
	}
	w.WriteHeader(resp.status)
	if resp.truncated {
		resp.body = resp.body[:len(resp.body)/2]
	}
	// A failed write means that the client is gone.
	_, _ = w.Write(resp.body)
}

// hasBody reports whether an answer of a status may have a body.
func hasBody(status int) bool {
	return status >= http.StatusOK && status != http.StatusNoContent && status != http.StatusNotModified
}
