package asanatest_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// addWebhooks adds webhooks with the gids first, first+10, ... and returns the
// path of their list.
func (f *fixture) addWebhooks(first, n int) string {
	for i := range n {
		gid := strconv.Itoa(first + 10*i)
		f.sim.AddWebhook(asanatest.Webhook{GID: gid, Resource: f.project, Target: hookURL + "/" + gid})
	}
	return "/webhooks?workspace=" + f.workspace
}

func TestPage_allPages(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	path := f.addWebhooks(100, 5)
	first := f.do("GET", path+"&limit=2&opt_fields=target", "")
	next := first.text("next_page", "path")
	offset := first.text("next_page", "offset")
	if offset == "" || !strings.HasPrefix(next, "/webhooks?") || !strings.Contains(next, "offset="+offset) || !strings.Contains(next, "opt_fields=target") {
		t.Errorf("next_page %v", first.member("next_page"))
	}
	if got := first.text("next_page", "uri"); got != "https://app.asana.com/api/1.0"+next {
		t.Errorf("uri %q", got)
	}
	second := f.do("GET", next, "")
	third := f.do("GET", second.text("next_page", "path"), "")
	for i, tt := range []struct {
		got  apiResponse
		want []string
	}{{first, []string{"100", "110"}}, {second, []string{"120", "130"}}, {third, []string{"140"}}} {
		if !slices.Equal(tt.got.gids(), tt.want) {
			t.Errorf("page %d: got %v, want %v", i+1, tt.got.gids(), tt.want)
		}
	}
	if !strings.HasSuffix(third.body, `"next_page":null}`) {
		t.Errorf("last page: %s", third.body)
	}
	if again := f.do("GET", next, ""); !slices.Equal(again.gids(), []string{"120", "130"}) {
		t.Errorf("the same offset again: %v", again.gids())
	}
}

func TestPage_nextPageOnlyWithLimit(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	path := f.addWebhooks(100, 2)
	if r := f.do("GET", path, ""); strings.Contains(r.body, "next_page") {
		t.Errorf("without limit: %s", r.body)
	}
	if r := f.do("GET", path+"&limit=2", ""); !strings.HasSuffix(r.body, `"next_page":null}`) {
		t.Errorf("exactly full: %s", r.body)
	}
}

// A page goes on behind the last gid of the one before, whatever comes and goes.
func TestPage_insertsAndDeletes(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	path := f.addWebhooks(100, 6)
	first := f.do("GET", path+"&limit=2", "")
	f.sim.DeleteWebhook("100")
	f.sim.DeleteWebhook("110") // the very one that the token stands behind
	f.sim.DeleteWebhook("130")
	f.sim.AddWebhook(asanatest.Webhook{GID: "105", Resource: f.project, Target: hookURL + "/105"})
	f.sim.AddWebhook(asanatest.Webhook{GID: "125", Resource: f.project, Target: hookURL + "/125"})
	second := f.do("GET", first.text("next_page", "path"), "")
	if want := []string{"120", "125"}; !slices.Equal(second.gids(), want) {
		t.Errorf("second page: got %v, want %v", second.gids(), want)
	}
	for _, gid := range []string{"140", "150"} {
		f.sim.DeleteWebhook(gid)
	}
	third := f.do("GET", second.text("next_page", "path"), "")
	if third.status != 200 || third.body != `{"data":[],"next_page":null}` {
		t.Errorf("nothing left: %d %s", third.status, third.body)
	}
}

func TestPage_tokens(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	path := f.addWebhooks(100, 3)
	next := f.do("GET", path+"&limit=1", "").text("next_page", "path")
	offset := next[strings.Index(next, "offset="):]
	offset, _, _ = strings.Cut(offset, "&")
	f.do("GET", path+"&limit=1&resource="+f.project+"&"+offset, "").wantError(t, 400, "offset: Your pagination token is invalid.")
	f.do("GET", "/projects?limit=1&"+offset, "").wantError(t, 400, "offset: Your pagination token is invalid.")
	if r := f.do("GET", path+"&limit=3&"+offset, ""); !slices.Equal(r.gids(), []string{"110", "120"}) {
		t.Errorf("another limit: %d %v", r.status, r.gids())
	}

	f.sim.Advance(15 * time.Minute)
	if r := f.do("GET", next, ""); r.status != 200 {
		t.Errorf("after 15 minutes: %d", r.status)
	}
	f.sim.Advance(time.Second)
	f.do("GET", next, "").wantError(t, 400, "offset: Your pagination token has expired.")
	f.sim.Advance(48 * time.Hour)
	f.do("GET", next, "").wantError(t, 400, "offset: Your pagination token is invalid.")
}

func TestPage_tooManyWithoutLimit(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	path := f.addWebhooks(1000, 1000)
	if r := f.do("GET", path, ""); r.status != 200 || len(r.gids()) != 1000 {
		t.Errorf("1,000: %d with %d", r.status, len(r.gids()))
	}
	f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL})
	f.do("GET", path, "").wantError(t, 400, "The result is too large. You should use pagination.")
	if r := f.do("GET", path+"&limit=100", ""); len(r.gids()) != 100 {
		t.Errorf("with limit: %d with %d", r.status, len(r.gids()))
	}
}

func TestPage_lookups(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	want := []string{f.project}
	for i := range 4 {
		want = append(want, f.sim.AddProject(f.workspace, fmt.Sprint("P", i)))
	}
	var got []string
	for path := "/projects?limit=2&workspace=" + f.workspace; path != ""; {
		r := f.do("GET", path, "")
		got = append(got, r.gids()...)
		path = r.text("next_page", "path")
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
