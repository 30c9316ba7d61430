package asana_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestFindWebhook(t *testing.T) {
	t.Parallel()
	const target = "https://hooks.example.com/asana?a=b"
	// The webhook is in the second of three workspaces, and a fault hits the
	// first list unless it says otherwise.
	forbidden := asanatest.Fault{Op: asanatest.GetWebhooks, Status: http.StatusForbidden}
	alsoLater := asanatest.Fault{Op: asanatest.GetWebhooks, Status: http.StatusBadRequest, Skip: 1}
	noWorkspaces := asanatest.Fault{Op: asanatest.GetWorkspaces, Status: http.StatusForbidden}
	for name, tc := range map[string]struct {
		workspace  int // the first to third; 0 is none
		everywhere bool
		skip       bool
		more       string // of the target
		faults     []asanatest.Fault
		lists      int
		workspaces int
		want       error
	}{
		"in all workspaces":            {lists: 2, workspaces: 1},
		"in its workspace":             {workspace: 2, lists: 1},
		"in another one":               {workspace: 1, lists: 1, want: asana.ErrNoSuchWebhook},
		"in its workspace and others":  {workspace: 2, everywhere: true, lists: 1},
		"in another one and others":    {workspace: 3, everywhere: true, lists: 3, workspaces: 1},
		"nowhere":                      {more: "c", lists: 3, workspaces: 1, want: asana.ErrNoSuchWebhook},
		"nowhere at all":               {more: "c", workspace: 2, everywhere: true, lists: 3, workspaces: 1, want: asana.ErrNoSuchWebhook},
		"skipped":                      {skip: true, lists: 3, workspaces: 1, want: asana.ErrNoSuchWebhook},
		"behind a forbidden workspace": {faults: []asanatest.Fault{forbidden}, lists: 2, workspaces: 1},
		"behind the forbidden one":     {workspace: 3, everywhere: true, faults: []asanatest.Fault{forbidden}, lists: 3, workspaces: 1},
		"in a forbidden one only":      {workspace: 2, faults: []asanatest.Fault{forbidden}, lists: 1, want: asana.ErrForbidden},
		"perhaps in a forbidden one":   {more: "c", faults: []asanatest.Fault{forbidden}, lists: 3, workspaces: 1, want: asana.ErrForbidden},
		"the first failure is told":    {more: "c", faults: []asanatest.Fault{forbidden, alsoLater}, lists: 3, workspaces: 1, want: asana.ErrForbidden},
		"workspaces are not listed":    {faults: []asanatest.Fault{noWorkspaces}, workspaces: 1, want: asana.ErrForbidden},
		"other ones are not listed":    {workspace: 1, everywhere: true, faults: []asanatest.Fault{noWorkspaces}, lists: 1, workspaces: 1, want: asana.ErrForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sim, c := newSimulatedClient(t, asanatest.Options{}, 0)
			gids := []string{"", sim.AddWorkspace("First"), sim.AddWorkspace("Second"), sim.AddWorkspace("Third")}
			project := sim.AddProject(gids[2], "P")
			sim.AddWebhook(asanatest.Webhook{Resource: sim.AddProject(gids[1], "Other"), Target: target})
			gid := sim.AddWebhook(asanatest.Webhook{Resource: project, Target: target})
			for _, f := range tc.faults {
				sim.Inject(f)
			}
			q := asana.WebhookQuery{Resource: project, Target: target + tc.more, Workspace: gids[tc.workspace], Everywhere: tc.everywhere}
			if tc.skip {
				q.Skip = func(g string) bool { return g == gid }
			}
			found, err := c.FindWebhook(t.Context(), q)
			if !errors.Is(err, tc.want) || tc.want == nil && found.GID != gid || tc.want != nil && found != nil {
				t.Errorf("got %v, %v, want %v", found, err, tc.want)
			}
			if n := len(sim.Requests(asanatest.GetWebhooks)); n != tc.lists {
				t.Errorf("%d lists, want %d", n, tc.lists)
			}
			if n := len(sim.Requests(asanatest.GetWorkspaces)); n != tc.workspaces {
				t.Errorf("%d calls for workspaces, want %d", n, tc.workspaces)
			}
		})
	}
}
