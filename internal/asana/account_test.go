package asana_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// account is a simulated Asana with many webhooks, reached in memory.
type account struct {
	*asanatest.Server
	client    *asana.Client
	workspace string
	projects  []string
	gids      []string
}

func newAccount(t *testing.T, existing int, edit ...func(*asana.Config)) *account {
	t.Helper()
	return newLimitedAccount(t, existing, asanatest.Options{}, edit...)
}

func newLimitedAccount(t *testing.T, existing int, opts asanatest.Options, edit ...func(*asana.Config)) *account {
	t.Helper()
	sim := asanatest.New(opts)
	t.Cleanup(sim.Close)
	network := &asanatest.Transport{}
	network.Mount("https://asana.example", sim)
	a := &account{Server: sim}
	sim.AddWorkspace("Empty")
	a.workspace = sim.AddWorkspace("Full")
	for range 3 {
		a.projects = append(a.projects, sim.AddProject(a.workspace, "P"))
	}
	for range existing {
		a.add()
	}
	cfg := asana.Config{BaseURL: "https://asana.example/api/1.0", Token: asana.Secret(sim.Token()), Transport: network}
	for _, e := range edit {
		e(&cfg)
	}
	client, err := asana.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	a.client = client
	return a
}

func (a *account) add() {
	n := len(a.gids)
	a.gids = append(a.gids, a.AddWebhook(asanatest.Webhook{
		Resource: a.projects[n%len(a.projects)], Target: fmt.Sprintf("https://hooks.example.com/%d", n),
		Filters: []asanatest.Filter{{ResourceType: "task", Action: "changed", Fields: []string{"name"}}},
	}))
}

// read reads webhooks, some at a time, and fails unless each is as it is in Asana.
func (a *account) read(t *testing.T, gids []string, parallel int) {
	t.Helper()
	queue := make(chan string)
	var workers sync.WaitGroup
	for range parallel {
		workers.Go(func() {
			for gid := range queue {
				w, err := a.client.ReadWebhook(t.Context(), gid)
				if err != nil {
					t.Errorf("reading %s: %v", gid, err)
					continue
				}
				truth, _ := a.Webhook(gid)
				if w.GID != gid || w.Target != truth.Target || w.Resource.GID != truth.Resource || !sameFilters(w.Filters, truth.Filters) {
					t.Errorf("reading %s gave %+v, which is %+v", gid, w, truth)
				}
			}
		})
	}
	for _, gid := range gids {
		queue <- gid
	}
	close(queue)
	workers.Wait()
}

func newAccountClient(t *testing.T, a *account, workspace string) *asana.Client {
	t.Helper()
	network := &asanatest.Transport{}
	network.Mount("https://asana.example", a.Server)
	c, err := asana.New(asana.Config{BaseURL: "https://asana.example/api/1.0", Token: asana.Secret(a.Token()), Transport: network, Workspace: workspace})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sameFilters compares filters as they are, one by one.
func sameFilters(got []asana.Filter, truth []asanatest.Filter) bool {
	return slices.EqualFunc(got, truth, func(f asana.Filter, g asanatest.Filter) bool {
		return f.ResourceType == g.ResourceType && f.ResourceSubtype == g.ResourceSubtype && string(f.Action) == g.Action && slices.Equal(f.Fields, g.Fields)
	})
}
