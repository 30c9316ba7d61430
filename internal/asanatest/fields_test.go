package asanatest_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestOptFields(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	f.sim.AddWebhook(asanatest.Webhook{GID: "7", Resource: f.project, Target: hookURL, Filters: []asanatest.Filter{{ResourceType: "task", Action: "added"}}})
	for _, tt := range []struct{ fields, want string }{
		{"target", `{"gid":"7","target":"https://hooks.example.com"}`},
		{"gid", `{"gid":"7"}`},
		{"resource_type,active", `{"active":true,"gid":"7","resource_type":"webhook"}`},
		{"%20active%20,,", `{"active":true,"gid":"7"}`},
		{"active&opt_fields=created_at", `{"active":true,"created_at":"2024-10-24T09:41:07.123Z","gid":"7"}`},
		{"nonsense,target.nonsense", `{"gid":"7","target":"https://hooks.example.com"}`},
		{"resource", `{"gid":"7","resource":{"gid":"PROJECT","resource_type":"project"}}`},
		{"resource.name", `{"gid":"7","resource":{"gid":"PROJECT","name":"Bugs"}}`},
		{"resource,resource.name", `{"gid":"7","resource":{"gid":"PROJECT","name":"Bugs","resource_type":"project"}}`},
		{"filters", `{"filters":[{"action":"added","fields":null,"resource_subtype":null,"resource_type":"task"}],"gid":"7"}`},
		{"filters.action", `{"filters":[{"action":"added"}],"gid":"7"}`},
		{"filters.action,filters", `{"filters":[{"action":"added","fields":null,"resource_subtype":null,"resource_type":"task"}],"gid":"7"}`},
		{"last_failure_content,last_failure_at,delivery_retry_count", `{"delivery_retry_count":0,"gid":"7","last_failure_at":null,"last_failure_content":""}`},
	} {
		want := strings.ReplaceAll(tt.want, "PROJECT", f.project)
		if r := f.do("GET", "/webhooks/7?opt_fields="+tt.fields, ""); r.body != `{"data":`+want+`}` {
			t.Errorf("one, %s:\ngot  %s\nwant %s", tt.fields, r.body, want)
		}
		if r := f.do("GET", "/webhooks?workspace="+f.workspace+"&opt_fields="+tt.fields, ""); r.body != `{"data":[`+want+`]}` {
			t.Errorf("list, %s:\ngot  %s\nwant %s", tt.fields, r.body, want)
		}
	}
	r := f.do("POST", "/webhooks?opt_fields=target", createBody(f.project, hookURL+"/b"))
	want := `{"data":{"gid":"` + r.text("data", "gid") + `","target":"https://hooks.example.com/b"},"X-Hook-Secret":"` + r.text("X-Hook-Secret") + `"}`
	if r.body != want || r.text("X-Hook-Secret") == "" {
		t.Errorf("create:\ngot  %s\nwant %s", r.body, want)
	}
	if r := f.do("GET", "/webhooks/7?opt_fields=target&opt_pretty=true", ""); r.body != "{\n  \"data\": {\n    \"gid\": \"7\",\n    \"target\": \"https://hooks.example.com\"\n  }\n}" {
		t.Errorf("pretty: %s", r.body)
	}
}
