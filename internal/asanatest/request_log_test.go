package asanatest_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestRequestLog(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	f.sim.Inject(asanatest.Fault{Op: asanatest.GetWorkspaces, Reset: true})
	_, _ = f.send(t.Context(), "GET", "/workspaces", "") // fails, as it should
	f.do("POST", "/webhooks?opt_fields=target", createBody("1", "x"))
	right := f.token
	f.token = "wrong"
	f.do("GET", "/nowhere", "")
	f.token = ""
	f.do("GET", "/users/me", "")

	type line struct {
		op           asanatest.Op
		method, path string
		body         string
		status       int
		token, user  string
	}
	var got []line
	for _, r := range f.sim.Requests() {
		got = append(got, line{r.Op, r.Method, r.Path, string(r.Body), r.Status, r.Header.Get("Authorization"), r.User})
		if strings.Contains(strings.Join(r.Header["Authorization"], ""), right) {
			t.Error("the request log holds the token")
		}
	}
	me := f.sim.Me()
	want := []line{
		{asanatest.GetWorkspaces, "GET", "/api/1.0/workspaces", "", 0, "(right token)", me},
		{asanatest.CreateWebhook, "POST", "/api/1.0/webhooks", createBody("1", "x"), 404, "(right token)", me},
		{"", "GET", "/api/1.0/nowhere", "", 401, "(wrong token)", ""},
		{asanatest.GetUser, "GET", "/api/1.0/users/me", "", 401, "", ""},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}

	some := f.sim.Requests(asanatest.GetUser, asanatest.CreateWebhook)
	if len(some) != 2 || some[0].Query.Get("opt_fields") != "target" || !some[0].Time.Equal(start) || some[0].App != asanatest.DefaultApp {
		t.Errorf("got %v", some)
	}
	some[0].Body[0], some[0].Query["opt_fields"][0] = 'x', "x"
	if again := f.sim.Requests(asanatest.CreateWebhook)[0]; again.Body[0] != '{' || again.Query.Get("opt_fields") != "target" {
		t.Error("the copies of the request log are not copies")
	}
	f.sim.ResetRequests()
	if n := len(f.sim.Requests()); n != 0 {
		t.Errorf("%d requests after the reset", n)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	f, other := newFixture(t, asanatest.Options{}), newFixture(t, asanatest.Options{})
	if f.sim.Token() == other.sim.Token() {
		t.Error("two servers have one token")
	}
	if f.workspace != other.workspace || f.project != other.project {
		t.Error("gids differ from server to server")
	}
	f.sim.RevokeToken(f.token)
	f.do("GET", "/users/me", "").wantError(t, 401, "Not Authorized")
}
