package asanatest_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestClock(t *testing.T) {
	t.Parallel()
	f := newFixture(t, asanatest.Options{ClockSkew: -90 * time.Second})
	f.sim.Advance(time.Hour)
	r := f.do("POST", "/webhooks", createBody(f.project, hookURL))
	if got := r.text("data", "created_at"); got != "2024-10-24T10:39:37.123Z" {
		t.Errorf("created_at %q", got)
	}
	if got := r.header.Get("Date"); got != "Thu, 24 Oct 2024 10:39:37 GMT" {
		t.Errorf("Date %q", got)
	}
	if n := len(r.header.Values("Date")); n != 1 {
		t.Errorf("%d Date headers", n)
	}
}

// Run does in real time what Advance does on demand, and wakes up for what is
// created while it waits.
func TestRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, asanatest.Options{Now: time.Now})
		ctx, cancel := context.WithCancel(context.Background())
		var running sync.WaitGroup
		running.Go(func() { f.sim.Run(ctx) })
		<-time.After(30 * time.Minute) // of the bubble's time, here and below
		gid := f.create(hookURL)
		synctest.Wait()
		if n := len(f.target.takeReceived()); n != 2 {
			t.Errorf("%d calls at creation, want handshake and heartbeat", n)
		}
		<-time.After(8*time.Hour + time.Second)
		synctest.Wait()
		if n := len(f.target.takeReceived()); n != 1 {
			t.Errorf("%d heartbeats after 8 hours, want 1", n)
		}
		f.target.setHandler(statusHandler(500))
		<-time.After(33 * time.Hour)
		synctest.Wait()
		if _, ok := f.sim.Webhook(gid); ok {
			t.Error("not deleted after 24 hours of failures")
		}
		cancel()
		running.Wait()
	})
}
