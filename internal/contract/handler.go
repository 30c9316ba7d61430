package contract

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// Handler returns a handler that passes everything on to next, and reports to
// tb what in a request or an answer is not as Asana's document says. Where the
// document is not there, it returns next itself.
//
// Answers that do not come from Asana's API proper are let through: HTML as of
// the network in front of it, and statuses that the document does not know but
// Asana's documentation does (429, 502, 503, 504), whose JSON must still have
// the form of Asana's errors. An answer that breaks off is not looked at, and
// neither is one that next reports by calling a method Injected of its
// ResponseWriter: the simulator does so for an answer that a test made wrong.
func Handler(tb testing.TB, next http.Handler) http.Handler {
	tb.Helper()
	router, err := router()
	if errors.Is(err, ErrNoDocument) {
		return next
	}
	if err != nil {
		tb.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, basePath+"/") {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			tb.Errorf("%s %s: the request's body broke off", r.Method, r.URL.Path)
		}
		e := &exchange{tb: tb, router: router, request: cloneRequest(r, body)}
		e.checkRequest(body)

		r.Body = io.NopCloser(bytes.NewReader(body))
		rec := &responseRecorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(rec, r)
		if rec.injected {
			return
		}
		if announced, err := strconv.Atoi(rec.Header().Get("Content-Length")); err == nil && announced > rec.body.Len() {
			return
		}
		e.checkResponse(rec.status, rec.Header(), rec.body.Bytes())
	})
}

// cloneRequest returns a request that can be read without taking from the other.
func cloneRequest(r *http.Request, body []byte) *http.Request {
	c := r.Clone(r.Context())
	c.URL = &url.URL{Path: r.URL.Path, RawQuery: r.URL.RawQuery}
	c.Host = ""
	c.Body = io.NopCloser(bytes.NewReader(body))
	return c
}

// responseRecorder keeps a copy of an answer.
type responseRecorder struct {
	http.ResponseWriter
	status   int
	body     bytes.Buffer
	injected bool
}

// Injected notes that the answer is not meant to be as Asana's.
func (r *responseRecorder) Injected() { r.injected = true }

func (r *responseRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *responseRecorder) Write(b []byte) (int, error) {
	r.body.Write(b)
	return r.ResponseWriter.Write(b)
}

// Unwrap serves http.ResponseController.
func (r *responseRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
