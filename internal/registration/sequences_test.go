package registration_test

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

var depth = flag.Int("depth", 2, "how many events the sequences have that the exhaustive test plays")

// TestCreate_everySequence plays every sequence of up to two events (-depth 3 for
// three) through the real client and the simulator, in virtual time, and verifies
// the promise of TestCreate_promise for each outcome. An event is one of
// eventKinds at one call of a creation. The calls are those that the creation makes
// after the events before: each sequence is played once more for every kind of
// event at every call from its last event on.
//
// Two kinds of sequences are left out, because they equal others:
//
//   - What begins with a sequence whose last event changes nothing equals what
//     begins without that event.
//   - With replace_existing a creation does what it does without, until it finds
//     the webhook of another. So a sequence in which it finds none is played once,
//     and the promise is verified for both.
func TestCreate_everySequence(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		*depth = min(*depth, 1)
	}
	for name, blocks := range map[string]int{"one block": 1, "two blocks": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := newExploration(blocks, *depth)
			if blocks > 1 {
				// The second creation begins when the first has ended. It differs from one
				// that is alone only by what the registrar remembers.
				x.depth--
			}
			t.Run("sequences", func(t *testing.T) {
				for _, first := range x.play(t, sequence{modes: withoutReplace | withReplace}) {
					t.Run(strings.ReplaceAll(fmt.Sprint(first.events), " ", "_"), func(t *testing.T) {
						t.Parallel()
						x.explore(t, first)
					})
				}
			})
			t.Logf("%s:\n%s", name, x)
		})
	}
}

// TestCreate_sequence plays the sequences of three events that broke the promise
// once.
func TestCreate_sequence(t *testing.T) {
	t.Parallel()
	for _, events := range [][]string{
		{"0 interrupt before", "0 lost during the handshake", "4 200 page after"},
		{"0 no secret", "0 deletion after", "0 foreign webhook with our filters after"},
		{"0 lost during the handshake", "0 foreign webhook after", "0 deletion while waiting"},
	} {
		t.Run(strings.Join(events, ", "), func(t *testing.T) {
			t.Parallel()
			x := newExploration(1, len(events))
			s := sequence{modes: withoutReplace | withReplace}
			for _, name := range events {
				all := x.play(t, s)
				i := slices.IndexFunc(all, func(s sequence) bool { return s.events[len(s.events)-1].String() == name })
				if i < 0 {
					t.Fatalf("%q can't follow %v", name, s.events)
				}
				s = all[i]
			}
			x.play(t, s)
			if n := len(events); x.table[withoutReplace][n].withoutEffect+x.table[withReplace][n].withoutEffect > 0 {
				t.Errorf("%q changes nothing", events[n-1])
			}
		})
	}
}

// sequence is a sequence of events that is to be played.
type sequence struct {
	events []event
	modes  modes
}

// modes says with which requests a sequence is to be played.
type modes int

const (
	withoutReplace modes = 1 << iota // without replace_existing
	withReplace
)

// exploration plays the sequences of one or two blocks.
type exploration struct {
	blocks int
	kinds  []*eventKind
	depth  int

	mu    sync.Mutex
	table map[modes][]tally // by the number of events
}

func newExploration(blocks, depth int) *exploration {
	return &exploration{
		blocks: blocks, kinds: eventKinds(), depth: depth,
		table: map[modes][]tally{withoutReplace: make([]tally, depth+1), withReplace: make([]tally, depth+1)},
	}
}

// tally counts sequences and what they came to.
type tally struct{ played, withoutEffect, succeeded, failed int }

// explore plays a sequence, and all that begin with it.
func (x *exploration) explore(t *testing.T, s sequence) {
	t.Helper()
	for _, longer := range x.play(t, s) {
		x.explore(t, longer)
	}
}

// play plays a sequence, and returns those that are longer by one event.
func (x *exploration) play(t *testing.T, s sequence) []sequence {
	t.Helper()
	var longer []sequence
	rest := s.modes
	if rest&withoutReplace != 0 {
		ops, conflict := x.playOnce(t, s.events, withoutReplace)
		played := s.modes
		if conflict {
			played = withoutReplace
		}
		rest &^= played
		longer = x.longer(longer, s.events, ops, played)
	}
	if rest != 0 {
		ops, _ := x.playOnce(t, s.events, withReplace)
		longer = x.longer(longer, s.events, ops, withReplace)
	}
	return longer
}

// playOnce plays a sequence with one request. It returns the calls, or none if the
// last event changed nothing, and whether the webhook of another was found: if not,
// replace_existing makes no difference.
func (x *exploration) playOnce(t *testing.T, events []event, m modes) (ops []asanatest.Op, conflict bool) {
	t.Helper()
	s := script{blocks: x.blocks, replace: m == withReplace, timeout: 10 * time.Minute, interrupt: -1, foreignAge: -1, offline: -1}
	s.events = append([]event{}, events...)
	synctest.Test(t, func(t *testing.T) {
		sim := newSimulation(t, &s)
		defer sim.Close()
		results := sim.run(t.Context())
		time.Sleep(5 * time.Minute) // whatever still runs at the server comes to its end
		err := sim.verify(results)
		conflict = slices.ContainsFunc(results, isConflict)
		if err == nil && !conflict {
			s.replace = true
			err = sim.verify(results)
		}
		if err != nil {
			t.Errorf("%v\n  replace %v\n  events  %v\n  calls   %v\n  outcome %v\n  progress %s", err, s.replace, events, sim.ops, errorsOf(results), strings.Join(sim.progressLog, "\n          "))
		}
		effective := !slices.Contains(sim.effective, false)
		x.count(m, len(events), effective, results)
		if effective {
			ops = sim.ops
		}
	})
	return ops, conflict
}

// isConflict reports whether a creation found the webhook of another.
func isConflict(r result) bool {
	e, ok := errors.AsType[*registration.DuplicateError](r.err)
	return ok && e.Existing != nil && !e.SameRun
}

func (x *exploration) count(m modes, events int, effective bool, results []result) {
	x.mu.Lock()
	defer x.mu.Unlock()
	tally := &x.table[m][events]
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

// longer adds the sequences that have one event more, at one of the calls.
func (x *exploration) longer(all []sequence, events []event, ops []asanatest.Op, m modes) []sequence {
	if len(events) == x.depth {
		return nil
	}
	last := event{eventKind: &eventKind{}}
	if len(events) > 0 {
		last = events[len(events)-1]
	}
	for call := last.call; call < len(ops); call++ {
		for _, kind := range x.kinds {
			next := event{kind, call}
			switch i := slices.IndexFunc(all, func(s sequence) bool { return s.events[len(events)] == next }); {
			case kind.op != "" && kind.op != ops[call],
				call == last.call && kind.phase < last.phase,
				call == last.call && kind.phase == last.phase && kind.phase.once() && len(events) > 0,
				kind.interrupted && slices.ContainsFunc(events, func(e event) bool { return e.interrupted }):
			case i >= 0:
				all[i].modes |= m
			default:
				all = append(all, sequence{append(slices.Clone(events), next), m})
			}
		}
	}
	return all
}

// String is the table of what was played.
func (x *exploration) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%16s%8s%10s%10s%10s%16s", "replace_existing", "events", "played", "created", "failed", "without effect")
	for _, m := range []modes{withoutReplace, withReplace} {
		for n, row := range x.table[m][:x.depth+1] {
			fmt.Fprintf(&b, "\n%16t%8d%10d%10d%10d%16d", m == withReplace, n, row.played, row.succeeded, row.failed, row.withoutEffect)
		}
	}
	return b.String()
}
