package asanatest_test

import (
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestTombstone_listAndDuplicateLag(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{ListLag: 4 * time.Second, DuplicateLag: 9 * time.Second})
	gid := f.create(hookURL)
	f.sim.Advance(time.Minute)
	if r := f.do("DELETE", "/webhooks/"+gid, ""); r.status != 200 {
		t.Fatalf("delete: %d", r.status)
	}
	for _, step := range []struct {
		after           time.Duration
		listed, created int
	}{
		{0, 1, 403},
		{5 * time.Second, 0, 403},
		{5 * time.Second, 0, 201},
	} {
		f.sim.Advance(step.after)
		if got := f.do("GET", "/webhooks/"+gid, "").status; got != 404 {
			t.Errorf("get: %d, want 404 at once", got)
		}
		if got := f.do("GET", "/webhooks?workspace="+f.workspace, "").gids(); len(got) != step.listed {
			t.Errorf("listed %v, want %d", got, step.listed)
		}
		if got := f.do("POST", "/webhooks", createBody(f.project, hookURL)).status; got != step.created {
			t.Errorf("create: %d, want %d", got, step.created)
		}
	}
}
