package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"
)

// maxBody is far more than a delivery has.
const maxBody = 4 << 20

// receiver receives the deliveries of one Asana webhook.
//
// It returns the secret of a handshake but does not store it, because anybody can
// start a handshake. It trusts the secret that Terraform writes to a file, and reads
// the file for every delivery, so a new secret takes effect at once.
//
// Asana sends the first heartbeat, an empty list of events, right after the
// handshake, before Terraform can write the secret. While there is no secret, the
// receiver accepts heartbeats without verifying them, because nothing is done with
// them, and refuses events.
type receiver struct {
	secretFile string
	onEvents   func([]event) error
	log        *slog.Logger
}

// event has the members of an Asana event that this program uses.
type event struct {
	Action   string `json:"action"`
	Resource struct {
		GID  string `json:"gid"`
		Type string `json:"resource_type"`
	} `json:"resource"`
	Change struct {
		Field string `json:"field"`
	} `json:"change"`
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	if handshake := req.Header.Get("X-Hook-Secret"); handshake != "" {
		r.log.Info("handshake: returned X-Hook-Secret")
		w.Header().Set("X-Hook-Secret", handshake)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	// A delivery that can't be verified is refused before its body is read.
	signature, err := hex.DecodeString(req.Header.Get("X-Hook-Signature"))
	if err != nil || len(signature) != sha256.Size {
		r.log.Warn("refused: the signature is missing or is not 64 hex digits")
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		r.log.Warn("refused: the body is longer than 4 MiB")
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		return // the client closed the connection
	}
	w.WriteHeader(r.deliver(body, signature))
}

// deliver handles the events of a delivery if its signature is right, and returns the
// status of the response. Asana repeats a delivery that gets neither 200 nor 204.
func (r *receiver) deliver(body, signature []byte) int {
	secret, err := r.secret()
	if err != nil {
		r.log.Error("the secret can't be read", "error", err)
	}
	switch {
	case secret == "" && isHeartbeat(body):
		r.log.Info("heartbeat accepted without verification: there is no secret yet")
		return http.StatusOK
	case secret == "":
		r.log.Warn("refused: there is no secret yet")
		return http.StatusServiceUnavailable
	case !verify(secret, body, signature):
		r.log.Warn("refused: the signature is wrong")
		return http.StatusUnauthorized
	}

	events := parse(body)
	if events == nil {
		r.log.Warn("refused: the signature is right, but the body is not a list of events")
		return http.StatusBadRequest
	}
	// An empty list is a heartbeat.
	if err := r.onEvents(events); err != nil {
		r.log.Error("the events could not be handled", "error", err)
		return http.StatusInternalServerError
	}
	return http.StatusNoContent
}

func isHeartbeat(body []byte) bool {
	events := parse(body)
	return events != nil && len(events) == 0
}

// parse returns the list of events in a body, or nil if there is none.
func parse(body []byte) []event {
	var delivery struct {
		Events []event `json:"events"`
	}
	if err := json.Unmarshal(body, &delivery); err != nil {
		return nil
	}
	return delivery.Events
}

// secret returns the secret, or "" while there is none.
func (r *receiver) secret() (string, error) {
	text, err := os.ReadFile(r.secretFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(text)), err
}

// verify reports whether the signature belongs to the bytes as they arrived. JSON that
// was decoded and encoded again has another signature. It compares in constant time.
func verify(secret string, body, signature []byte) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hmac.Equal(signature, mac.Sum(nil))
}
