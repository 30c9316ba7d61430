package main

import (
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// api is a simulated Asana with the limits of a paid plan, apart from that on the requests in
// a minute: a general provider that comes to it fails.
type api struct {
	sim                     *asanatest.Server
	server                  *httptest.Server
	url, workspace, project string
}

func newAPI(latency time.Duration) *api {
	sim := asanatest.New(asanatest.Options{Latency: latency, MaxReads: 50, MaxWrites: 15})
	sim.Mount("https://hooks.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Hook-Secret", r.Header.Get("X-Hook-Secret"))
	}))
	a := &api{sim: sim, server: httptest.NewServer(sim)}
	a.url = a.server.URL + "/api/1.0"
	a.workspace = sim.AddWorkspace("Bench")
	a.project = sim.AddProject(a.workspace, "Bench")
	return a
}

func (a *api) close() {
	a.sim.Close()
	a.server.Close()
}
