package asanatest_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestAdd_refusals(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	for _, tt := range []struct {
		object asanatest.Object
		want   string // a part of the error
	}{
		{asanatest.Object{Type: "attachment"}, `no object can have the type "attachment"`},
		{asanatest.Object{Type: "workspace", GID: "abc"}, `"abc" is not a gid`},
		{asanatest.Object{Type: "workspace", GID: f.project}, `an object with gid "` + f.project + `" exists already`},
		{asanatest.Object{Type: "workspace", Parent: f.project}, "a workspace can't be in anything"},
		{asanatest.Object{Type: "team"}, `no [workspace] with gid "" has been seeded`},
		{asanatest.Object{Type: "section", Parent: f.workspace}, `no [project] with gid "` + f.workspace + `" has been seeded`},
		{asanatest.Object{Type: "user", Workspaces: []string{"1"}}, `no [workspace] with gid "1" has been seeded`},
		{asanatest.Object{Type: "portfolio", Parent: f.workspace, User: f.project}, `no [user] with gid`},
		{asanatest.Object{Type: "workspace_membership", Parent: f.workspace}, `no [user] with gid "" has been seeded`},
		{asanatest.Object{Type: "user_task_list", Parent: f.workspace}, `no [user] with gid "" has been seeded`},
	} {
		before := len(f.sim.Objects())
		if gid, err := f.sim.Add(tt.object); gid != "" || err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: got %q, %v, want %q", tt.object, gid, err, tt.want)
		}
		if after := len(f.sim.Objects()); after != before {
			t.Errorf("%+v: %d objects, before %d", tt.object, after, before)
		}
	}
}

// An object keeps the gid that it is added with, and is listed with it.
func TestAdd_gid(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	want := asanatest.Object{GID: "42", Type: "project", Name: "Chosen", Parent: f.workspace, Archived: true}
	gid, err := f.sim.Add(want)
	if gid != "42" || err != nil {
		t.Errorf("got %q, %v", gid, err)
	}
	if got := f.sim.Objects()[0]; got.GID != want.GID || got.Type != want.Type || got.Name != want.Name || got.Parent != want.Parent || !got.Archived {
		t.Errorf("listed %+v", got)
	}
	if r := f.do("GET", "/projects/42", ""); r.text("data", "name") != "Chosen" || r.member("data", "archived") != true {
		t.Errorf("record %s", r.body)
	}
	f.do("POST", "/webhooks", createBody("42", hookURL)).wantError(t, 201, "")
}
