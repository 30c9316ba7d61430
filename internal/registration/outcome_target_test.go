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
		"no fault": {faultless(func(*script) {}), 0, 1, func(_ *simulation, err error) bool { return err == nil }},
		"target starts late": {
			faultless(func(s *script) { s.targets = []string{"500", "401", "404"} }), 9 * time.Second, 4,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"target never starts": {
			faultless(func(s *script) { s.targetDown, s.timeout = true, 4*time.Second }), 4 * time.Second, 0,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.HandshakeError](err)
				return ok && e.Attempts >= 3 && e.Waited == 4*time.Second && e.Refusal.Message() == "The remote server which is intended to receive the webhook responded with an incorrect status code: 500"
			},
		},
		"interrupted while waiting": {
			faultless(func(s *script) { s.targetDown, s.interrupt = true, 5*time.Second }), 5 * time.Second, 0,
			func(_ *simulation, err error) bool {
				return is[*registration.InterruptedError](err) && is[*registration.HandshakeError](err)
			},
		},
		"interrupted in an attempt that fails": {
			faultless(func(s *script) {
				s.targetDown, s.interrupt, s.faults = true, time.Second, onCreate(asanatest.Fault{Delay: 3 * time.Second})
			}), 3 * time.Second, 1,
			func(_ *simulation, err error) bool {
				return is[*registration.InterruptedError](err) && is[*registration.HandshakeError](err)
			},
		},
		"interrupted in an attempt that is refused": {
			faultless(func(s *script) {
				s.interrupt, s.faults = time.Second, onCreate(asanatest.Fault{Delay: 3 * time.Second, Status: 401})
			}), 3 * time.Second, 1,
			func(_ *simulation, err error) bool {
				return is[*registration.InterruptedError](err) && errors.Is(err, asana.ErrUnauthorized)
			},
		},
		"interrupted in flight": {
			faultless(func(s *script) { s.targets, s.interrupt = []string{"accepts after 9s"}, time.Second }), 9 * time.Second, 1,
			func(_ *simulation, err error) bool { return err == nil },
		},
	})
}
