package registration_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// expectation is what a script comes to.
type expectation struct {
	script *script
	within time.Duration // which the creation takes at the most
	posts  int           // 0: any number
	want   func(sim *simulation, err error) bool
}

// faultless is a script in which nothing goes wrong.
func faultless(edit func(*script)) *script {
	s := &script{blocks: 1, timeout: 2 * time.Minute, interrupt: -1, foreignAge: -1, offline: -1, faults: make(map[asanatest.Op][]fault)}
	edit(s)
	return s
}

func onCreate(f asanatest.Fault) map[asanatest.Op][]fault {
	return map[asanatest.Op][]fault{asanatest.CreateWebhook: {{Fault: f}}}
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// checkOutcomes plays scripts, and verifies the promise for each as well.
func checkOutcomes(t *testing.T, all map[string]expectation) {
	t.Helper()
	for name, tc := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, tc.check)
		})
	}
}

func (tc expectation) check(t *testing.T) {
	t.Helper()
	sim := newSimulation(t, tc.script)
	defer sim.Close()
	start := time.Now()
	results := sim.run(t.Context())
	took := time.Since(start)
	sim.mu.Lock()
	ok := tc.want(sim, results[0].err)
	sim.mu.Unlock()
	if !ok {
		t.Errorf("got %T: %v", results[0].err, results[0].err)
	}
	if posts := len(sim.Requests(asanatest.CreateWebhook)); tc.posts != 0 && posts != tc.posts {
		t.Errorf("%d POSTs, want %d", posts, tc.posts)
	}
	if took > tc.within {
		t.Errorf("took %v, want at most %v", took, tc.within)
	}
	time.Sleep(5 * time.Minute)
	if err := sim.verify(results); err != nil {
		t.Error(err)
	}
}
