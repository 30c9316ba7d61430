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
				s.faults = lost(tooManyRequests("60"))
			}), 31 * time.Second, 1,
			func(_ *world, err error) bool { return errors.Is(err, asana.ErrRateLimited) },
		},
		"rate limit beyond all retries": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"2"}}, Times: 20})
			}), 75 * time.Second, 21,
			func(_ *world, err error) bool { return err == nil },
		},
		"rate limit after a failed handshake": {
			calm(func(s *script) {
				s.timeout, s.targets = 30*time.Second, []string{"500"}
				s.faults[asanatest.CreateWebhook] = []fault{{}, {Fault: tooManyRequests("60")}}
			}), 31 * time.Second, 0,
			func(_ *world, err error) bool {
				return is[*registration.HandshakeError](err) && !errors.Is(err, asana.ErrRateLimited)
			},
		},
		"refused by a proxy after the work, once": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 404, HTML: true, After: true}) }), 1250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"refused by a proxy before the work, once": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 302, Body: " "}) }), 16250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"refused by a proxy after the work, always": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 403, HTML: true, After: true, Times: -1}) }), 1250 * time.Millisecond, 2,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && !e.Unreconciled && len(e.Orphans) == 2 && errors.Is(err, asana.ErrForeign)
			},
		},
		"refused by a proxy before the work, always": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 403, HTML: true, Times: -1}) }), 32 * time.Second, 2,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && e.Unreconciled && len(e.Orphans) == 0 && errors.Is(err, asana.ErrForeign)
			},
		},
		"refused by a proxy, as everything is": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{Status: 404, HTML: true, Times: -1})
				s.faults[asanatest.GetWorkspaces] = s.faults[asanatest.CreateWebhook]
			}), 0, 1,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && e.Unreconciled && errors.Is(err, asana.ErrForeign)
			},
		},
		"a proxy is too busy for a while": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 429, HTML: true, Times: 3}) }), 2 * time.Minute, 4,
			func(_ *world, err error) bool { return err == nil },
		},
		"invalid": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{Status: 400, Body: `{"errors":[{"message":"resource: Not a recognized ID: 1"}]}`})
			}), 0, 1,
			func(_ *world, err error) bool { return errors.Is(err, asana.ErrValidation) },
		},
		"filters that the resource can't have": {
			calm(func(s *script) {
				// As reported, but for the end of the sentence: facts, failure messages.
				s.faults = lost(asanatest.Fault{Status: 403, Body: `{"errors":[{"message":"Webhooks for larger scoped resources must have filters","error":"invalid_filters_for_larger_scoped_webhooks"}]}`})
			}), 0, 1,
			func(_ *world, err error) bool { return errors.Is(err, asana.ErrFilters) },
		},
		"a plan that lacks webhooks": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 402}) }), 0, 1,
			func(_ *world, err error) bool { return errors.Is(err, asana.ErrPaymentRequired) },
		},
		"words that nobody has seen yet, for a while": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 400, Times: 2}) }), 4 * time.Second, 3,
			func(_ *world, err error) bool { return err == nil },
		},
		"words that nobody has seen yet, always": {
			calm(func(s *script) {
				s.timeout, s.faults = 4*time.Second, lost(asanatest.Fault{Status: 400, Times: -1})
			}), 4 * time.Second, 0,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.HandshakeError](err)
				return ok && e.Unrecognized && e.Attempts >= 3
			},
		},
		"no access": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 403}) }), 0, 1,
			func(_ *world, err error) bool {
				return errors.Is(err, asana.ErrForbidden) && !is[*registration.DuplicateError](err)
			},
		},
	})
}
