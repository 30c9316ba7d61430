package asanatest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestSetRaw(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{RawMembers: map[string]json.RawMessage{"created_at": nil, "active": json.RawMessage(`"yes"`)}})
	gid := f.create(hookURL)
	other := f.create(hookURL + "/other")
	if !f.sim.SetRaw(gid, map[string]json.RawMessage{"last_success_at": json.RawMessage(`""`), "active": json.RawMessage("3.0")}) ||
		!f.sim.SetRaw(gid, map[string]json.RawMessage{"delivery_retry_count": json.RawMessage("3.0"), "gid": json.RawMessage(`"1"`), "later": json.RawMessage(`{"a":[1.50]}`)}) {
		t.Error("SetRaw did not find the webhook")
	}
	if f.sim.SetRaw("1", nil) {
		t.Error("SetRaw found a webhook that does not exist")
	}
	const fields = "?opt_fields=active,created_at,last_success_at,delivery_retry_count,later,target"
	want := `{"active":3.0,"delivery_retry_count":3.0,"gid":"1","last_success_at":"","later":{},"target":"https://hooks.example.com"}`
	if r := f.do("GET", "/webhooks/"+gid+fields, ""); r.body != `{"data":`+want+`}` {
		t.Errorf("got  %s\nwant %s", r.body, want)
	}
	otherWant := `{"active":"yes","delivery_retry_count":0,"gid":"` + other + `","last_success_at":"2024-10-24T09:41:07.123Z","target":"https://hooks.example.com/other"}`
	if r := f.do("GET", "/webhooks"+fields+"&workspace="+f.workspace, ""); r.body != `{"data":[`+want+`,`+otherWant+`]}` {
		t.Errorf("got  %s\nwant [%s,%s]", r.body, want, otherWant)
	}
	whole := f.do("GET", "/webhooks/"+gid, "").body
	if !strings.Contains(whole, `"delivery_retry_count":3.0`) || !strings.Contains(whole, `"later":{"a":[1.50]}`) || strings.Contains(whole, "created_at") {
		t.Errorf("whole record: %s", whole)
	}
	if r := f.do("POST", "/webhooks", createBody(f.project, hookURL+"/third")); strings.Contains(r.body, "created_at") || r.member("data", "active") != "yes" {
		t.Errorf("creation: %s", r.body)
	}
}

func TestSetRaw_noJSON(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gid := f.create(hookURL)
	defer func() {
		if got := recover(); got != "asanatest: member target is not JSON: {" {
			t.Errorf("panic %v", got)
		}
	}()
	f.sim.SetRaw(gid, map[string]json.RawMessage{"target": json.RawMessage("{")})
}

// A target comes back in another spelling; duplicates and deliveries go by the
// one that was sent.
func TestTargetSpelling(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{TargetSpelling: func(target string) string { return target + "/" }})
	r := f.do("POST", "/webhooks", createBody(f.project, hookURL))
	gid := r.text("data", "gid")
	const want = hookURL + "/"
	if got := r.text("data", "target"); got != want {
		t.Errorf("created with %q", got)
	}
	if got := f.do("GET", "/webhooks/"+gid, "").text("data", "target"); got != want {
		t.Errorf("read %q", got)
	}
	if got := f.do("PUT", "/webhooks/"+gid, `{"data":{"filters":[]}}`).text("data", "target"); got != want {
		t.Errorf("updated with %q", got)
	}
	if got := f.do("GET", "/webhooks?opt_fields=target&workspace="+f.workspace, "").body; got != `{"data":[{"gid":"`+gid+`","target":"`+want+`"}]}` {
		t.Errorf("listed as %s", got)
	}
	if r := f.do("POST", "/webhooks", createBody(f.project, hookURL)); r.status != 403 {
		t.Errorf("the same target again: %d", r.status)
	}
	if r := f.do("POST", "/webhooks", createBody(f.project, want)); r.status != 201 {
		t.Errorf("the other spelling: %d %s", r.status, r.body)
	}
	if hook, _ := f.sim.Webhook(gid); hook.Target != hookURL {
		t.Errorf("registered as %q", hook.Target)
	}
}

func TestDateOption(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		date func(time.Time) string
		want string
	}{
		{nil, "Thu, 24 Oct 2024 09:41:07 GMT"},
		{func(time.Time) string { return "" }, ""},
		{func(now time.Time) string { return now.AddDate(7975, 0, 0).Format("Mon, 02 Jan 2006 15:04:05 GMT") }, "Sun, 24 Oct 9999 09:41:07 GMT"},
	} {
		for _, overNetwork := range []bool{false, true} {
			f := newFixture(t, asanatest.Options{Date: tt.date})
			if overNetwork {
				f.overNetwork()
			}
			if r := f.do("GET", "/workspaces", ""); r.header.Get("Date") != tt.want || r.status != 200 {
				t.Errorf("Date %q, want %q", r.header.Get("Date"), tt.want)
			}
		}
	}
}

// A webhook from earlier may have what a creation would refuse, and shows it.
func TestAddWebhook_notValidated(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	twice := asanatest.Filter{ResourceType: "task", Action: "archived", Fields: []string{"name", "name"}}
	gid := f.sim.AddWebhook(asanatest.Webhook{Resource: f.workspace, Target: "ftp://user@hooks.example.com", Filters: []asanatest.Filter{twice, twice}})
	const filter = `{"action":"archived","fields":["name","name"],"resource_subtype":null,"resource_type":"task"}`
	want := `{"data":{"filters":[` + filter + `,` + filter + `],"gid":"` + gid + `","target":"ftp://user@hooks.example.com"}}`
	if r := f.do("GET", "/webhooks/"+gid+"?opt_fields=filters,target", ""); r.body != want {
		t.Errorf("got  %s\nwant %s", r.body, want)
	}
}
