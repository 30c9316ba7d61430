package asana_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// lookUpName looks for the name of a project, and fails unless it is in the list.
func (a *account) lookUpName(t *testing.T, name string) {
	t.Helper()
	names, err := a.client.Names(t.Context(), asana.ProjectNames(a.workspace), name)
	if err != nil || !slices.ContainsFunc(names, func(r asana.NamedResource) bool { return r.Name == name }) {
		t.Errorf("%q is not among %d projects: %v", name, len(names), err)
	}
}

func (a *account) listCalls() int { return len(a.Requests(asanatest.GetProjectsForWorkspace)) }

// A hundred look-ups read a list once, whether at the same time or in turn.
func TestNames_shared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newLimitedAccount(t, 0, asanatest.Options{Latency: 100 * time.Millisecond})
		for i := range 250 {
			a.AddProject(a.workspace, fmt.Sprintf("Project %d", i))
		}
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() { a.lookUpName(t, fmt.Sprintf("Project %d", i)) })
		}
		all.Wait()
		for i := range 50 {
			a.lookUpName(t, fmt.Sprintf("Project %d", 200+i))
		}
		if n := a.listCalls(); n != 3 {
			t.Errorf("%d calls, want the 3 pages of one list", n)
		}
	})
}

// Lists of other objects, and of other places, are lists of their own.
func TestNames_cachedSeparately(t *testing.T) {
	t.Parallel()
	a := newAccount(t, 0)
	other := a.AddWorkspace("Other")
	a.AddProject(other, "P")
	a.AddTeam(a.workspace, "P")
	for list, want := range map[string]int{"projects": 3, "of the other": 1, "teams": 1} {
		l := map[string]asana.NameList{
			"projects": asana.ProjectNames(a.workspace), "of the other": asana.ProjectNames(other), "teams": asana.TeamNames(a.workspace),
		}[list]
		if names, err := a.client.Names(t.Context(), l, "P"); err != nil || len(names) != want {
			t.Errorf("%s: %d names, want %d: %v", list, len(names), want, err)
		}
	}
}

// A list serves look-ups for a minute after its last page.
func TestNames_expires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newLimitedAccount(t, 0, asanatest.Options{Latency: 5 * time.Minute}, func(c *asana.Config) { c.RequestTimeout = time.Hour })
		a.lookUpName(t, "P")
		time.Sleep(time.Minute)
		a.lookUpName(t, "P")
		if n := a.listCalls(); n != 1 {
			t.Errorf("%d calls within a minute, want 1", n)
		}
		time.Sleep(time.Second)
		a.lookUpName(t, "P")
		if n := a.listCalls(); n != 2 {
			t.Errorf("%d calls after a minute, want 2", n)
		}
	})
}

// What the run has created since the list was read is found. A name that does not
// exist costs one more list, and no more for all that look for it at the same time.
func TestNames_absence(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newLimitedAccount(t, 0, asanatest.Options{Latency: 100 * time.Millisecond})
		a.lookUpName(t, "P")
		time.Sleep(time.Second)
		a.AddProject(a.workspace, "Created since")
		a.lookUpName(t, "Created since")
		a.lookUpName(t, "Created since")
		if n := a.listCalls(); n != 2 {
			t.Errorf("%d calls, want 2", n)
		}
		time.Sleep(time.Second)
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if names, err := a.client.Names(t.Context(), asana.ProjectNames(a.workspace), "Missing"); err != nil || len(names) != 4 {
					t.Errorf("got %v, %v", names, err)
				}
			})
		}
		all.Wait()
		if n := a.listCalls(); n != 3 {
			t.Errorf("%d calls, want 3", n)
		}
	})
}

// A failure is that of all who wait for the list, and is not kept.
func TestNames_failure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newLimitedAccount(t, 0, asanatest.Options{Latency: 100 * time.Millisecond})
		a.Inject(asanatest.Fault{Op: asanatest.GetProjectsForWorkspace, Status: 403})
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if _, err := a.client.Names(t.Context(), asana.ProjectNames(a.workspace), "P"); !errors.Is(err, asana.ErrForbidden) {
					t.Errorf("got %v", err)
				}
			})
		}
		all.Wait()
		a.lookUpName(t, "P")
		if n := a.listCalls(); n != 2 {
			t.Errorf("%d calls, want 2", n)
		}
	})
}

// A look-up ends with its context, and the list comes for those who still wait.
func TestNames_interrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 0)
		a.Inject(asanatest.Fault{Op: asanatest.GetProjectsForWorkspace, Delay: 20 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		var both sync.WaitGroup
		both.Go(func() {
			start := time.Now()
			_, err := a.client.Names(ctx, asana.ProjectNames(a.workspace), "P")
			if took := time.Since(start); took != 5*time.Second || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("returned after %v: %v", took, err)
			}
		})
		both.Go(func() { a.lookUpName(t, "P") })
		both.Wait()
		if n := a.listCalls(); n != 1 {
			t.Errorf("%d calls, want 1", n)
		}
	})
}

// A fetch that nobody waits for is canceled, and the next look-up starts another one.
func TestNames_interruptedByAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(t, 0)
		a.Inject(asanatest.Fault{Op: asanatest.GetProjectsForWorkspace, Delay: 20 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if _, err := a.client.Names(ctx, asana.ProjectNames(a.workspace), "P"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		a.lookUpName(t, "P")
		if n := a.listCalls(); n != 2 {
			t.Errorf("%d calls, want 2", n)
		}
	})
}
