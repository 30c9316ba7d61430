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
	conn   *memoryConn // not nil once the handler has hijacked it
}

// serveInMemory runs a handler and returns its answer, or nil if it had none to
// give. Other panics than http.ErrAbortHandler are not caught: they are bugs.
func serveInMemory(h http.Handler, served, request *http.Request) (response *http.Response, err error) {
	w := &memoryResponse{header: http.Header{}}
	defer func() {
		p := recover()
		if err, ok := p.(error); p != nil && (!ok || !errors.Is(err, http.ErrAbortHandler)) {
			panic(p)
		}
	}()
	h.ServeHTTP(w, served)
	if w.conn != nil {
		return w.conn.response(request)
	}
	return w.response(request), nil
}

// Header returns the headers that the handler may set.
func (w *memoryResponse) Header() http.Header { return w.header }

// WriteHeader fixes status and headers.
func (w *memoryResponse) WriteHeader(status int) {
	if w.status != 0 || status >= 100 && status < 200 && status != http.StatusSwitchingProtocols {
		return
	}
	w.status, w.sent = status, w.header.Clone()
}

// Write adds to the body, after a 200 if there was no status yet.
func (w *memoryResponse) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

// Flush does nothing else than fix the status: an answer arrives whole.
func (w *memoryResponse) Flush() { w.WriteHeader(http.StatusOK) }

// response makes of what the handler wrote what a client would read. A body
// shorter than announced ends in io.ErrUnexpectedEOF, a longer one is cut.
func (w *memoryResponse) response(request *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	body := w.body.Bytes()
	if request.Method == http.MethodHead || !hasBody(w.status) {
		body = nil
	}
	length, reader := int64(len(body)), io.Reader(bytes.NewReader(body))
	if announced, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64); err == nil && request.Method != http.MethodHead {
		if announced > length {
			reader = io.MultiReader(reader, unexpectedEOFReader{})
		}
		reader, length = io.LimitReader(reader, announced), announced
	}
	w.setDefault("Date", time.Now().UTC().Format(http.TimeFormat))
	if len(body) > 0 {
		w.setDefault("Content-Type", http.DetectContentType(body))
	}
	return &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(reader), ContentLength: length, Request: request,
	}
}

// setDefault sets a header that the handler did not. One that it set to no value
// is not sent.
func (w *memoryResponse) setDefault(name, value string) {
	if values, set := w.sent[name]; !set {
		w.sent.Set(name, value)
	} else if len(values) == 0 {
		w.sent.Del(name)
	}
}

// unexpectedEOFReader ends a body that is not complete.
type unexpectedEOFReader struct{}

func (unexpectedEOFReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
