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

// receiver is the receiving end of one Asana webhook.
//
// It sends the secret of a handshake back but does not keep it, for anybody may
// start a handshake. The secret that it trusts is the one that Terraform has put
// into a file. It reads the file for every delivery: the handshake happens before
// there is a secret, and a new secret counts at once.
type receiver struct {
	secretFile string
	onEvents   func([]event) error
	log        *slog.Logger
}

// event is an Asana event, in as much as this program uses it.
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
		r.log.Info("handshake: X-Hook-Secret goes back as it came")
		w.Header().Set("X-Hook-Secret", handshake)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	// What could not verify is refused before any of it is read.
	signature, err := hex.DecodeString(req.Header.Get("X-Hook-Signature"))
	if err != nil || len(signature) != sha256.Size {
		r.log.Warn("refused: no signature, or not one of 64 hex digits")
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		r.log.Warn("refused: longer than 4 MiB")
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		return // there is nobody left to answer
	}
	w.WriteHeader(r.deliver(body, signature))
}

// deliver takes the events of a delivery if its signature is right, and returns
// the status to answer with. Asana repeats what is not answered with 200 or 204.
func (r *receiver) deliver(body, signature []byte) int {
	secret, err := r.secret()
	switch {
	case err != nil:
		r.log.Error("the secret can't be read", "error", err)
		return http.StatusServiceUnavailable
	case secret == "":
		r.log.Warn("refused: there is no secret yet")
		return http.StatusServiceUnavailable
	case !verify(secret, body, signature):
		r.log.Warn("refused: the signature is wrong")
		return http.StatusUnauthorized
	}

	var delivery struct {
		Events []event `json:"events"`
	}
	if err := json.Unmarshal(body, &delivery); err != nil || delivery.Events == nil {
		r.log.Warn("refused: signed, but not a list of events")
		return http.StatusBadRequest
	}
	// No events at all are a heartbeat.
	if err := r.onEvents(delivery.Events); err != nil {
		r.log.Error("events not taken", "error", err)
		return http.StatusInternalServerError
	}
	return http.StatusNoContent
}

// secret returns the secret, or "" while there is none.
func (r *receiver) secret() (string, error) {
	text, err := os.ReadFile(r.secretFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(text)), err
}

// verify reports whether the signature is of the very bytes that came: JSON that
// was decoded and encoded again would not do. It compares in constant time.
func verify(secret string, body, signature []byte) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hmac.Equal(signature, mac.Sum(nil))
}
