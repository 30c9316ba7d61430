package asana_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestReadWebhook_calls(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ managed, existing, parallel, want int }{
		{1, 10000, 1, 1},
		{2, 10000, 1, 2},
		{2, 2, 2, 2},
		{3, 3, 1, 5},
		{5, 10000, 1, 12},
		{5, 10000, 10, 12},
		{100, 100, 10, 20},
		{1000, 1000, 1, 30},
		{1000, 1000, 10, 30},
		{1000, 1000, 100, 30},
		{1000, 10000, 10, 1000},
	} {
		t.Run(fmt.Sprintf("%d of %d, %d at a time", tc.managed, tc.existing, tc.parallel), func(t *testing.T) {
			t.Parallel()
			a := newAccount(t, tc.existing)
			rand.Shuffle(len(a.gids), func(i, j int) { a.gids[i], a.gids[j] = a.gids[j], a.gids[i] })
			a.read(t, a.gids[:tc.managed], tc.parallel)
			if n := len(a.Requests()); n > tc.want {
				t.Errorf("%d calls, want at most %d", n, tc.want)
			}
		})
	}
}

func TestReadWebhook_maxCalls(t *testing.T) {
	t.Parallel()
	accounts := 60
	if testing.Short() {
		accounts = 3
	}
	for range accounts {
		existing := 1 + rand.IntN(1500)
		managed, parallel := 1+rand.IntN(min(existing, 300)), 1+rand.IntN(20)
		a := newAccount(t, existing, func(c *asana.Config) {
			if rand.IntN(4) == 0 {
				c.Workspace = "1" // wrong: nothing is found there
			}
		})
		rand.Shuffle(len(a.gids), func(i, j int) { a.gids[i], a.gids[j] = a.gids[j], a.gids[i] })
		a.read(t, a.gids[:managed], parallel)
		if n := len(a.Requests()); n > 2*managed+2 {
			t.Errorf("%d of %d, %d at a time: %d calls", managed, existing, parallel, n)
		}
	}
}

func TestReadWebhook_workspaceSavesACall(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 50)
	b := newAccount(t, 50)
	b.client = newAccountClient(t, b, b.workspace)
	a.read(t, a.gids, 1)
	b.read(t, b.gids, 1)
	if n := len(b.Requests(asanatest.GetWorkspaces)); n != 0 {
		t.Errorf("%d calls for workspaces although one is given", n)
	}
	if with, without := len(b.Requests()), len(a.Requests()); with >= without {
		t.Errorf("%d calls with a workspace, %d without", with, without)
	}
}

func TestReadWebhook_sameRecordAsASingleRead(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 30)
	a.EditWebhook(a.gids[7], func(w *asanatest.Webhook) {
		w.Active, w.LastFailureContent, w.RetryCount = false, "500 oops", 3
		w.LastFailureAt, w.NextAttemptAfter, w.DeletionAt = time.Now(), time.Now().Add(time.Minute), time.Now().Add(time.Hour)
		w.Filters = []asanatest.Filter{{ResourceType: "story"}}
	})
	a.Rename(a.projects[1], "Renamed")
	a.read(t, a.gids, 1)
	listed := len(a.Requests(asanatest.GetWebhook))
	if listed > 5 {
		t.Fatalf("%d single reads: the list was not used", listed)
	}
	for _, gid := range a.gids {
		fromList, err := a.client.ReadWebhook(t.Context(), gid)
		if err != nil {
			t.Fatal(err)
		}
		single, err := a.client.GetWebhook(t.Context(), gid)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(fromList, single) {
			t.Errorf("from the list %+v, by itself %+v", fromList, single)
		}
	}
}

// A page that was on its way while a webhook was written shows the old record.
func TestReadWebhook_writeDuringAPage(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 20)
	a.client = newAccountClient(t, a, a.workspace) // the first page is the one that matters
	a.read(t, a.gids[:2], 1)
	hold := a.HoldAfter(asanatest.GetWebhooks)
	var reading sync.WaitGroup
	reading.Go(func() { a.read(t, a.gids[2:3], 1) })
	<-hold.Arrived()
	if _, err := a.client.UpdateWebhookFilters(t.Context(), a.gids[9], []asana.Filter{{ResourceType: "story"}}); err != nil {
		t.Fatal(err)
	}
	hold.Release()
	reading.Wait()
	w, err := a.client.ReadWebhook(t.Context(), a.gids[9])
	if err != nil || !asana.SameFilters(w.Filters, []asana.Filter{{ResourceType: "story"}}) {
		t.Errorf("got %+v, %v", w, err)
	}
}

// What somebody else changes or deletes after the page was fetched shows within
// a minute: until then the record of the page may be returned.
func TestReadWebhook_notOlderThanAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 20)
		a.read(t, a.gids, 1)
		changed, gone := a.gids[8], a.gids[9]
		a.SetFilters(changed, nil)
		a.DeleteWebhook(gone)
		time.Sleep(59 * time.Second)
		if w, err := a.client.ReadWebhook(t.Context(), changed); err != nil || len(w.Filters) != 1 {
			t.Errorf("from the page got %+v, %v", w, err)
		}
		if w, err := a.client.ReadWebhook(t.Context(), gone); err != nil || w.GID != gone {
			t.Errorf("from the page got %+v, %v", w, err)
		}
		time.Sleep(2 * time.Second)
		if w, err := a.client.ReadWebhook(t.Context(), changed); err != nil || len(w.Filters) != 0 {
			t.Errorf("got %+v, %v", w, err)
		}
		if _, err := a.client.ReadWebhook(t.Context(), gone); !errors.Is(err, asana.ErrNotFound) {
			t.Errorf("got %v, want not found", err)
		}
	})
}

// Webhooks that come, change and go while pages are fetched, those before the
// place where the next page begins too, are read as they are; what is no more,
// and what never was, is not found.
func TestReadWebhook_concurrentChanges(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 250)
	a.read(t, a.gids[:3], 1) // the first page is there, and others are to come
	for _, gid := range a.gids[10:60] {
		a.DeleteWebhook(gid)
	}
	for _, gid := range a.gids[150:160] {
		a.SetFilters(gid, []asanatest.Filter{{ResourceType: "story"}})
	}
	for _, gid := range a.gids[240:] {
		a.DeleteWebhook(gid)
	}
	gone := append(slices.Clone(a.gids[240:]), "404404")
	a.add()
	a.read(t, slices.Concat(a.gids[60:240], a.gids[250:], a.gids[:10]), 1)
	for _, gid := range gone {
		if w, err := a.client.ReadWebhook(t.Context(), gid); !errors.Is(err, asana.ErrNotFound) {
			t.Errorf("got %+v, %v, want not found", w, err)
		}
	}
	if n := len(a.Requests(asanatest.GetWebhook)); n > 20 {
		t.Errorf("%d single reads: the pages were not used", n)
	}
}

// A webhook that comes once more on a later page, as when others before it were
// made meanwhile, is as the later page has it.
func TestReadWebhook_sameOneOnTwoPages(t *testing.T) {
	t.Parallel()
	record := func(gid, filters string) string {
		return `{"gid":"` + gid + `","target":"https://e.example/","created_at":"2024-10-24T09:41:07.123Z","filters":` + filters +
			`,"resource":{"gid":"1","resource_type":"project","name":"P"}}`
	}
	single := respond(200, `{"data":`+record("1", `[]`)+`}`)
	pages := []func(*http.Request) (*http.Response, error){
		respond(200, `{"data":[`+record("2", `[]`)+`],"next_page":{"offset":"x"}}`),
		respond(200, `{"data":[`+record("2", `[{"resource_type":"story"}]`)+`,`+record("3", `[]`)+`]}`),
	}
	a := &scriptedTransport{script: append([]func(*http.Request) (*http.Response, error){single, single}, pages...)}
	c := newClient(t, a, func(cfg *asana.Config) { cfg.Workspace = "9" })
	for _, gid := range []string{"1", "1", "3"} {
		if w, err := c.ReadWebhook(t.Context(), gid); err != nil || w.GID != gid {
			t.Fatalf("got %+v, %v", w, err)
		}
	}
	w, err := c.ReadWebhook(t.Context(), "2")
	if err != nil || !asana.SameFilters(w.Filters, []asana.Filter{{ResourceType: "story"}}) || len(a.requests) != 4 {
		t.Errorf("after %d requests got %+v, %v", len(a.requests), w, err)
	}
}

func TestReadWebhook_manyReadersShareAPage(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 100)
	a.read(t, a.gids[:2], 1)
	hold := a.Hold(asanatest.GetWebhooks)
	var reading sync.WaitGroup
	reading.Go(func() { a.read(t, a.gids[2:], 98) })
	<-hold.Arrived()
	hold.Release()
	reading.Wait()
	if n := len(a.Requests(asanatest.GetWebhooks)); n > 2 {
		t.Errorf("%d calls for a list of one page, and one for the empty workspace", n)
	}
}

func TestReadWebhook_incompleteRecordsAreAskedFor(t *testing.T) {
	t.Parallel()
	const whole = `{"gid":"3","target":"https://e.example/","created_at":"2024-10-24T09:41:07.123Z","filters":[],"resource":{"gid":"1","resource_type":"project","name":"P"}}`
	for name, left := range map[string]string{
		"no time":           `"created_at":"2024-10-24T09:41:07.123Z",`,
		"no type":           `"resource_type":"project",`,
		"no filters":        `"filters":[],`,
		"no resource name":  `,"name":"P"`,
		"no target":         `"target":"https://e.example/",`,
		"no resource's gid": `"gid":"1",`,
	} {
		record := strings.Replace(whole, left, "", 1)
		single, listed := respond(200, `{"data":`+whole+`}`), respond(200, `{"data":[`+record+`]}`)
		a := &scriptedTransport{script: []func(*http.Request) (*http.Response, error){single, single, listed, single}}
		c := newClient(t, a, func(cfg *asana.Config) { cfg.Workspace = "9" })
		for range 3 {
			if w, err := c.ReadWebhook(t.Context(), "3"); err != nil || w.CreatedAt.IsZero() || w.Filters == nil || w.Target == "" ||
				w.Resource != (asana.NamedResource{GID: "1", ResourceType: "project", Name: "P"}) {
				t.Errorf("%s: got %+v, %v", name, w, err)
			}
		}
		if len(a.requests) != 4 {
			t.Errorf("%s: %d requests, want 4", name, len(a.requests))
		}
	}
}

func TestReadWebhook_thousandWithinASmallPlansLimit(t *testing.T) {
	t.Parallel()
	a := newLimitedAccount(t, 1000, asanatest.Options{RequestsPerMinute: 150, MaxReads: 50, MaxWrites: 15})
	a.read(t, a.gids, 10)
	for _, r := range a.Requests() {
		if r.Status == http.StatusTooManyRequests {
			t.Fatal("a refresh of a thousand webhooks was throttled")
		}
	}
}
