package registration_test

import (
	"errors"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// TestOutcome_target is about targets that are live, come up late, or never, and about interrupts.
func TestOutcome_target(t *testing.T) {
	t.Parallel()
	checkOutcomes(t, map[string]expectation{
		"all is well": {calm(func(*script) {}), 0, 1, func(_ *world, err error) bool { return err == nil }},
		"target comes up": {
			calm(func(s *script) { s.targets = []string{"500", "401", "404"} }), 9 * time.Second, 4,
			func(_ *world, err error) bool { return err == nil },
		},
		"target never comes up": {
			calm(func(s *script) { s.dead, s.timeout = true, 4*time.Second }), 4 * time.Second, 0,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.HandshakeError](err)
				return ok && e.Attempts >= 3 && e.Waited == 4*time.Second && e.Refusal.Words() == "The remote server which is intended to receive the webhook responded with an incorrect status code: 500"
			},
		},
		"interrupted while waiting": {
			calm(func(s *script) { s.dead, s.interrupt = true, 5*time.Second }), 5 * time.Second, 0,
			func(_ *world, err error) bool {
				return is[*registration.InterruptedError](err) && is[*registration.HandshakeError](err)
			},
		},
		"interrupted in an attempt that fails": {
			calm(func(s *script) {
				s.dead, s.interrupt, s.faults = true, time.Second, lost(asanatest.Fault{Delay: 3 * time.Second})
			}), 3 * time.Second, 1,
			func(_ *world, err error) bool {
				return is[*registration.InterruptedError](err) && is[*registration.HandshakeError](err)
			},
		},
		"interrupted in an attempt that is refused": {
			calm(func(s *script) {
				s.interrupt, s.faults = time.Second, lost(asanatest.Fault{Delay: 3 * time.Second, Status: 401})
			}), 3 * time.Second, 1,
			func(_ *world, err error) bool {
				return is[*registration.InterruptedError](err) && errors.Is(err, asana.ErrUnauthorized)
			},
		},
		"interrupted in flight": {
			calm(func(s *script) { s.targets, s.interrupt = []string{"well after 9s"}, time.Second }), 9 * time.Second, 1,
			func(_ *world, err error) bool { return err == nil },
		},
	})
}
