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
		{"at the door", (*asanatest.Server).Hold, 0},
		{"before the answer", (*asanatest.Server).HoldAfter, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, asanatest.Options{})
			hold := tt.hold(w.sim, asanatest.CreateWebhook)
			answer := make(chan reply)
			go func() { answer <- w.do("POST", "/webhooks", creation(w.project, hookURL)) }()
			<-hold.Arrived()
			if n := len(w.sim.Webhooks()); n != tt.made {
				t.Errorf("%d webhooks while it is held, want %d", n, tt.made)
			}
			w.do("GET", "/workspaces", "") // others pass
			w.create(hookURL + "/second")  // and so does the next of the same kind
			hold.Release()
			hold.Release()
			if r := <-answer; r.status != 201 {
				t.Errorf("after Release: %d %s", r.status, r.body)
			}
		})
	}
}

func TestHold_releasedBeforehand(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	hold := w.sim.Hold("")
	hold.Release()
	w.do("GET", "/nowhere", "")
	<-hold.Arrived()
}

// A client that hangs up at the door leaves its request behind.
func TestHold_clientHangsUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	gid := w.create(hookURL)
	door, done := w.sim.Hold(asanatest.DeleteWebhook), w.sim.HoldAfter(asanatest.DeleteWebhook)
	ctx, hangUp := context.WithCancel(context.Background())
	go func() { <-door.Arrived(); hangUp() }()
	if _, err := w.send(ctx, "DELETE", "/webhooks/"+gid, ""); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if _, ok := w.sim.Webhook(gid); !ok {
		t.Error("deleted before Release")
	}
	door.Release()
	<-done.Arrived()
	if _, ok := w.sim.Webhook(gid); ok {
		t.Error("not deleted after Release")
	}
}

func TestHold_endsWithClose(t *testing.T) {
	t.Parallel()
	w := newWorld(t, asanatest.Options{})
	hold := w.sim.Hold(asanatest.GetWorkspaces)
	answer := make(chan reply)
	go func() { answer <- w.do("GET", "/workspaces", "") }()
	<-hold.Arrived()
	w.sim.Close()
	if r := <-answer; r.status != 200 {
		t.Errorf("got %d", r.status)
	}
}
