package asanatest

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
)

// answer is what a request gets. reset means nothing at all: the connection
// ends.
type answer struct {
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

// jsonAnswer writes v, which must be one of this package's wire types.
func jsonAnswer(status int, v any) answer {
	return answer{
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

// dataAnswer wraps v into the envelope of a success.
func dataAnswer(status int, v any) answer {
	return jsonAnswer(status, struct {
		Data any `json:"data"`
	}{v})
}

// errorAnswer wraps err into the envelope of an error.
func errorAnswer(err error) answer {
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
	a := jsonAnswer(refused.status, struct {
		Errors []errorJSON `json:"errors"`
	}{[]errorJSON{e}})
	a.reason = refused.redactedMessage()
	return a
}

// htmlAnswer is a page as the CDN or the load balancer in front of Asana sends.
func htmlAnswer(status int) answer {
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	return answer{
		status: status,
		header: http.Header{"Content-Type": {"text/html; charset=UTF-8"}},
		body:   []byte("<!DOCTYPE html>\n<html><head><title>" + title + "</title></head>\n<body><h1>" + title + "</h1></body></html>\n"),
	}
}

// send writes a to the client, dated by Asana's clock. A truncated answer
// announces its full length and breaks off in the middle, upon which net/http
// closes the connection. A ResponseWriter with a method Injected hears of an
// answer that is not as Asana's.
func (s *Server) send(w http.ResponseWriter, c *call, a answer) {
	if observer, ok := w.(interface{ Injected() }); ok && a.injected {
		observer.Injected()
	}
	if c.query.Has("opt_pretty") {
		var indented bytes.Buffer
		if json.Indent(&indented, a.body, "", "  ") == nil {
			a.body = indented.Bytes()
		}
	}
	w.Header()["Date"] = s.date()
	if hasBody(a.status) {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	} else {
		a.body = nil
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.wire == nil && a.keepOpen {
		a.wire = func(answer []byte) []byte { return answer }
	}
	if a.wire != nil {
		s.sendWire(w, a)
		return
	}
	w.WriteHeader(a.status)
	if a.truncated {
		a.body = a.body[:len(a.body)/2]
	}
	// A failed write means that the client is gone.
	_, _ = w.Write(a.body)
}

// hasBody reports whether an answer of a status may have a body.
func hasBody(status int) bool {
	return status >= http.StatusOK && status != http.StatusNoContent && status != http.StatusNotModified
}
