package registration_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// TestOutcome_refusal is about requests that Asana refuses, now or for good.
func TestOutcome_refusal(t *testing.T) {
	t.Parallel()
	checkOutcomes(t, map[string]expectation{
		"rate limit beyond the timeout": {
			calm(func(s *script) {
				s.timeout = 30 * time.Second
				s.faults = lost(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"60"}}})
			}), 31 * time.Second, 1,
			func(_ *world, err error) bool { return errors.Is(err, asana.ErrRateLimited) },
		},
		"rate limit beyond all retries": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"2"}}, Times: 20})
			}), 75 * time.Second, 21,
			func(_ *world, err error) bool { return err == nil },
		},
		"forbidden by a proxy after the work": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 403, HTML: true, After: true}) }), 0, 1,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && !e.Unseen && errors.Is(err, asana.ErrForeign)
			},
		},
		"forbidden by a proxy before the work": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 403, HTML: true}) }), 15 * time.Second, 1,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && e.Unseen && errors.Is(err, asana.ErrForeign)
			},
		},
		"forbidden by a proxy, as everything is": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{Status: 403, HTML: true, Times: -1})
				s.faults[asanatest.GetWorkspaces] = s.faults[asanatest.CreateWebhook]
			}), 0, 1,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && !e.Unseen && errors.Is(err, asana.ErrForeign)
			},
		},
		"a proxy's page": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 400, HTML: true, Times: -1}) }), 0, 1,
			func(_ *world, err error) bool {
				return errors.Is(err, asana.ErrForeign) && !is[*registration.HandshakeError](err)
			},
		},
		"invalid": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{Status: 400, Body: `{"errors":[{"message":"resource: Not a recognized ID: 1"}]}`})
			}), 0, 1,
			func(_ *world, err error) bool { return errors.Is(err, asana.ErrValidation) },
		},
		"no access": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 403}) }), 0, 1,
			func(_ *world, err error) bool {
				return errors.Is(err, asana.ErrForbidden) && !is[*registration.DuplicateError](err)
			},
		},
	})
}
