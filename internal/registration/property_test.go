package registration_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

var (
	scripts = flag.Int("scripts", 3000, "how many random scripts of faults the property test plays")
	seed    = flag.Uint64("seed", 0, "play only the script of this seed, many times, for waits have jitter")
)

// result is what a creation returned: what Terraform would have in its state.
type result struct {
	created *asana.CreatedWebhook
	err     error
}

// TestCreate_promise plays random scripts of faults through the real client
// and the simulator, in virtual time, and holds each outcome against the
// promise: what the state has and what Asana has is the same, every secret is
// the true one, and nothing is deleted that the creation did not make. Where
// all that goes wrong goes over, the creation must succeed.
//
// The test was itself tested by breaking the code. It fails, with the scripts
// that it plays by default, for each of these:
//
//  1. resolve does not look for the webhook of a lost answer;
//  2. lookUntilSettled looks once, while the handshake may be running;
//  3. outcome takes a 400 for a failed handshake only if its text is a known one;
//  4. isOurs does not compare times;
//  5. isOurs compares with this machine's clock instead of Asana's;
//  6. settled counts from the beginning of an attempt instead of its end;
//  7. cleaning ends with an interrupt;
//  8. the client repeats a creation whose answer was lost;
//  9. discard keeps a webhook that came without a secret;
//  10. look stops after the first workspace;
//  11. giveWay replaces what another block of the same run made;
//  12. giveWay replaces without being asked;
//  13. makeWay takes a duplicate after a lost answer for a stranger's;
//  14. makeWay gives up at the first duplicate that is not to be seen;
//  15. enter lets two creations of a pair run at once;
//  16. Delete takes a webhook that is gone already for a failure;
//  17. lookIn believes lists that still show what was deleted;
//  18. awaitTarget gives up at the first failed handshake.
//
// That an interrupt leaves an attempt in flight alone is shown by
// TestCreate_outcome and, for the client, by
// TestCreateWebhook_interruptDoesNotTouchARequestInFlight.
func TestCreate_promise(t *testing.T) {
	t.Parallel()
	if *seed != 0 {
		for range 100 {
			play(t, newScript(*seed), nil)
		}
		return
	}
	table := &coverage{hits: make(map[string]int)}
	for i := range *scripts {
		play(t, newScript(uint64(i)+1), table)
		if t.Failed() {
			return
		}
	}
	table.check(t)
}

func play(t *testing.T, s *script, table *coverage) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, s)
		defer w.Close()
		results := w.run(t.Context())
		// Whatever still runs at the server comes to its end.
		time.Sleep(5 * time.Minute)
		if err := w.judge(results); err != nil {
			t.Errorf("%v\n%s  outcome %v\n  told %s\nreplay: go test ./internal/registration -run TestCreate_promise -seed %d", err, s, errorsOf(results), strings.Join(w.told, "\n       "), s.seed)
		}
		table.add(w, results)
	})
}

// run plays a script to the end of its creations.
func (w *world) run(ctx context.Context) []result {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if w.script.interrupt >= 0 {
		timer := time.AfterFunc(w.script.interrupt, cancel)
		defer timer.Stop()
	}
	results := make([]result, w.script.blocks)
	var running sync.WaitGroup
	for i := range results {
		running.Go(func() {
			created, err := w.registrar.Create(ctx, registration.Request{
				WebhookRequest:  asana.WebhookRequest{Resource: w.project, Target: target},
				ReplaceExisting: w.script.replace, Timeout: w.script.timeout,
			})
			results[i] = result{created, err}
		})
	}
	running.Wait()
	return results
}

// judge holds what is there now against what the creations returned.
func (w *world) judge(results []result) error {
	state := make(map[string]string) // gid → secret
	for _, r := range results {
		if (r.created == nil) == (r.err == nil) {
			return errors.New("neither or both of webhook and error")
		}
		if r.created != nil {
			state[r.created.GID] = r.created.Secret.Reveal()
		}
	}
	for op, n := range w.seen {
		if n > mostCalls {
			return fmt.Errorf("%d calls of %s", n, op)
		}
	}
	if len(state) > 1 {
		return errors.New("two creations of one pair succeeded")
	}
	for _, gid := range w.others {
		if _, ok := w.Webhook(gid); !ok {
			return fmt.Errorf("webhook %s was deleted, which has nothing to do with the pair", gid)
		}
	}
	if _, ok := w.Webhook(w.foreign); w.foreign != "" && !ok && (!w.script.replace || w.script.hidden) {
		return errors.New("the foreign webhook was deleted")
	}
	for _, hook := range w.Webhooks() {
		secret, managed := state[hook.GID]
		switch {
		case managed && secret != hook.Secret:
			return errors.New("the state has a wrong secret")
		case managed:
			delete(state, hook.GID)
		case hook.Resource == w.project && hook.Target == target && hook.GID != w.foreign && hook.User == w.Me():
			if !w.admits(results, hook.GID) {
				return fmt.Errorf("webhook %s is left behind", hook.GID)
			}
		}
	}
	if len(state) > 0 {
		return errors.New("the state has a webhook that does not exist")
	}
	if w.script.mustSucceed() && results[0].err != nil {
		return errors.New("nothing stood in the way, and it failed")
	}
	return nil
}

// admits reports whether an error says that a webhook may be left behind,
// which is right only where Asana never lets look or delete.
func (w *world) admits(results []result, gid string) bool {
	if w.script.broken == "" {
		return false
	}
	for _, r := range results {
		if _, ok := errors.AsType[*registration.UncertainError](r.err); ok {
			return true
		}
		if e, ok := errors.AsType[*registration.StrandedError](r.err); ok && e.GID == gid {
			return true
		}
	}
	return false
}

func errorsOf(results []result) []string {
	var all []string
	for _, r := range results {
		all = append(all, fmt.Sprintf("%T %v", r.err, r.err))
	}
	return all
}

// coverage counts how often each fault hit each call, and what came of it.
type coverage struct {
	hits     map[string]int // "fault/call"
	outcomes [2]int         // errors, successes
}

func (c *coverage) add(w *world, results []result) {
	if c == nil {
		return
	}
	for op, faults := range w.script.faults {
		for i, f := range faults {
			if i < w.seen[op] {
				c.hits[f.name+"/"+string(op)]++
			}
		}
	}
	for _, r := range results {
		if r.err == nil {
			c.outcomes[1]++
		} else {
			c.outcomes[0]++
		}
	}
}

// check prints the table of faults and calls, and fails if a pair is missing.
func (c *coverage) check(t *testing.T) {
	t.Helper()
	var table strings.Builder
	fmt.Fprintf(&table, "%-16s", "")
	for _, op := range calls {
		fmt.Fprintf(&table, "%15s", op)
	}
	var names []string
	for _, f := range faultKinds(newRand()) {
		names = append(names, f.name)
	}
	anyCall := len(names)
	for _, f := range createFaults {
		names = append(names, f.name)
	}
	for i, name := range names {
		fmt.Fprintf(&table, "\n%-16s", name)
		for _, op := range calls {
			n := c.hits[name+"/"+string(op)]
			fmt.Fprintf(&table, "%15d", n)
			if n == 0 && (i < anyCall || op == asanatest.CreateWebhook) {
				t.Errorf("%s never hit %s", name, op)
			}
		}
	}
	t.Logf("%d creations failed, %d succeeded; how often each fault hit each call:\n%s", c.outcomes[0], c.outcomes[1], table.String())
}
