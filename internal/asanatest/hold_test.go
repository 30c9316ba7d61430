package asanatest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestHold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		hold func(*asanatest.Server, asanatest.Op) *asanatest.Hold
		made int
	}{
		{"before the work", (*asanatest.Server).Hold, 0},
		{"before the answer", (*asanatest.Server).HoldAfter, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, asanatest.Options{})
			hold := tt.hold(f.sim, asanatest.CreateWebhook)
			answer := make(chan apiResponse)
			go func() { answer <- f.do("POST", "/webhooks", createBody(f.project, hookURL)) }()
			<-hold.Arrived()
			if n := len(f.sim.Webhooks()); n != tt.made {
				t.Errorf("%d webhooks while it is held, want %d", n, tt.made)
			}
			f.do("GET", "/workspaces", "") // others pass
			f.create(hookURL + "/second")  // and so does the next of the same kind
			hold.Release()
			hold.Release()
			if r := <-answer; r.status != 201 {
				t.Errorf("after Release: %d %s", r.status, r.body)
			}
		})
	}
}

func TestHold_releasedBeforeArrival(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	hold := f.sim.Hold("")
	hold.Release()
	f.do("GET", "/nowhere", "")
	<-hold.Arrived()
}

// The request of a client that disconnects before the work is done all the same.
func TestHold_clientDisconnects(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	gid := f.create(hookURL)
	before, after := f.sim.Hold(asanatest.DeleteWebhook), f.sim.HoldAfter(asanatest.DeleteWebhook)
	ctx, hangUp := context.WithCancel(context.Background())
	go func() { <-before.Arrived(); hangUp() }()
	if _, err := f.send(ctx, "DELETE", "/webhooks/"+gid, ""); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if _, ok := f.sim.Webhook(gid); !ok {
		t.Error("deleted before Release")
	}
	before.Release()
	<-after.Arrived()
	if _, ok := f.sim.Webhook(gid); ok {
		t.Error("not deleted after Release")
	}
}

func TestHold_endsWithClose(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{})
	hold := f.sim.Hold(asanatest.GetWorkspaces)
	answer := make(chan apiResponse)
	go func() { answer <- f.do("GET", "/workspaces", "") }()
	<-hold.Arrived()
	f.sim.Close()
	if r := <-answer; r.status != 200 {
		t.Errorf("got %d", r.status)
	}
}
