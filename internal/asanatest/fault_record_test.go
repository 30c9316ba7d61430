package asanatest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A record of another webhook answers, and the work is done on the right one.
func TestFaultRecordOf(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	other := f.sim.AddWebhook(asanatest.Webhook{Resource: f.workspace, Target: hookURL + "/other"})
	gid := f.create(hookURL)
	for _, tt := range []struct {
		method, path, body string
		status             int
		want               string // the record, where OTHER stands for the other webhook
	}{
		{"GET", "/webhooks/" + gid + "?opt_fields=target", "", 200, `{"gid":"OTHER","target":"https://hooks.example.com/other"}`},
		{"GET", "/webhooks/1?opt_fields=target", "", 200, `{"gid":"OTHER","target":"https://hooks.example.com/other"}`},
		{"PUT", "/webhooks/" + gid + "?opt_fields=filters", `{"data":{"filters":[{"action":"added"}]}}`, 200, `{"filters":[],"gid":"OTHER"}`},
		{"POST", "/webhooks?opt_fields=resource", createBody(f.project, hookURL+"/new"), 201, `{"gid":"OTHER","resource":{"gid":"` + f.workspace + `","resource_type":"workspace"}}`},
		{"GET", "/projects/" + f.project + "?opt_fields=active", "", 200, `{"active":true,"gid":"OTHER"}`},
	} {
		f.sim.Inject(asanatest.Fault{RecordOf: other})
		r := f.do(tt.method, tt.path, tt.body)
		got, err := json.Marshal(r.member("data"))
		if want := strings.ReplaceAll(tt.want, "OTHER", other); r.status != tt.status || string(got) != want || err != nil {
			t.Errorf("%s %s: got %d %s, want %d %s", tt.method, tt.path, r.status, r.body, tt.status, want)
		}
		if r.status == 201 && r.text("X-Hook-Secret") == "" {
			t.Errorf("%s %s: no secret", tt.method, tt.path)
		}
	}
	if hook, _ := f.sim.Webhook(gid); len(hook.Filters) != 1 {
		t.Errorf("filters after the PUT: %v", hook.Filters)
	}
	f.sim.Inject(asanatest.Fault{RecordOf: other})
	f.do("POST", "/webhooks", createBody(f.project, hookURL)).wantError(t, 403, "Duplicated webhook. You already have an existing webhook for the given resource and target. Delete the old one before creating another.")
}

func TestFaultRecordOf_nothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	defer func() {
		if got := recover(); got != `asanatest: no webhook or object with gid "1" exists` {
			t.Errorf("panic %v", got)
		}
	}()
	f.sim.Inject(asanatest.Fault{RecordOf: "1"})
}

// Each page names itself as the next one.
func TestFaultRepeatOffset(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	for range 3 {
		f.sim.AddProject(f.workspace, "P")
	}
	f.sim.Inject(asanatest.Fault{Op: asanatest.GetProjects, RepeatOffset: true, Times: -1})
	first := f.do("GET", "/projects?limit=2", "")
	offset := first.text("next_page", "offset")
	for range 3 {
		r := f.do("GET", "/projects?limit=2&offset="+offset, "")
		if r.status != 200 || len(r.gids()) != 2 || r.gids()[0] == first.gids()[0] || r.text("next_page", "offset") != offset {
			t.Errorf("got %d %s", r.status, r.body)
		}
	}
}

func TestFaultEdit(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	f.sim.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Edit: func(body []byte) []byte {
		return []byte(strings.Replace(string(body), `"X-Hook-Secret":"`, `"X-Hook-Secret":"`+"\xff", 1))
	}})
	r := f.do("POST", "/webhooks", createBody(f.project, hookURL))
	if r.status != 201 || !strings.Contains(r.body, "\"X-Hook-Secret\":\"\xff") {
		t.Errorf("got %d %q", r.status, r.body)
	}
}

// What something between client and Asana answers: any status with any body and
// any headers, before or after the work.
func TestFault_intermediary(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		fault       asanatest.Fault
		body        string // of the answer, or a part of a page
		contentType string
	}{
		"page":           {asanatest.Fault{Status: 407, HTML: true}, "<h1>407 Proxy Authentication Required</h1>", "text/html; charset=UTF-8"},
		"foreign JSON":   {asanatest.Fault{Status: 404, Body: `{"errors":[{"status":"404","title":"Not Found"}]}`}, `{"errors":[{"status":"404","title":"Not Found"}]}`, "application/json; charset=UTF-8"},
		"cut JSON":       {asanatest.Fault{Status: 404, Body: `{"errors":[{"mess`}, `{"errors":[{"mess`, "application/json; charset=UTF-8"},
		"no body":        {asanatest.Fault{Status: 404, NoBody: true}, "", "application/json; charset=UTF-8"},
		"plain text":     {asanatest.Fault{Status: 499, Body: "bye", Header: http.Header{"content-type": {"text/plain"}}}, "bye", "text/plain"},
		"no type":        {asanatest.Fault{Status: 418, Body: "tea", Header: http.Header{"Content-Type": nil}}, "tea", ""},
		"redirect":       {asanatest.Fault{Status: 302, NoBody: true, Header: http.Header{"Location": {"https://login.example.com/"}}}, "", "application/json; charset=UTF-8"},
		"own error":      {asanatest.Fault{Status: 400, Message: "No luck.", Code: "no_luck"}, `{"errors":[{"error":"no_luck","message":"No luck.","help":"For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors"}]}`, "application/json; charset=UTF-8"},
		"204":            {asanatest.Fault{Status: 204}, "", "application/json; charset=UTF-8"},
		"300 with array": {asanatest.Fault{Status: 300, Body: `[]`}, `[]`, "application/json; charset=UTF-8"},
	} {
		for _, after := range []bool{false, true} {
			for _, overNetwork := range []bool{false, true} {
				f := newFixture(t, asanatest.Options{})
				if overNetwork {
					f.overNetwork()
				}
				tt.fault.After = after
				f.sim.Inject(tt.fault)
				r := f.do("POST", "/webhooks", createBody(f.project, hookURL))
				if r.status != tt.fault.Status || r.header.Get("Content-Type") != tt.contentType ||
					r.body != tt.body && !(tt.fault.HTML && strings.Contains(r.body, tt.body)) {
					t.Errorf("%s: got %d %q %q", name, r.status, r.header.Get("Content-Type"), r.body)
				}
				if location := tt.fault.Header.Get("Location"); r.header.Get("Location") != location {
					t.Errorf("%s: Location %q, want %q", name, r.header.Get("Location"), location)
				}
				if made := len(f.sim.Webhooks()); (made == 1) != after {
					t.Errorf("%s, after %v: %d webhooks", name, after, made)
				}
			}
		}
	}
}

// A header may be set on the true answer, or taken from it.
func TestFault_headerOfTheTrueAnswer(t *testing.T) {
	t.Parallel()
	for name, overNetwork := range map[string]bool{"in memory": false, "over the network": true} {
		f := newFixture(t, asanatest.Options{})
		if overNetwork {
			f.overNetwork()
		}
		f.sim.Inject(asanatest.Fault{Header: http.Header{"Asana-Change": {"name=x;affected=true"}, "Date": nil}})
		r := f.do("GET", "/workspaces", "")
		if _, dated := r.header["Date"]; r.status != 200 || r.header.Get("Asana-Change") != "name=x;affected=true" || dated {
			t.Errorf("%s: got %d %v", name, r.status, r.header)
		}
		r = f.do("GET", "/workspaces", "")
		if r.header.Get("Asana-Change") != "" || r.header.Get("Date") != "Thu, 24 Oct 2024 09:41:07 GMT" {
			t.Errorf("%s: the next answer has %v", name, r.header)
		}
	}
}
