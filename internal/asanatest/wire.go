package asanatest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
)

// WireTwice sends an answer twice.
func WireTwice(answer []byte) []byte { return bytes.Repeat(answer, 2) }

// WireShortLength announces so many bytes less than the body has, so that the
// rest comes after the answer.
func WireShortLength(n int) func([]byte) []byte {
	length := regexp.MustCompile(`(?m)^Content-Length: (\d+)`)
	return func(answer []byte) []byte {
		return length.ReplaceAllFunc(answer, func(line []byte) []byte {
			announced, _ := strconv.Atoi(string(length.FindSubmatch(line)[1])) // digits, as matched
			return fmt.Appendf(nil, "Content-Length: %d", max(announced-n, 0))
		})
	}
}

// WireTrailer sends the body in a chunk with a trailer of one line, which may be
// malformed.
func WireTrailer(line string) func([]byte) []byte {
	length := regexp.MustCompile(`(?m)^Content-Length: \d+`)
	return func(answer []byte) []byte {
		head, body, _ := bytes.Cut(answer, []byte("\r\n\r\n"))
		head = length.ReplaceAll(head, []byte("Transfer-Encoding: chunked"))
		return fmt.Appendf(nil, "%s\r\n\r\n%x\r\n%s\r\n0\r\n%s\r\n\r\n", head, len(body), body, line)
	}
}

// WireSwitchProtocols sends 101 Switching Protocols in place of the answer. With
// KeepOpen, a client that waits for the other protocol waits for ever.
func WireSwitchProtocols([]byte) []byte {
	return []byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
}

// sendWire writes an answer, whose headers w has, as its fault makes it.
func (s *Server) sendWire(w http.ResponseWriter, resp response) {
	var raw bytes.Buffer
	fmt.Fprintf(&raw, "HTTP/1.1 %d %s\r\n", resp.status, http.StatusText(resp.status))
	_ = w.Header().Write(&raw) // a buffer takes everything
	raw.WriteString("\r\n")
	raw.Write(resp.body)

	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic("asanatest: Fault.Wire needs HTTP/1.1 or a Transport: " + err.Error())
	}
	defer func() { _ = conn.Close() }()
	// A failed write means that the client is gone.
	_, _ = conn.Write(resp.wire(raw.Bytes()))
	if resp.keepOpen {
		stop := context.AfterFunc(s.ctx, func() { _ = conn.Close() })
		defer stop()
		_, _ = io.Copy(io.Discard, conn) // until either side closes
	}
}
