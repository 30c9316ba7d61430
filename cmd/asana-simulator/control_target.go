package main

import (
	"net/http"
	"strconv"
)

// serveTarget is a target for webhooks that answers everything with the status
// in its path: 200 and 204 complete the handshake, any other fails it. What
// follows the status makes one target different from another.
func serveTarget(w http.ResponseWriter, r *http.Request) {
	status, err := strconv.Atoi(r.PathValue("status"))
	if err != nil || status < 200 || status > 599 {
		endpoint(func(*http.Request) (any, error) {
			return nil, refusal{http.StatusNotFound, "the path must have a status between 200 and 599"}
		}).ServeHTTP(w, r)
		return
	}
	if secret := r.Header.Get("X-Hook-Secret"); secret != "" {
		w.Header().Set("X-Hook-Secret", secret)
	}
	w.WriteHeader(status)
}
