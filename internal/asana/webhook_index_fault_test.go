package asana_test

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A list that keeps failing is given up: every webhook is read by itself.
func TestReadWebhook_listThatFails(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]asanatest.Fault{
		"forbidden":        {Op: asanatest.GetWebhooks, Status: http.StatusForbidden, Times: -1},
		"broken":           {Op: asanatest.GetWebhooks, Status: http.StatusInternalServerError, Times: -1},
		"cut off":          {Op: asanatest.GetWebhooks, Truncate: true, Times: -1},
		"broken later":     {Op: asanatest.GetWebhooks, Status: http.StatusBadGateway, HTML: true, Skip: 2, Times: -1},
		"offset refused":   {Op: asanatest.GetWebhooks, Status: http.StatusBadRequest, Skip: 2, Times: -1},
		"workspaces hides": {Op: asanatest.GetWorkspaces, Status: http.StatusForbidden, Times: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := newAccount(t, 300, func(c *asana.Config) { c.MaxRetries = 3 })
				a.Inject(f)
				a.read(t, a.gids, 10)
				if n := len(a.Requests(f.Op)) - f.Skip; n > 2 {
					t.Errorf("%d calls of a list that fails", n)
				}
				if n := len(a.Requests(asanatest.GetWebhook)); n < 200 {
					t.Errorf("only %d webhooks were read by themselves", n)
				}
			})
		})
	}
}

// A failure here and there does not cost the index, wherever it strikes: neither a
// hiccup, nor a workspace that is closed to the token, nor an offset that has
// expired. Those that wait for the page then read by themselves.
func TestReadWebhook_listThatFailsOnce(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]asanatest.Fault{
		"hiccup":           {{Op: asanatest.GetWebhooks, Status: http.StatusBadGateway, HTML: true}},
		"hiccup later":     {{Op: asanatest.GetWebhooks, Status: http.StatusInternalServerError, Skip: 5}},
		"two hiccups":      {{Op: asanatest.GetWebhooks, Reset: true, Skip: 2}, {Op: asanatest.GetWebhooks, Reset: true, Skip: 5}},
		"connection lost":  {{Op: asanatest.GetWebhooks, Reset: true, Skip: 1}},
		"cut off":          {{Op: asanatest.GetWebhooks, Truncate: true, Skip: 3}},
		"no workspaces":    {{Op: asanatest.GetWorkspaces, Status: http.StatusServiceUnavailable}},
		"closed workspace": {{Op: asanatest.GetWebhooks, Status: http.StatusForbidden}},
		"offset expired":   {{Op: asanatest.GetWebhooks, Status: http.StatusBadRequest, Skip: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := newAccount(t, 1000)
				for _, f := range faults {
					a.Inject(f)
				}
				a.read(t, a.gids, 10)
				if n := len(a.Requests()); n > 15+15*len(faults) {
					t.Errorf("%d calls, %d of them single reads", n, len(a.Requests(asanatest.GetWebhook)))
				}
			})
		})
	}
}

// shortSighted is a network that refuses every offset.
type shortSighted struct{ next http.RoundTripper }

func (n shortSighted) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Query().Has("offset") {
		return answer(http.StatusBadRequest, `{"errors":[{"message":"offset: Your pagination token has expired."}]}`)(r)
	}
	return n.next.RoundTrip(r)
}

// A list is begun anew once, not again and again.
func TestReadWebhook_offsetsNeverWork(t *testing.T) {
	t.Parallel()
	calls := 0
	a := newAccount(t, 300, func(c *asana.Config) { c.Transport = shortSighted{c.Transport} })
	a.read(t, a.gids, 10)
	for _, r := range a.Requests(asanatest.GetWebhooks) {
		if r.Status == http.StatusOK {
			calls++
		}
	}
	if calls != 3 {
		t.Errorf("%d calls for the first pages of two lists, want one and two", calls)
	}
}

func TestReadWebhook_offsetExpires(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 500)
	a.read(t, a.gids[:3], 1)
	a.Advance(time.Hour) // longer than any offset lasts
	a.read(t, a.gids, 5)
	if !slices.ContainsFunc(a.Requests(asanatest.GetWebhooks), func(r asanatest.Request) bool { return r.Status == http.StatusBadRequest }) {
		t.Error("no offset was refused")
	}
	if n := len(a.Requests()); n > 30 {
		t.Errorf("%d calls: the list was not begun anew", n)
	}
}

// Workspaces come in pages, too.
func TestReadWebhook_workspaceBeyondTheFirstPage(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 0)
	for range 120 {
		a.AddWorkspace("Another")
	}
	last := a.AddWorkspace("Last")
	a.projects = []string{a.AddProject(last, "P")}
	for range 500 {
		a.add()
	}
	a.read(t, a.gids, 10)
	if n := len(a.Requests(asanatest.GetWebhook)); n > 250 {
		t.Errorf("%d of 500 webhooks were read by themselves", n)
	}
}
