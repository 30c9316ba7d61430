package asana_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestReadWebhook_ownWritesShow(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]bool{"answered": false, "answer lost": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t, 20)
			a.read(t, a.gids, 1)
			changed, gone := a.gids[3], a.gids[4]
			if lost {
				a.Inject(asanatest.Fault{Op: asanatest.UpdateWebhook, After: true, Reset: true})
				a.Inject(asanatest.Fault{Op: asanatest.DeleteWebhook, After: true, Reset: true})
			}
			if _, err := a.client.UpdateWebhookFilters(t.Context(), changed, []asana.Filter{{ResourceType: "story"}}); (err != nil) != lost {
				t.Fatal(err)
			}
			if err := a.client.DeleteWebhook(t.Context(), gone); (err != nil) != lost {
				t.Fatal(err)
			}
			w, err := a.client.ReadWebhook(t.Context(), changed)
			if err != nil || !asana.SameFilters(w.Filters, []asana.Filter{{ResourceType: "story"}}) {
				t.Errorf("got %+v, %v", w, err)
			}
			if _, err := a.client.ReadWebhook(t.Context(), gone); !errors.Is(err, asana.ErrNotFound) {
				t.Errorf("got %v, want not found", err)
			}
		})
	}
}

// A list may lag, so that a page that is asked for after a deletion still has
// what was deleted.
func TestReadWebhook_deletedInLaggingList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newLimitedAccount(t, 20, asanatest.Options{ListLag: 5 * time.Second})
		time.Sleep(time.Minute) // until the lists have them all
		a.client = newAccountClient(t, a, a.workspace)
		a.read(t, a.gids[:2], 1)
		if err := a.client.DeleteWebhook(t.Context(), a.gids[9]); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		a.read(t, a.gids[2:3], 1)
		if n := len(a.Requests(asanatest.GetWebhook)); n != 2 {
			t.Fatalf("%d single reads, want 2: the list was not used", n)
		}
		if w, err := a.client.ReadWebhook(t.Context(), a.gids[9]); !errors.Is(err, asana.ErrNotFound) {
			t.Errorf("got %+v, %v, want not found", w, err)
		}
		if n := len(a.Requests(asanatest.GetWebhooks)); n != 1 {
			t.Errorf("%d calls for lists, want 1: none helps with what was written", n)
		}
	})
}

// The same goes for one that was changed.
func TestReadWebhook_changedInLaggingList(t *testing.T) {
	t.Parallel()
	const (
		record = `{"gid":"3","target":"https://e.example/","created_at":"2024-10-24T09:41:07.123Z","resource":{"gid":"1","resource_type":"project","name":"P"},"filters":`
		before = record + `[]}`
		after  = record + `[{"resource_type":"story"}]}`
	)
	other := strings.Replace(before, `"3"`, `"4"`, 1)
	synctest.Test(t, func(t *testing.T) {
		single, changed := respond(200, `{"data":`+before+`}`), respond(200, `{"data":`+after+`}`)
		listed := respond(200, `{"data":[`+before+`,`+other+`]}`)
		a := &scriptedTransport{script: []func(*http.Request) (*http.Response, error){single, single, changed, listed, changed}}
		c := newClient(t, a, func(cfg *asana.Config) { cfg.Workspace = "9" })
		want := []asana.Filter{{ResourceType: "story"}}
		for range 2 {
			if _, err := c.ReadWebhook(t.Context(), "3"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := c.UpdateWebhookFilters(t.Context(), "3", want); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if w, err := c.ReadWebhook(t.Context(), "4"); err != nil || w.GID != "4" {
			t.Errorf("got %+v, %v: the list was not used", w, err)
		}
		w, err := c.ReadWebhook(t.Context(), "3")
		if err != nil || !asana.SameFilters(w.Filters, want) || len(a.requests) != 5 {
			t.Errorf("after %d requests got %+v, %v", len(a.requests), w, err)
		}
	})
}
