package registration_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

var depth = flag.Int("depth", 2, "how many events the sequences have that the exhaustive test plays")

// TestCreate_everySequence plays every sequence of up to two events (-depth 3 for
// three) through the real client and the simulator, in virtual time, and verifies
// the promise of TestCreate_promise for each outcome. An event is one of
// eventKinds at one call of a creation. The calls are those that the creation makes
// after the events before: each sequence is played once more for every kind of
// event at every call from its last event on.
//
// A sequence whose last event changes nothing equals the one without that event,
// so it is played, but not extended.
func TestCreate_everySequence(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		*depth = min(*depth, 1)
	}
	for name, base := range map[string]script{
		"one block":                         {blocks: 1},
		"one block, with replace_existing":  {blocks: 1, replace: true},
		"two blocks":                        {blocks: 2},
		"two blocks, with replace_existing": {blocks: 2, replace: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := &exploration{base: base, kinds: eventKinds(), depth: *depth, table: make([]tally, *depth+1)}
			if base.blocks > 1 {
				// The second creation begins when the first has ended. It differs from one
				// that is alone only by what the registrar remembers.
				x.depth--
			}
			t.Run("sequences", func(t *testing.T) {
				for _, first := range append(x.play(t, nil), []event{}) {
					t.Run(strings.ReplaceAll(fmt.Sprint(first), " ", "_"), func(t *testing.T) {
						t.Parallel()
						if len(first) > 0 {
							x.explore(t, first)
						}
					})
				}
			})
			t.Logf("%s:\n%s", name, x)
		})
	}
}

// exploration plays the sequences of one kind of request.
type exploration struct {
	base  script
	kinds []*eventKind
	depth int

	mu    sync.Mutex
	table []tally // by the number of events
}

// tally counts sequences and what they came to.
type tally struct{ played, withoutEffect, succeeded, failed int }

// explore plays a sequence, and all that begin with it.
func (x *exploration) explore(t *testing.T, events []event) {
	t.Helper()
	for _, longer := range x.play(t, events) {
		x.explore(t, longer)
	}
}

// play plays a sequence, and returns those that are longer by one event.
func (x *exploration) play(t *testing.T, events []event) [][]event {
	t.Helper()
	s := x.base
	s.timeout, s.interrupt, s.foreignAge, s.offline = 10*time.Minute, -1, -1, -1
	s.events = append([]event{}, events...)
	var ops []asanatest.Op
	synctest.Test(t, func(t *testing.T) {
		sim := newSimulation(t, &s)
		defer sim.Close()
		results := sim.run(t.Context())
		time.Sleep(5 * time.Minute) // whatever still runs at the server comes to its end
		if err := sim.verify(results); err != nil {
			t.Errorf("%v\n  events  %v\n  calls   %v\n  outcome %v\n  progress %s", err, events, sim.ops, errorsOf(results), strings.Join(sim.progressLog, "\n          "))
		}
		effective := !slices.Contains(sim.effective, false)
		x.count(len(events), effective, results)
		if effective {
			ops = sim.ops
		}
	})
	if len(events) == x.depth {
		return nil
	}
	return x.longer(events, ops)
}

func (x *exploration) count(events int, effective bool, results []result) {
	x.mu.Lock()
	defer x.mu.Unlock()
	tally := &x.table[events]
	tally.played++
	switch {
	case !effective:
		tally.withoutEffect++
	case slices.ContainsFunc(results, func(r result) bool { return r.err == nil }):
		tally.succeeded++
	default:
		tally.failed++
	}
}

// longer returns the sequences that have one event more, at one of the calls.
func (x *exploration) longer(events []event, ops []asanatest.Op) [][]event {
	first := event{eventKind: &eventKind{}}
	if len(events) > 0 {
		first = events[len(events)-1]
	}
	var all [][]event
	for call := first.call; call < len(ops); call++ {
		for _, kind := range x.kinds {
			switch {
			case kind.op != "" && kind.op != ops[call],
				call == first.call && kind.phase < first.phase,
				call == first.call && kind.phase == first.phase && kind.phase.once() && len(events) > 0,
				kind.interrupted && slices.ContainsFunc(events, func(e event) bool { return e.interrupted }):
				continue
			}
			all = append(all, append(slices.Clone(events), event{kind, call}))
		}
	}
	return all
}

// String is the table of what was played.
func (x *exploration) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%8s%10s%10s%10s%16s", "events", "played", "created", "failed", "without effect")
	for n, row := range x.table[:x.depth+1] {
		fmt.Fprintf(&b, "\n%8d%10d%10d%10d%16d", n, row.played, row.succeeded, row.failed, row.withoutEffect)
	}
	return b.String()
}
