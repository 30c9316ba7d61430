package main

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// deliveries is what an event answers.
type deliveries struct {
	Deliveries []struct {
		Webhook, Result string
		NextAttempt     *time.Time `json:"next_attempt_after"`
	}
}

func TestControl_events(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	target := newReceiver(t)
	gid := p.register(p.env["ASANA_PROJECT"], target.URL)
	event := `{"resource":"` + p.env["ASANA_TASK"] + `","field":"due_on","user":"` + p.env["ASANA_USER"] + `"}`

	var got deliveries
	p.control("POST", "/events", event, &got)
	if len(got.Deliveries) != 1 || got.Deliveries[0].Webhook != gid || got.Deliveries[0].Result != "delivered" || got.Deliveries[0].NextAttempt != nil {
		t.Errorf("got %+v", got)
	}
	want := `"change":{"field":"due_on","action":"changed"}`
	if body := <-target.events; !strings.Contains(body, want) || !strings.Contains(body, `"user":{"gid":"`+p.env["ASANA_USER"]) {
		t.Errorf("delivered %s", body)
	}

	target.status.Store(http.StatusServiceUnavailable)
	p.control("POST", "/events", event, &got)
	failed := got.Deliveries[0]
	p.control("POST", "/events", event, &got)
	if held := got.Deliveries[0]; failed.Result != "failed" || held.Result != "held_back" || held.NextAttempt == nil || !held.NextAttempt.Equal(*failed.NextAttempt) {
		t.Errorf("got %+v and %+v", failed, held)
	}
	<-target.events
	if !strings.Contains(p.stderr.String(), "reaches 1 webhook, held back until "+nextAttempt(p).Local().Format(time.TimeOnly)+" because the last delivery failed") {
		t.Errorf("log:\n%s", p.stderr)
	}

	target.status.Store(http.StatusNoContent)
	p.control("POST", "/clock", `{"advance":"1m"}`, nil)
	for range 2 {
		if body := <-target.events; !strings.Contains(body, want) {
			t.Errorf("delivered %s", body)
		}
	}
	p.control("POST", "/events", `{"resource":"`+p.env["ASANA_TEAM"]+`","action":"deleted"}`, &got)
	if len(got.Deliveries) != 0 {
		t.Errorf("the team's event reaches %+v", got)
	}
}

// nextAttempt returns when the only webhook is tried again.
func nextAttempt(p *program) time.Time {
	var got struct {
		Webhooks []struct {
			NextAttempt time.Time `json:"next_attempt_after"`
		}
	}
	p.control("GET", "/webhooks", "", &got)
	return got.Webhooks[0].NextAttempt
}

func TestControl_webhooks(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	target := newReceiver(t)
	status, answer := p.api("POST", "/webhooks", `{"data":{"resource":"`+p.env["ASANA_PROJECT"]+`","target":"`+target.URL+`/a","filters":[{"resource_type":"task","action":"changed","fields":["name"]}]}}`)
	if status != http.StatusCreated {
		t.Fatalf("%d %s", status, answer)
	}
	var got struct {
		Webhooks []struct {
			GID, Resource, Target, Secret string
			Active                        bool
			Filters                       []map[string]any
			CreatedAt                     time.Time `json:"created_at"`
		}
	}
	p.control("GET", "/webhooks", "", &got)
	if len(got.Webhooks) != 1 {
		t.Fatalf("got %+v", got)
	}
	hook := got.Webhooks[0]
	if !strings.Contains(answer, `"X-Hook-Secret":"`+hook.Secret+`"`) || hook.Secret == "" || hook.Resource != p.env["ASANA_PROJECT"] || hook.Target != target.URL+"/a" ||
		!hook.Active || hook.CreatedAt.IsZero() || len(hook.Filters) != 1 || hook.Filters[0]["action"] != "changed" {
		t.Errorf("got %+v, created as %s", hook, answer)
	}
}

func TestControl_faults(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	for _, tt := range []struct {
		fault  string
		status int
		want   string // a part of the answer
	}{
		{`{"op":"getWorkspaces","status":503,"html":true}`, 503, "<h1>503 Service Unavailable</h1>"},
		{`{"status":418,"body":"tea","headers":{"Content-Type":"text/plain"}}`, 418, "tea"},
		{`{"status":400,"message":"No luck.","code":"no_luck"}`, 400, `"error":"no_luck","message":"No luck."`},
		{`{"status":404,"no_body":true}`, 404, ""},
		{`{"record_of":"` + p.env["ASANA_TASK"] + `","op":"getWorkspaces","times":1,"skip":0}`, 200, `"resource_type":"workspace"`}, // a list has no record
		{`{"headers":{"Date":null},"delay":"1ms","wire":"twice"}`, 200, `"resource_type":"workspace"`},
	} {
		p.control("POST", "/faults", tt.fault, nil)
		if status, answer := p.api("GET", "/workspaces", ""); status != tt.status || !strings.Contains(answer, tt.want) {
			t.Errorf("%s: %d %s", tt.fault, status, answer)
		}
	}
	p.control("POST", "/faults", `{"status":500,"times":-1}`, nil)
	p.control("DELETE", "/faults", "", nil)
	if status, _ := p.api("GET", "/workspaces", ""); status != http.StatusOK {
		t.Errorf("after DELETE: %d", status)
	}
}

func TestControl_holds(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"op":"getWorkspaces"}`, `{"op":"getWorkspaces","after":true}`, `{}`} {
		p := startProgram(t)
		var hold struct {
			ID      string
			Arrived bool
		}
		p.control("POST", "/holds", body, &hold)
		p.control("GET", "/holds/"+hold.ID, "", &hold)
		if hold.Arrived {
			t.Error("arrived before there was a request")
		}
		answered := make(chan int)
		go func() {
			status, _ := p.api("GET", "/workspaces", "")
			answered <- status
		}()
		p.control("GET", "/holds/"+hold.ID+"?wait=10m", "", &hold)
		if !hold.Arrived {
			t.Errorf("%s: not arrived", body)
		}
		p.control("DELETE", "/holds/"+hold.ID, "", nil)
		if status := <-answered; status != http.StatusOK {
			t.Errorf("%s: after its release %d", body, status)
		}
		if status, answer := p.do("DELETE", p.env["ASANA_SIMULATOR_URL"]+"/holds/"+hold.ID, ""); status != http.StatusNotFound {
			t.Errorf("released twice: %d %s", status, answer)
		}
	}
}

func TestControl_clock(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	target := newReceiver(t)
	gid := p.register(p.env["ASANA_PROJECT"], target.URL)
	target.status.Store(http.StatusInternalServerError)
	var before, after struct{ Time time.Time }
	p.control("GET", "/clock", "", &before)
	p.control("POST", "/clock", `{"advance":"33h"}`, &after)
	if d := after.Time.Sub(before.Time); d < 33*time.Hour {
		t.Errorf("moved on by %s", d)
	}
	if status, _ := p.api("GET", "/webhooks/"+gid, ""); status != http.StatusNotFound {
		t.Errorf("a webhook that fails for a day: %d", status)
	}
	var later struct{ Time time.Time }
	p.control("GET", "/clock", "", &later)
	const hour = "\n15:"
	earliest, latest := before.Time.Add(33*time.Hour).Local().Format(hour), later.Time.Local().Format(hour) // the hour may end meanwhile
	if log := p.stderr.String(); !strings.Contains(log, earliest) && !strings.Contains(log, latest) {
		t.Errorf("no line has the simulator's time:\n%s", log)
	}
}

func TestControl_requests(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.register(p.env["ASANA_PROJECT"], newReceiver(t).URL)
	p.api("GET", "/workspaces?limit=1", "")
	p.api("POST", "/webhooks", "no JSON")
	type request struct {
		Op, Method, Path string
		Query, Headers   map[string][]string
		Body             any
		Status           int
	}
	var got struct{ Requests []request }
	p.control("GET", "/requests", "", &got)
	if len(got.Requests) != 3 {
		t.Fatalf("got %+v", got)
	}
	created, listed, refused := got.Requests[0], got.Requests[1], got.Requests[2]
	data, _ := created.Body.(map[string]any)["data"].(map[string]any)
	if created.Op != "createWebhook" || created.Method != "POST" || created.Path != "/api/1.0/webhooks" || created.Status != 201 || data["resource"] != p.env["ASANA_PROJECT"] {
		t.Errorf("creation %+v", created)
	}
	if listed.Op != "getWorkspaces" || listed.Query["limit"][0] != "1" || listed.Body != nil || listed.Headers["Authorization"][0] != "(right token)" {
		t.Errorf("list %+v", listed)
	}
	if refused.Body != "no JSON" || refused.Status != 400 {
		t.Errorf("refusal %+v", refused)
	}
	p.control("GET", "/requests?op=getWorkspaces&op=getWebhook", "", &got)
	if len(got.Requests) != 1 || got.Requests[0].Op != "getWorkspaces" {
		t.Errorf("of two operations: %+v", got)
	}
	p.control("DELETE", "/requests", "", nil)
	p.control("GET", "/requests", "", &got)
	if len(got.Requests) != 0 {
		t.Errorf("after DELETE: %+v", got)
	}
}

// Token and gids stay, and nothing else does.
func TestControl_reset(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "-projects", "2")
	var before, after struct{ Objects []map[string]any }
	p.control("GET", "/objects", "", &before)
	gid := p.register(p.env["ASANA_USER_TASK_LIST"], newReceiver(t).URL)
	p.control("POST", "/faults", `{"status":500,"times":-1}`, nil)
	p.control("POST", "/clock", `{"advance":"1000h"}`, nil)
	var hold struct{ ID string }
	p.control("POST", "/holds", `{}`, &hold)
	p.control("POST", "/reset", "", nil)

	p.control("GET", "/objects", "", &after)
	if len(before.Objects) == 0 || len(after.Objects) != len(before.Objects) {
		t.Errorf("%d objects, before %d", len(after.Objects), len(before.Objects))
	}
	for i, o := range after.Objects {
		if o["gid"] != before.Objects[i]["gid"] || o["name"] != before.Objects[i]["name"] {
			t.Errorf("object %d is %v, before %v", i, o, before.Objects[i])
		}
	}
	if status, answer := p.api("GET", "/webhooks/"+gid, ""); status != http.StatusNotFound {
		t.Errorf("the webhook: %d %s", status, answer)
	}
	if status, _ := p.do("GET", p.env["ASANA_SIMULATOR_URL"]+"/holds/"+hold.ID, ""); status != http.StatusNotFound {
		t.Errorf("the hold: %d", status)
	}
	var clock struct{ Time time.Time }
	p.control("GET", "/clock", "", &clock)
	if clock.Time.After(time.Now().Add(time.Hour)) {
		t.Errorf("the clock is at %s", clock.Time)
	}
}

func TestControl_refusals(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	task := p.env["ASANA_TASK"]
	for _, tt := range []struct {
		method, path, body string
		status             int
		want               string // a part of the error
	}{
		{"POST", "/events", ``, 400, "the body must be a JSON object"},
		{"POST", "/events", `{`, 400, "unexpected EOF"},
		{"POST", "/events", `{} {}`, 400, "one JSON object and nothing else"},
		{"POST", "/events", `{"gid":"1"}`, 400, `unknown field \"gid\"`},
		{"POST", "/events", `{}`, 400, "set resource to the gid"},
		{"POST", "/events", `{"resource":"1"}`, 400, `there is no object with gid \"1\"`},
		{"POST", "/events", `{"resource":"` + task + `","user":"1"}`, 400, `there is no object with gid \"1\"`},
		{"POST", "/events", `{"resource":"` + task + `","action":"moved"}`, 400, "none of changed, added, removed, deleted, undeleted"},
		{"POST", "/events", `{"resource":"` + task + `","action":"added","field":"name"}`, 400, "go with the action changed"},
		{"POST", "/faults", `{}`, 400, "the fault does nothing"},
		{"POST", "/faults", `{"op":"getNothing","status":500}`, 400, `the operation \"getNothing\" is none of`},
		{"POST", "/faults", `{"status":99}`, 400, "status must be between 101 and 599"},
		{"POST", "/faults", `{"status":500,"skip":-1}`, 400, "skip can't be negative"},
		{"POST", "/faults", `{"delay":"soon"}`, 400, "delay must be a time"},
		{"POST", "/faults", `{"record_of":"1"}`, 400, "there is no webhook or object"},
		{"POST", "/faults", `{"wire":"cut"}`, 400, "wire must be one of malformed_trailer, short_length, switch_protocols, twice"},
		{"POST", "/holds", `{"op":"getNothing"}`, 400, "is none of"},
		{"GET", "/holds/7", ``, 404, `there is no hold \"7\"`},
		{"POST", "/clock", `{"advance":"-1h"}`, 400, "advance must be a time"},
		{"POST", "/clock", `{"advance":"tomorrow"}`, 400, "advance must be a time"},
		{"GET", "/requests?op=getNothing", ``, 400, "is none of"},
		{"GET", "/reset", ``, 404, "the control API has no GET /-/simulator/reset"},
		{"GET", "/", ``, 404, "the control API has no GET /-/simulator/"},
		{"PATCH", "/webhooks", `{}`, 404, "the control API has no PATCH"},
		{"POST", "/events", `{"resource":"` + strings.Repeat("1", 2<<20) + `"}`, 400, "too large"},
	} {
		status, answer := p.do(tt.method, p.env["ASANA_SIMULATOR_URL"]+tt.path, tt.body)
		if status != tt.status || !strings.HasPrefix(answer, "{\n  \"error\": \"") || !strings.Contains(answer, tt.want) {
			t.Errorf("%s %s %.80s: %d %s, want %d %s", tt.method, tt.path, tt.body, status, answer, tt.status, tt.want)
		}
	}
	var hold struct{ ID string }
	p.control("POST", "/holds", `{"op":"getWebhook"}`, &hold)
	if status, answer := p.do("GET", p.env["ASANA_SIMULATOR_URL"]+"/holds/"+hold.ID+"?wait=1h", ""); status != 400 || !strings.Contains(answer, "wait must be a time up to") {
		t.Errorf("a long wait: %d %s", status, answer)
	}
}
