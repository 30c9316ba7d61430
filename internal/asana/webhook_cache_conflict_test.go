package asana_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// conflictTarget is the target of the webhooks that exist.
const conflictTarget = "https://hooks.example.com/asana"

// newTakenPairs returns n projects of a workspace, each with a webhook, and the gids
// of both.
func newTakenPairs(sim *asanatest.Server, workspace string, n int) (projects, gids []string) {
	for range n {
		project := sim.AddProject(workspace, "P")
		projects = append(projects, project)
		gids = append(gids, sim.AddWebhook(asanatest.Webhook{Resource: project, Target: conflictTarget}))
	}
	return projects, gids
}

func TestFindConflict_calls(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		lookups, want, ofResources int
		configured                 bool // the workspace
	}{
		{1, 1, 1, true},
		{5, 5, 5, true},
		{6, 6, 5, true}, // the last of them is all webhooks
		{40, 6, 5, true},
		{1, 2, 1, false}, // the first of them is the workspaces
		{5, 6, 5, false},
		{40, 7, 5, false},
	} {
		t.Run(fmt.Sprintf("%d lookups, workspace configured: %t", tc.lookups, tc.configured), func(t *testing.T) {
			t.Parallel()
			sim := asanatest.New(asanatest.Options{})
			t.Cleanup(sim.Close)
			workspace := sim.AddWorkspace("W")
			c := newClientOf(t, sim, func(cfg *asana.Config) {
				if tc.configured {
					cfg.Workspace = workspace
				}
			})
			projects, gids := newTakenPairs(sim, workspace, tc.lookups)
			for i, project := range projects {
				if w, known := c.FindConflict(t.Context(), project, conflictTarget+"/"); !known || w == nil || w.GID != gids[i] {
					t.Errorf("look-up %d: got %v, %t", i+1, w, known)
				}
			}
			ofResources := 0
			for _, r := range sim.Requests(asanatest.GetWebhooks) {
				if r.Query.Get("resource") != "" {
					ofResources++
				}
			}
			if n := len(sim.Requests()); n != tc.want || ofResources != tc.ofResources {
				t.Errorf("%d calls, %d of them for one resource; want %d and %d", n, ofResources, tc.want, tc.ofResources)
			}
			if w, known := c.FindConflict(t.Context(), projects[0], conflictTarget+"?another"); tc.lookups > 5 && (w != nil || !known) {
				t.Errorf("a pair that is free: got %v, %t", w, known)
			}
		})
	}
}

// What the calls that are allowed do not show is not known.
func TestFindConflict_unknown(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		webhooks, workspaces, status int
		known                        bool
	}{
		"one page":                   {100, 1, 0, true},
		"a page of more":             {101, 1, 0, false},
		"more workspaces than calls": {1, 2, 0, false},
		"a list that is refused":     {1, 1, http.StatusForbidden, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := newSimulatedClient(t, asanatest.Options{}, 0)
			project := sim.AddProject(sim.AddWorkspace("W"), "P")
			for range tc.workspaces - 1 {
				sim.AddWorkspace("Another")
			}
			for i := range tc.webhooks {
				sim.AddWebhook(asanatest.Webhook{Resource: project, Target: fmt.Sprintf("%s?%d", conflictTarget, i)})
			}
			if tc.status != 0 {
				sim.Inject(asanatest.Fault{Op: asanatest.GetWebhooks, Status: tc.status})
			}
			if w, known := c.FindConflict(t.Context(), project, conflictTarget); w != nil || known != tc.known {
				t.Errorf("got %v, %t; want known: %t", w, known, tc.known)
			}
			if n := len(sim.Requests()); n != 2 {
				t.Errorf("%d calls, want 2", n)
			}
		})
	}
}

// What is known of a pair holds for a minute, and not beyond a change by this client.
func TestCachedConflict(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim, c := newSimulatedClient(t, asanatest.Options{}, 0)
		projects, gids := newTakenPairs(sim, sim.AddWorkspace("W"), 7)
		free := conflictTarget + "?free"
		if w, known := c.CachedConflict(projects[0], conflictTarget); w != nil || known {
			t.Errorf("before the first look-up: got %v, %t", w, known)
		}
		for _, project := range projects {
			c.FindConflict(t.Context(), project, conflictTarget)
		}
		check := func(when, gid string, known bool) {
			t.Helper()
			if w, _ := c.CachedConflict(projects[6], conflictTarget); (w != nil) != (gid != "") || w != nil && w.GID != gid {
				t.Errorf("%s: the webhook is %v", when, w)
			}
			if w, isKnown := c.CachedConflict(projects[6], free); w != nil || isKnown != known {
				t.Errorf("%s: of a free pair, %v is known: %t", when, w, isKnown)
			}
		}
		check("at once", gids[6], true)
		time.Sleep(time.Minute)
		check("after a minute", gids[6], true)
		time.Sleep(time.Nanosecond)
		check("after more than a minute", "", false)

		c.FindConflict(t.Context(), projects[6], conflictTarget)
		check("looked up again", gids[6], true)
		if err := c.DeleteWebhook(t.Context(), gids[6]); err != nil {
			t.Fatal(err)
		}
		check("after its deletion", "", true)
	})
}
