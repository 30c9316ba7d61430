package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// Every delivery is far smaller.
const maxDelivery = 1 << 20

// receiver is the target of the webhook: the part that a user deploys.
//
// It returns the secret of a handshake but does not keep it, because anybody may
// start a handshake. The secret that it trusts comes from the configuration.
type receiver struct {
	log func(line string)

	mu         sync.Mutex
	secret     []byte
	handshakes int
	verified   []event
	refused    int
}

// event is as much of an Asana event as the transcript shows.
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
	if secret := req.Header.Get("X-Hook-Secret"); secret != "" {
		r.completeHandshake(w, secret)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxDelivery))
	if err != nil {
		http.Error(w, "unreadable body", http.StatusBadRequest)
		return
	}
	w.WriteHeader(r.deliver(body, req.Header.Get("X-Hook-Signature")))
}

func (r *receiver) completeHandshake(w http.ResponseWriter, secret string) {
	r.mu.Lock()
	r.handshakes++
	r.mu.Unlock()

	r.log("handshake: X-Hook-Secret (not shown) returned as it came, with 204")
	w.Header().Set("X-Hook-Secret", secret)
	w.WriteHeader(http.StatusNoContent)
}

// deliver takes events whose signature is right and returns the status.
func (r *receiver) deliver(body []byte, signature string) int {
	r.mu.Lock()
	defer r.mu.Unlock()

	if len(r.secret) == 0 && isHeartbeat(body) {
		// Asana sends the first one before the apply ends, which provides the secret.
		r.log("heartbeat, before there is a secret: 200")
		return http.StatusOK
	}

	// The signature is of the bytes that came: JSON that was decoded and encoded
	// again would not match.
	mac := hmac.New(sha256.New, r.secret)
	mac.Write(body)
	claimed, err := hex.DecodeString(signature)
	if len(r.secret) == 0 || err != nil || !hmac.Equal(claimed, mac.Sum(nil)) {
		r.refused++
		r.log("a delivery whose X-Hook-Signature is wrong: refused with 401")
		return http.StatusUnauthorized
	}

	var delivery struct {
		Events []event `json:"events"`
	}
	if err := json.Unmarshal(body, &delivery); err != nil {
		r.refused++
		r.log("a delivery that is not JSON: refused with 400")
		return http.StatusBadRequest
	}
	r.verified = append(r.verified, delivery.Events...)
	r.log(fmt.Sprintf("a delivery of %d bytes: X-Hook-Signature verified, 204", len(body)))
	for _, e := range delivery.Events {
		r.log(fmt.Sprintf("event: %s %s, %s %s", e.Resource.Type, e.Resource.GID, e.Action, e.Change.Field))
	}
	return http.StatusNoContent
}

// isHeartbeat reports whether a delivery has no events.
func isHeartbeat(body []byte) bool {
	var delivery struct {
		Events []json.RawMessage `json:"events"`
	}
	err := json.Unmarshal(body, &delivery)
	return err == nil && delivery.Events != nil && len(delivery.Events) == 0
}

// configure gives the receiver the secret, as a deployment would.
func (r *receiver) configure(secret string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secret = []byte(secret)
}

// handshakeCount returns how many handshakes there were.
func (r *receiver) handshakeCount() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.handshakes
}

// expect fails unless so many events were verified and so many deliveries refused.
func (r *receiver) expect(verified, refused int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.verified) == verified && r.refused == refused {
		return nil
	}
	return fmt.Errorf("the receiver verified %d events and refused %d deliveries, want %d and %d",
		len(r.verified), r.refused, verified, refused)
}
