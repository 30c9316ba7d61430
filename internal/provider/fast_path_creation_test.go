package provider

import (
	"net/http"
	"testing"

	"github.com/vmihailenco/msgpack/v5"
)

// A target that Asana can't reach is left to the framework, which refuses it.
func TestPlansCreation_publicTarget(t *testing.T) {
	t.Parallel()
	p := &asanaProvider{}
	d := withAnswers(t, func(r *http.Request) (int, string) {
		if r.URL.Path == "/api/1.0/workspaces" {
			return http.StatusOK, `{"data":[{"gid":"12","name":"Engineering"}],"next_page":null}`
		}
		return http.StatusOK, `{"data":[],"next_page":null}`
	})
	p.data.Store(d)
	for range 10 { // after which the whole list is known
		d.client.FindConflict(t.Context(), "34", "https://hooks.example.com/asana")
	}
	for target, want := range map[string]bool{"https://hooks.example.com/asana": true, "https://localhost/asana": false, "https://10.0.0.1/asana": false} {
		resource := "34"
		config, err := msgpack.Marshal(webhookWire{Resource: &resource, Target: &target})
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := p.PlansCreation(config); ok != want {
			t.Errorf("planned a creation with the target %s: %t, want %t", target, ok, want)
		}
	}
}
