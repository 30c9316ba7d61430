package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// subject is something whose runs are measured.
type subject struct {
	name    string
	indexed bool // lists may be used
	// config makes a configuration of n resources; api is nil for those that
	// have none.
	config  func(api *api, n int) string
	usesAPI bool
}

var subjects = []subject{
	{name: "asana_webhook", indexed: true, usesAPI: true, config: webhooks},
	{name: "asana_webhook, single reads", usesAPI: true, config: webhooks},
	{name: "empty provider", config: func(_ *api, n int) string {
		return fmt.Sprintf("terraform {\n  required_providers {\n    noop = { source = \"bench/noop\" }\n  }\n}\n\nresource \"noop_thing\" \"test\" {\n  count = %d\n  input = \"x${count.index}\"\n}\n", n)
	}},
	{name: "empty provider, as large", config: func(_ *api, n int) string {
		return fmt.Sprintf("terraform {\n  required_providers {\n    noop = { source = \"bench/noop\" }\n  }\n}\n\nresource \"noop_record\" \"test\" {\n  count    = %d\n  resource = \"1200000000000001\"\n  target   = \"https://hooks.example.com/${count.index}\"\n}\n", n)
	}},
	{name: "terraform_data", config: func(_ *api, n int) string {
		return fmt.Sprintf("resource \"terraform_data\" \"test\" {\n  count = %d\n  input = \"x${count.index}\"\n}\n", n)
	}},
}

func webhooks(a *api, n int) string {
	return fmt.Sprintf(`terraform {
  required_providers {
    asana = {
      source = "seed-a7d6d6c5/asana"
    }
  }
}

provider "asana" {
  token     = %q
  base_url  = %q
  workspace = %q
}

resource "asana_webhook" "test" {
  count    = %d
  resource = %q
  target   = "https://hooks.example.com/${count.index}"
}
`, a.sim.Token(), a.url, a.workspace, n, a.project)
}

// api is a simulated Asana with the limits of a paid plan.
type api struct {
	sim                     *asanatest.Server
	server                  *httptest.Server
	url, workspace, project string
}

func newAPI(latency time.Duration, indexed bool) *api {
	sim := asanatest.New(asanatest.Options{Latency: latency, RequestsPerMinute: 1500, MaxReads: 50, MaxWrites: 15})
	sim.Mount("https://hooks.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Hook-Secret", r.Header.Get("X-Hook-Secret"))
	}))
	if !indexed {
		// The provider falls back to single reads where lists are forbidden.
		sim.Inject(asanatest.Fault{Op: asanatest.GetWebhooks, Status: http.StatusForbidden, Times: -1})
	}
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
