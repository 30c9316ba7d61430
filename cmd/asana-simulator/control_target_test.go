package main

import (
	"net/http"
	"strings"
	"testing"
)

// Webhooks can be registered where no receiver runs, and fail on demand.
func TestControl_targets(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	first := p.register(p.env["ASANA_PROJECT"], p.env["ASANA_SIMULATOR_URL"]+"/targets/200")
	p.register(p.env["ASANA_PROJECT"], p.env["ASANA_SIMULATOR_URL"]+"/targets/204/another/one")
	var got deliveries
	p.control("POST", "/events", `{"resource":"`+p.env["ASANA_TASK"]+`"}`, &got)
	if len(got.Deliveries) != 2 || got.Deliveries[0].Webhook != first || got.Deliveries[0].Result != "delivered" || got.Deliveries[1].Result != "delivered" {
		t.Errorf("got %+v", got)
	}
	for path, want := range map[string]string{
		"/targets/401": "incorrect status code: 401", "/targets/503/x": "incorrect status code: 503", "/targets/99": "incorrect status code: 404", "/targets/ok": "incorrect status code: 404",
	} {
		status, answer := p.api("POST", "/webhooks", `{"data":{"resource":"`+p.env["ASANA_TASK"]+`","target":"`+p.env["ASANA_SIMULATOR_URL"]+path+`"}}`)
		if status != http.StatusBadRequest || !strings.Contains(answer, want) {
			t.Errorf("%s: %d %s", path, status, answer)
		}
	}
}
