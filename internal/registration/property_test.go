package registration_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
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
	seed    = flag.Uint64("seed", 0, "play only the script of this seed, many times, because the back-off has jitter")
)

// result is what a creation returned: what Terraform would have in its state.
type result struct {
	created *registration.Registered
	err     error
}

// TestCreate_promise plays random scripts of faults through the real client
// and the simulator, in virtual time, and verifies the promise for each
// outcome: what the state has and what Asana has is the same, every secret is
// the true one, and nothing is deleted that the creation did not create. Where
// all that goes wrong goes over, the creation must succeed.
//
// That an interrupt leaves an attempt in flight alone is shown by
// TestOutcome_target and, for the client, by
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
	if testing.Short() {
		*scripts = min(*scripts, 300)
	}
	for i := range *scripts {
		play(t, newScript(uint64(i)+1), table)
		if t.Failed() {
			return
		}
	}
	if !testing.Short() {
		table.check(t)
	}
}

func play(t *testing.T, s *script, table *coverage) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sim := newSimulation(t, s)
		defer sim.Close()
		results := sim.run(t.Context())
		// Whatever still runs at the server comes to its end.
		time.Sleep(5 * time.Minute)
		if err := sim.verify(results); err != nil {
			t.Errorf("%v\n%s  outcome %v\n  progress %s\nreplay: go test ./internal/registration -run TestCreate_promise -seed %d", err, s, errorsOf(results), strings.Join(sim.progressLog, "\n       "), s.seed)
		}
		table.add(sim, results)
	})
}

// run plays a script to the end of its creations.
func (sim *simulation) run(ctx context.Context) []result {
	ctx, sim.cancel = context.WithCancel(ctx)
	defer sim.cancel()
	if sim.script.interrupt >= 0 {
		timer := time.AfterFunc(sim.script.interrupt, sim.cancel)
		defer timer.Stop()
	}
	for i, at := range sim.script.foreignCreations {
		timer := time.AfterFunc(at, func() { _ = sim.createByOthers(i < sim.script.sameFilters) })
		context.AfterFunc(ctx, func() { timer.Stop() })
	}
	results := make([]result, sim.script.blocks)
	var running sync.WaitGroup
	if sim.script.deletesForeign {
		running.Go(func() {
			_, err := sim.registrar.Delete(ctx, sim.foreign)
			sim.deleted = err == nil
		})
		time.Sleep(time.Nanosecond) // so that it has begun
	}
	for i := range results {
		running.Go(func() {
			created, err := sim.registrar.Create(ctx, registration.Request{
				WebhookRequest: sim.request(), ReplaceExisting: sim.script.replace, Timeout: sim.script.timeout,
			})
			results[i] = result{created, err}
		})
	}
	running.Wait()
	return results
}

// verify compares what exists now with what the creations returned.
func (sim *simulation) verify(results []result) error {
	sim.mu.Lock()
	defer sim.mu.Unlock()
	state := make(map[string]string) // gid → secret
	for _, r := range results {
		if (r.created == nil) == (r.err == nil) {
			return errors.New("neither or both of webhook and error")
		}
		if r.created != nil {
			state[r.created.GID] = r.created.Secret.Reveal()
		}
	}
	for op, n := range sim.callCounts {
		if n > maxCalls {
			return fmt.Errorf("%d calls of %s", n, op)
		}
	}
	if len(state) > 1 && sim.foreignDeletions == nil {
		return errors.New("two creations of one pair succeeded")
	}
	if sim.maxPairWebhooks > 1 {
		return fmt.Errorf("the pair had %d webhooks at a time", sim.maxPairWebhooks)
	}
	for _, gid := range sim.foreignPairs {
		if _, ok := sim.Webhook(gid); !ok {
			return fmt.Errorf("webhook %s was deleted, which has nothing to do with the pair", gid)
		}
	}
	if err := sim.verifyForeign(results); err != nil {
		return err
	}
	for _, hook := range sim.Webhooks() {
		secret, managed := state[hook.GID]
		switch {
		case managed && secret != hook.Secret:
			return errors.New("the state has a wrong secret")
		case managed:
			delete(state, hook.GID)
		case sim.hasPair(hook) && !sim.isForeign(hook.GID):
			if !sim.isReported(results, hook.GID) {
				return fmt.Errorf("webhook %s is an orphan", hook.GID)
			}
		}
	}
	for _, gid := range sim.foreignDeletions {
		delete(state, gid)
	}
	if len(state) > 0 {
		return errors.New("the state has a webhook that does not exist")
	}
	if sim.script.mustSucceed() && !sim.mayFail() && results[0].err != nil {
		return errors.New("nothing prevented the creation, and it failed")
	}
	return nil
}

// isForeign reports whether a webhook of the pair was created by others.
func (sim *simulation) isForeign(gid string) bool {
	return gid == sim.foreign || slices.ContainsFunc(sim.foreignCreations, func(m foreignCreation) bool { return m.gid == gid })
}

// verifyForeign verifies that foreign webhooks were deleted only if the request
// allows it, and that each deletion was reported.
func (sim *simulation) verifyForeign(results []result) error {
	var deleted []string
	if _, exists := sim.Webhook(sim.foreign); sim.foreign != "" && !exists && !sim.script.deletesForeign {
		if !sim.script.replace || sim.script.unlistable {
			return errors.New("the foreign webhook was deleted")
		}
		deleted = append(deleted, sim.foreign)
	}
	for _, m := range sim.foreignCreations {
		if _, exists := sim.Webhook(m.gid); !exists && !slices.Contains(sim.foreignDeletions, m.gid) && !sim.isIndistinguishable(m) {
			if !sim.script.replace {
				return fmt.Errorf("webhook %s, created by others, was deleted", m.gid)
			}
			deleted = append(deleted, m.gid)
		}
	}
	for _, gid := range deleted {
		reported := slices.ContainsFunc(results, func(r result) bool {
			e, ok := errors.AsType[*registration.CreateError](r.err)
			return r.err == nil && isReportedDeleted(r.created.Replaced, gid) || ok && isReportedDeleted(e.Replaced, gid)
		})
		if !reported && !slices.ContainsFunc(results, func(r result) bool { return is[*registration.ReplaceError](r.err) }) {
			return fmt.Errorf("webhook %s was deleted without a replacement, and no error says so", gid)
		}
	}
	return nil
}

// isReportedDeleted reports whether a webhook is among those that a result names.
func isReportedDeleted(reported []asana.Webhook, gid string) bool {
	return slices.ContainsFunc(reported, func(w asana.Webhook) bool { return w.GID == gid })
}

// isReported reports whether an error says that there may be an orphan,
// which is right only where Asana never lets look or delete, where nobody knows
// its clock, and where its lists lag for longer than is waited for; or whether
// somebody created one within the same seconds, which was then treated as the orphan.
func (sim *simulation) isReported(results []result, gid string) bool {
	for _, m := range sim.foreignCreations {
		if _, exists := sim.Webhook(m.gid); !exists && !slices.Contains(sim.foreignDeletions, m.gid) && sim.isIndistinguishable(m) {
			return true
		}
	}
	return slices.ContainsFunc(results, func(r result) bool {
		failure, _ := errors.AsType[*registration.CreateError](r.err)
		if e, ok := errors.AsType[*registration.DuplicateError](r.err); ok && failure.Unreconciled && (sim.script.noDateHeader || sim.script.noCreatedAt) && e.GID == gid {
			return true
		}
		blind := sim.isBlind()
		if failure != nil && failure.Unreconciled && (blind || sim.script.noDateHeader || sim.script.noCreatedAt || sim.script.listLag > 15*time.Second) {
			return true
		}
		if !blind {
			return false
		}
		e, ok := errors.AsType[*registration.OrphanError](r.err)
		return is[*registration.UncertainError](r.err) || ok && e.GID == gid
	})
}

// isBlind reports whether something keeps a creation from looking or deleting.
func (sim *simulation) isBlind() bool {
	s := sim.script
	return s.failingOp != "" || s.forbidden || s.offline >= 0 || sim.hasEffective(func(e event) bool { return e.unreconcilable }) ||
		slices.ContainsFunc(s.faults[asanatest.GetWorkspaces], func(f fault) bool { return f.Times < 0 })
}

func errorsOf(results []result) []string {
	var all []string
	for _, r := range results {
		all = append(all, fmt.Sprintf("%T %v", r.err, r.err))
	}
	return all
}
