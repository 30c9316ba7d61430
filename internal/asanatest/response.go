package asanatest

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// memoryResponse is the http.ResponseWriter of a Transport.
type memoryResponse struct {
	header http.Header // what the handler still edits
	sent   http.Header // what it was when the status was written
	status int
	body   bytes.Buffer
}

// handle runs a handler and returns its answer, or nil if it had none to give.
// Other panics than http.ErrAbortHandler are not caught: they are bugs.
func handle(h http.Handler, served, request *http.Request) (response *http.Response) {
	w := &memoryResponse{header: http.Header{}}
	defer func() {
		p := recover()
		if err, ok := p.(error); p != nil && (!ok || !errors.Is(err, http.ErrAbortHandler)) {
			panic(p)
		}
	}()
	h.ServeHTTP(w, served)
	return w.response(request)
}

// Header returns the headers that the handler may set.
func (w *memoryResponse) Header() http.Header { return w.header }

// WriteHeader fixes status and headers.
func (w *memoryResponse) WriteHeader(status int) {
	if w.status != 0 || status >= 100 && status < 200 {
		return
	}
	w.status, w.sent = status, w.header.Clone()
}

// Write adds to the body, after a 200 if there was no status yet.
func (w *memoryResponse) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

// Flush does nothing: an answer arrives whole.
func (w *memoryResponse) Flush() { w.WriteHeader(http.StatusOK) }

// response makes of what the handler wrote what a client would read. A body
// shorter than announced ends in io.ErrUnexpectedEOF, a longer one is cut.
func (w *memoryResponse) response(request *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	body := w.body.Bytes()
	if request.Method == http.MethodHead || w.status == http.StatusNoContent || w.status == http.StatusNotModified {
		body = nil
	}
	length, reader := int64(len(body)), io.Reader(bytes.NewReader(body))
	if announced, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64); err == nil && request.Method != http.MethodHead {
		if announced > length {
			reader = io.MultiReader(reader, brokenOff{})
		}
		reader, length = io.LimitReader(reader, announced), announced
	}
	if _, dated := w.sent["Date"]; !dated {
		w.sent.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	if w.sent.Get("Content-Type") == "" && len(body) > 0 {
		w.sent.Set("Content-Type", http.DetectContentType(body))
	}
	return &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(reader), ContentLength: length, Request: request,
	}
}

// brokenOff is the end of a body that is not complete.
type brokenOff struct{}

func (brokenOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
