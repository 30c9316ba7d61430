package registration_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// replacedOnly reports whether a failed creation replaced just one webhook.
func replacedOnly(e *registration.CreateError, gid string) bool {
	return len(e.Replaced) == 1 && e.Replaced[0].GID == gid
}

// tried reports whether the last attempt was begun so long after the first had ended.
func tried(err error, least time.Duration) bool {
	e, ok := errors.AsType[*registration.CreateError](err)
	return ok && e.Attempts[len(e.Attempts)-1].Started.Sub(e.Attempts[0].Ended) >= least
}

// TestOutcome_duplicate is about pairs that have a webhook already.
func TestOutcome_duplicate(t *testing.T) {
	t.Parallel()
	checkOutcomes(t, map[string]expectation{
		"deleted twice, and Asana needs time to notice": {
			faultless(func(s *script) {
				s.foreignAge, s.deletesForeign, s.replace, s.duplicateLag = time.Hour, true, true, 2*time.Second
				s.targets, s.foreignCreations = []string{"500", "500", "500", "500"}, []time.Duration{35 * time.Second}
			}), time.Minute * 5 / 4, 0,
			func(sim *simulation, err error) bool { return err == nil && len(sim.foreignCreations) == 1 },
		},
		"foreign webhook": {
			faultless(func(s *script) { s.foreignAge = time.Minute }), 0, 1,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == sim.foreign && !e.SameRun && errors.Is(e.Refusal, asana.ErrDuplicate)
			},
		},
		"foreign webhook replaced": {
			faultless(func(s *script) { s.foreignAge, s.replace = time.Minute, true }), 0, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"foreign webhook, replaced when the time is over": {
			faultless(func(s *script) {
				s.foreignAge, s.replace, s.timeout = time.Hour, true, time.Second
				s.faults[asanatest.DeleteWebhook] = []fault{{Fault: asanatest.Fault{Delay: 10 * time.Second}}}
			}), 10 * time.Second, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"foreign webhook replaced by nothing": {
			faultless(func(s *script) {
				s.foreignAge, s.replace, s.targetDown, s.timeout = time.Hour, true, true, 4*time.Second
			}), 4 * time.Second, 0,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && replacedOnly(e, sim.foreign) && is[*registration.HandshakeError](err)
			},
		},
		"foreign webhook, interrupted in replacing it": {
			faultless(func(s *script) {
				s.foreignAge, s.replace, s.interrupt = time.Hour, true, 3*time.Second
				s.faults[asanatest.DeleteWebhook] = []fault{{Fault: asanatest.Fault{Delay: 10 * time.Second, After: true}}}
			}), 10 * time.Second, 0,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && replacedOnly(e, sim.foreign) && is[*registration.InterruptedError](err)
			},
		},
		"replaced when the time is over": {
			faultless(func(s *script) {
				s.foreignAge, s.replace, s.timeout, s.faults = time.Hour, true, time.Second, onCreate(asanatest.Fault{Delay: 3 * time.Second})
			}), 3 * time.Second, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"others create the webhook again each time": {
			faultless(func(s *script) {
				s.replace, s.timeout, s.targets = true, 6*time.Second, slices.Repeat([]string{"accepts after 5s"}, 10)
				for i := range 10 {
					s.foreignCreations = append(s.foreignCreations, time.Duration(2+5*i)*time.Second)
				}
			}), 11 * time.Second, 2,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && len(e.Replaced) == 1 && is[*registration.DuplicateError](err)
			},
		},
		"foreign webhook, interrupted before replacing it": {
			faultless(func(s *script) {
				s.foreignAge, s.replace, s.interrupt = time.Hour, true, time.Second
				s.faults = onCreate(asanatest.Fault{Delay: 3 * time.Second, Reset: true})
			}), 19 * time.Second, 1,
			func(sim *simulation, err error) bool {
				_, exists := sim.Webhook(sim.foreign)
				return exists && is[*registration.InterruptedError](err) && is[*registration.DuplicateError](err)
			},
		},
		"webhook that the same run is deleting": {
			faultless(func(s *script) {
				s.foreignAge, s.deletesForeign = time.Hour, true
				slow := fault{Fault: asanatest.Fault{Delay: 25 * time.Second, Status: 500}}
				s.faults[asanatest.DeleteWebhook] = []fault{slow, slow}
			}), 65 * time.Second, 0,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"webhook that the same run fails to delete": {
			faultless(func(s *script) {
				s.foreignAge, s.deletesForeign, s.failingOp = time.Hour, true, asanatest.DeleteWebhook
				s.latency = 100 * time.Millisecond
			}), 10 * time.Second, 0,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == sim.foreign
			},
		},
		"foreign webhook that can't be deleted": {
			faultless(func(s *script) {
				s.foreignAge, s.replace, s.failingOp = time.Minute, true, asanatest.DeleteWebhook
			}), 0, 1,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.ReplaceError](err)
				return ok && e.GID == sim.foreign && errors.Is(err, asana.ErrForbidden)
			},
		},
		"another app's webhook": {
			faultless(func(s *script) { s.foreignAge, s.unlistable = time.Minute, true }), 40 * time.Second, 0,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == "" && e.FindErr == nil && tried(err, 20*time.Second)
			},
		},
		"webhook that can't be looked for": {
			faultless(func(s *script) { s.foreignAge, s.failingOp = time.Hour, asanatest.GetWorkspaces }), 40 * time.Second, 0,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == "" && errors.Is(e.FindErr, asana.ErrForbidden)
			},
		},
		"looking takes longer than cleaning up may": {
			faultless(func(s *script) {
				s.foreignAge, s.timeout = time.Hour, 10*time.Minute
				s.faults[asanatest.GetWorkspaces] = []fault{{Fault: tooManyRequests("150")}}
			}), 150 * time.Second, 1,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == sim.foreign
			},
		},
		"looking takes longer than there is time for attempts": {
			faultless(func(s *script) {
				s.foreignAge, s.timeout = time.Hour, time.Second
				s.faults[asanatest.GetWorkspaces] = []fault{{Fault: tooManyRequests("90")}}
			}), 90 * time.Second, 1,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == sim.foreign
			},
		},
	})
}
