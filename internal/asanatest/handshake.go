package asanatest

import (
	"context"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// userAgent is what targets see.
const userAgent = "asanatest/1.0 (simulated Asana)"

// handshake POSTs the secret to the target, once, and wants it echoed. Its body
// and its time limit are our choice, as are the messages for a target that
// can't be reached or is too slow; the other two are known from reports.
func (s *Server) handshake(target, secret string) error {
	s.logf("handshake: POST %s with %s", redactTarget(target), hookSecret)
	reply, err := s.postToTarget(target, hookSecret, secret, []byte("{}"), s.opts.HandshakeTimeout)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		s.logf("handshake: no answer within %s", s.opts.HandshakeTimeout)
		return refuse(http.StatusBadRequest, "The remote server which is intended to receive the webhook did not respond in time.")
	case err != nil:
		s.logf("handshake: %v", err)
		return refuse(http.StatusBadRequest, "The remote server which is intended to receive the webhook could not be reached.")
	case !reply.accepted():
		s.logf("handshake: answered %d, which is not 200 or 204", reply.status)
		return refuse(http.StatusBadRequest, "The remote server which is intended to receive the webhook responded with an incorrect status code: %d", reply.status)
	case subtle.ConstantTimeCompare([]byte(reply.header.Get(hookSecret)), []byte(secret)) == 0:
		problem := "without"
		if reply.header.Get(hookSecret) != "" {
			problem = "with a wrong"
		}
		s.logf("handshake: answered %d, but %s %s", reply.status, problem, hookSecret)
		return refuse(http.StatusBadRequest, "The remote server which is intended to receive the webhook did not respond with the handshake secret.")
	}
	s.logf("handshake: answered %d with the right %s", reply.status, hookSecret)
	return nil
}

// targetResponse is what a target answered.
type targetResponse struct {
	status int
	header http.Header
	body   string
}

// accepted says whether a target took what it was sent.
func (r targetResponse) accepted() bool {
	return r.status == http.StatusOK || r.status == http.StatusNoContent
}

// postToTarget sends a body and one header to a target. It follows no
// redirects, which is our choice, and ends by its time limit or with the
// server, never with an API request. The lock must not be held.
func (s *Server) postToTarget(target, header, value string, body []byte, limit time.Duration) (targetResponse, error) {
	if !s.startTargetCall() {
		return targetResponse{}, errors.New("the simulator is closed")
	}
	defer s.targetCalls.Done()
	ctx, cancel := context.WithTimeout(s.ctx, limit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(string(body)))
	if err != nil {
		return targetResponse{}, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", userAgent)
	request.Header.Set(header, value)
	response, err := s.targets.RoundTrip(request)
	if err != nil {
		return targetResponse{}, err
	}
	defer response.Body.Close()
	// A target's body matters only as the content of a failure, and there only
	// its beginning: an endless or broken one is no reason to fail.
	text, _ := io.ReadAll(io.LimitReader(response.Body, 1000))
	return targetResponse{response.StatusCode, response.Header, string(text)}, nil
}
