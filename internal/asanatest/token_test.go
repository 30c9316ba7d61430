package asanatest_test

import (
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A token that is set is the only one of the default user, and gids are those of
// a server with a random one.
func TestToken_set(t *testing.T) {
	t.Parallel()
	w, random := newWorld(t, asanatest.Options{Token: "chosen"}), newWorld(t, asanatest.Options{})
	if w.token != "chosen" || w.project != random.project {
		t.Errorf("token %q, project %s, want that of %s", w.token, w.project, random.project)
	}
	if r := w.do("GET", "/users/me", ""); r.text("data", "gid") != w.sim.Me() {
		t.Errorf("got %d %s", r.status, r.body)
	}
}
