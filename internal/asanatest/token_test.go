package asanatest_test

import (
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A token that is set is the only one of the default user, and gids are those of
// a server with a random one.
func TestToken_set(t *testing.T) {
	t.Parallel()
	f, random := newFixture(t, asanatest.Options{Token: "chosen"}), newFixture(t, asanatest.Options{})
	if f.token != "chosen" || f.project != random.project {
		t.Errorf("token %q, project %s, want that of %s", f.token, f.project, random.project)
	}
	if r := f.do("GET", "/users/me", ""); r.text("data", "gid") != f.sim.Me() {
		t.Errorf("got %d %s", r.status, r.body)
	}
}
