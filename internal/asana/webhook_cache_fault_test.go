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

// A list that keeps failing is no longer read: every webhook is read by itself.
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

// A failure here and there does not disable the cache, wherever it happens: neither a
// transient error, nor a workspace that is closed to the token, nor an offset that has
// expired. Those that wait for the page then read by themselves.
func TestReadWebhook_listThatFailsOnce(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]asanatest.Fault{
		"transient":        {{Op: asanatest.GetWebhooks, Status: http.StatusBadGateway, HTML: true}},
		"transient later":  {{Op: asanatest.GetWebhooks, Status: http.StatusInternalServerError, Skip: 5}},
		"three failures":   {{Op: asanatest.GetWebhooks, Status: 502}, {Op: asanatest.GetWebhooks, Status: 403}, {Op: asanatest.GetWebhooks, Status: 502}},
		"two resets":       {{Op: asanatest.GetWebhooks, Reset: true, Skip: 2}, {Op: asanatest.GetWebhooks, Reset: true, Skip: 5}},
		"connection lost":  {{Op: asanatest.GetWebhooks, Reset: true, Skip: 1}},
		"cut off":          {{Op: asanatest.GetWebhooks, Truncate: true, Skip: 3}},
		"no workspaces":    {{Op: asanatest.GetWorkspaces, Status: http.StatusServiceUnavailable}},
		"closed workspace": {{Op: asanatest.GetWebhooks, Status: http.StatusForbidden}},
		"offset expired":   {{Op: asanatest.GetWebhooks, Status: http.StatusBadRequest, Skip: 3}},
		"two expired": {
			{Op: asanatest.GetWebhooks, Status: http.StatusBadRequest, Skip: 3},
			{Op: asanatest.GetWebhooks, Status: http.StatusBadRequest, Skip: 6},
		},
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

// offsetRefusingTransport refuses every offset.
type offsetRefusingTransport struct{ next http.RoundTripper }

func (n offsetRefusingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Query().Has("offset") {
		return respond(http.StatusBadRequest, `{"errors":[{"message":"offset: Your pagination token has expired."}]}`)(r)
	}
	return n.next.RoundTrip(r)
}

// A list is begun anew once, not again and again.
func TestReadWebhook_offsetsRefused(t *testing.T) {
	t.Parallel()
	calls := 0
	a := newAccount(t, 300, func(c *asana.Config) { c.Transport = offsetRefusingTransport{c.Transport} })
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

// Workspaces come in pages, too; and are not gone through twice when their list has
// to be begun anew.
func TestReadWebhook_workspaceBeyondTheFirstPage(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]asanatest.Fault{
		"no fault":       {Op: asanatest.GetTeam},
		"offset expires": {Op: asanatest.GetWorkspaces, Skip: 1, Status: http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
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
			a.Inject(f)
			a.read(t, a.gids, 10)
			if n := len(a.Requests(asanatest.GetWebhook)); n > 180 {
				t.Errorf("%d of 500 webhooks were read by themselves", n)
			}
			if n := len(a.Requests(asanatest.GetWebhooks)); n != 122+5 {
				t.Errorf("%d calls for the webhooks of 123 workspaces, of which one has five pages", n)
			}
		})
	}
}

// What is refused to the token, or by something that is not Asana, is not asked
// for in each workspace.
func TestReadWebhook_listsRefusedAtLarge(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]asanatest.Fault{
		"unauthorized": {Status: http.StatusUnauthorized},
		"proxy":        {Status: http.StatusForbidden, HTML: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t, 100)
			for range 50 {
				a.AddWorkspace("Another")
			}
			f.Op, f.Times = asanatest.GetWebhooks, -1
			a.Inject(f)
			a.read(t, a.gids, 10)
			if n := len(a.Requests(asanatest.GetWebhooks)); n != 1 {
				t.Errorf("%d calls for lists, want 1", n)
			}
		})
	}
}

// Nobody waits a second time for a list that hangs.
func TestReadWebhook_listTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 100)
		a.Inject(asanatest.Fault{Op: asanatest.GetWebhooks, Delay: time.Hour, Times: -1})
		start := time.Now()
		a.read(t, a.gids, 10)
		if took := time.Since(start); took > asana.DefaultRequestTimeout {
			t.Errorf("took %s", took)
		}
	})
}

// A list that is closed does not keep those that are not from being read anew.
func TestReadWebhook_forbiddenListIsLast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 300)
		a.AddWorkspace("Closed")
		a.Inject(asanatest.Fault{Op: asanatest.GetWebhooks, Skip: 4, Status: http.StatusForbidden, Delay: 25 * time.Second})
		a.read(t, a.gids, 10)
		_, _ = a.client.ReadWebhook(t.Context(), "404404") // looks in the last list, too
		time.Sleep(37 * time.Second)
		singles := len(a.Requests(asanatest.GetWebhook))
		a.read(t, a.gids, 10)
		if n := len(a.Requests(asanatest.GetWebhook)) - singles; n > 20 {
			t.Errorf("%d webhooks were read by themselves when the lists could be had", n)
		}
	})
}
