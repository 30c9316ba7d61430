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
// It returns the secret of a handshake but does not store it, because anybody can
// start a handshake. The secret that it trusts comes from the configuration.
// Before it has that secret, it accepts heartbeats, because nothing is done with an
// empty list of events, and Asana sends the first one right after the handshake.
type receiver struct {
	log func(line string)

	mu         sync.Mutex
	secret     []byte
	handshakes int
	verified   []event
	refused    int
}

// event is as much of an Asana event as the story needs.
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
		r.shakeHands(w, secret)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxDelivery))
	if err != nil {
		http.Error(w, "unreadable body", http.StatusBadRequest)
		return
	}
	w.WriteHeader(r.deliver(body, req.Header.Get("X-Hook-Signature")))
}

func (r *receiver) shakeHands(w http.ResponseWriter, secret string) {
	r.mu.Lock()
	r.handshakes++
	r.mu.Unlock()

	r.log("a handshake: X-Hook-Secret (not shown) goes back as it came, with 204")
	w.Header().Set("X-Hook-Secret", secret)
	w.WriteHeader(http.StatusNoContent)
}

// deliver handles events whose signature is right and returns the status.
func (r *receiver) deliver(body []byte, signature string) int {
	r.mu.Lock()
	defer r.mu.Unlock()

	events := parse(body)
	switch {
	case len(r.secret) == 0 && events != nil && len(events) == 0:
		r.log("a heartbeat, before there is a secret: nothing to do, 200")
		return http.StatusOK
	case !r.verify(body, signature):
		r.refused++
		r.log("a delivery whose X-Hook-Signature is wrong: refused with 401")
		return http.StatusUnauthorized
	case events == nil:
		r.refused++
		r.log("a delivery that is not a list of events: refused with 400")
		return http.StatusBadRequest
	}
	r.verified = append(r.verified, events...)
	r.log(fmt.Sprintf("a delivery of %d bytes: X-Hook-Signature verified, 204", len(body)))
	for _, e := range events {
		r.log(fmt.Sprintf("event: %s %s, %s %s", e.Resource.Type, e.Resource.GID, e.Action, e.Change.Field))
	}
	return http.StatusNoContent
}

// verify reports whether the signature belongs to the bytes as they arrived. JSON
// that was decoded and encoded again has another signature. The caller holds r.mu.
func (r *receiver) verify(body []byte, signature string) bool {
	mac := hmac.New(sha256.New, r.secret)
	mac.Write(body)
	claimed, err := hex.DecodeString(signature)
	return len(r.secret) > 0 && err == nil && hmac.Equal(claimed, mac.Sum(nil))
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

// configure gives the receiver the secret, as a deployment would.
func (r *receiver) configure(secret string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secret = []byte(secret)
}

// shook tells how many handshakes there were.
func (r *receiver) shook() int {
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
