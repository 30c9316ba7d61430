package registration_test

import (
	"errors"
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
			calm(func(s *script) {
				s.foreignAge, s.deletes, s.replace, s.ghostLag = time.Hour, true, true, 2*time.Second
				s.targets, s.byHand = []string{"500", "500", "500", "500"}, []time.Duration{35 * time.Second}
			}), time.Minute * 5 / 4, 0,
			func(w *world, err error) bool { return err == nil && len(w.byHand) == 1 },
		},
		"stranger's webhook": {
			calm(func(s *script) { s.foreignAge = time.Minute }), 0, 1,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == w.foreign && !e.SameRun && errors.Is(e.Refusal, asana.ErrDuplicate)
			},
		},
		"stranger's webhook replaced": {
			calm(func(s *script) { s.foreignAge, s.replace = time.Minute, true }), 0, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"stranger's webhook, replaced when the time is over": {
			calm(func(s *script) {
				s.foreignAge, s.replace, s.timeout = time.Hour, true, time.Second
				s.faults[asanatest.DeleteWebhook] = []fault{{Fault: asanatest.Fault{Delay: 10 * time.Second}}}
			}), 10 * time.Second, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"stranger's webhook replaced by nothing": {
			calm(func(s *script) { s.foreignAge, s.replace, s.dead, s.timeout = time.Hour, true, true, 4*time.Second }), 4 * time.Second, 0,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && replacedOnly(e, w.foreign) && is[*registration.HandshakeError](err)
			},
		},
		"stranger's webhook, interrupted in replacing it": {
			calm(func(s *script) {
				s.foreignAge, s.replace, s.interrupt = time.Hour, true, 3*time.Second
				s.faults[asanatest.DeleteWebhook] = []fault{{Fault: asanatest.Fault{Delay: 10 * time.Second, After: true}}}
			}), 10 * time.Second, 0,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && replacedOnly(e, w.foreign) && is[*registration.InterruptedError](err)
			},
		},
		"stranger's webhook, interrupted before replacing it": {
			calm(func(s *script) {
				s.foreignAge, s.replace, s.interrupt = time.Hour, true, time.Second
				s.faults = lost(asanatest.Fault{Delay: 3 * time.Second, Reset: true})
			}), 3 * time.Second, 1,
			func(w *world, err error) bool {
				_, exists := w.Webhook(w.foreign)
				return exists && is[*registration.InterruptedError](err) && is[*registration.DuplicateError](err)
			},
		},
		"webhook that the same run is deleting": {
			calm(func(s *script) {
				s.foreignAge, s.deletes = time.Hour, true
				slow := fault{Fault: asanatest.Fault{Delay: 25 * time.Second, Status: 500}}
				s.faults[asanatest.DeleteWebhook] = []fault{slow, slow}
			}), 65 * time.Second, 0,
			func(_ *world, err error) bool { return err == nil },
		},
		"webhook that the same run fails to delete": {
			calm(func(s *script) {
				s.foreignAge, s.deletes, s.broken = time.Hour, true, asanatest.DeleteWebhook
				s.latency = 100 * time.Millisecond
			}), 10 * time.Second, 0,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == w.foreign
			},
		},
		"stranger's webhook that can't be deleted": {
			calm(func(s *script) {
				s.foreignAge, s.replace, s.broken = time.Minute, true, asanatest.DeleteWebhook
			}), 0, 1,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.ReplaceError](err)
				return ok && e.GID == w.foreign && errors.Is(err, asana.ErrForbidden)
			},
		},
		"another app's webhook": {
			calm(func(s *script) { s.foreignAge, s.hidden = time.Minute, true }), 40 * time.Second, 0,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == "" && e.FindErr == nil && tried(err, 20*time.Second)
			},
		},
		"webhook that nobody may look for": {
			calm(func(s *script) { s.foreignAge, s.broken = time.Hour, asanatest.GetWorkspaces }), 40 * time.Second, 0,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == "" && errors.Is(e.FindErr, asana.ErrForbidden)
			},
		},
		"looking takes longer than cleaning up may": {
			calm(func(s *script) {
				s.foreignAge, s.timeout = time.Hour, 10*time.Minute
				s.faults[asanatest.GetWorkspaces] = []fault{{Fault: tooManyRequests("150")}}
			}), 150 * time.Second, 1,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == w.foreign
			},
		},
		"looking takes longer than there is time for attempts": {
			calm(func(s *script) {
				s.foreignAge, s.timeout = time.Hour, time.Second
				s.faults[asanatest.GetWorkspaces] = []fault{{Fault: tooManyRequests("90")}}
			}), 90 * time.Second, 1,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == w.foreign
			},
		},
	})
}
