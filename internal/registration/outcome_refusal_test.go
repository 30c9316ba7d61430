package registration_test

import (
	"errors"
	"net/http"
	"strconv"
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
			faultless(func(s *script) {
				s.timeout = 30 * time.Second
				s.faults = onCreate(tooManyRequests("60"))
			}), 31 * time.Second, 1,
			func(_ *simulation, err error) bool { return errors.Is(err, asana.ErrRateLimited) },
		},
		"rate limit beyond all retries": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {"2"}}, Times: 20})
			}), 75 * time.Second, 21,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"rate limit after a failed handshake": {
			faultless(func(s *script) {
				s.timeout, s.targets = 30*time.Second, []string{"500"}
				s.faults[asanatest.CreateWebhook] = []fault{{}, {Fault: tooManyRequests("60")}}
			}), 31 * time.Second, 0,
			func(_ *simulation, err error) bool {
				return is[*registration.HandshakeError](err) && !errors.Is(err, asana.ErrRateLimited)
			},
		},
		"refused by a proxy after the work, once": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: 404, HTML: true, After: true}) }), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"refused by a proxy before the work, once": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: 302, Body: " "}) }), 16250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"refused by a proxy after the work, always": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: 403, HTML: true, After: true, Times: -1}) }), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && !e.Unreconciled && len(e.Orphans) == 2 && errors.Is(err, asana.ErrNotAsana)
			},
		},
		"refused by a proxy before the work, always": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: 403, HTML: true, Times: -1}) }), 32 * time.Second, 2,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && e.Unreconciled && len(e.Orphans) == 0 && errors.Is(err, asana.ErrNotAsana)
			},
		},
		"refused by a proxy, as everything is": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{Status: 404, HTML: true, Times: -1})
				s.faults[asanatest.GetWorkspaces] = s.faults[asanatest.CreateWebhook]
			}), 0, 1,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && e.Unreconciled && errors.Is(err, asana.ErrNotAsana)
			},
		},
		"a proxy is too busy for a while": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: 429, HTML: true, Times: 3}) }), 2 * time.Minute, 4,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"invalid": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{Status: 400, Body: `{"errors":[{"message":"resource: Not a recognized ID: 1"}]}`})
			}), 0, 1,
			func(_ *simulation, err error) bool { return errors.Is(err, asana.ErrValidation) },
		},
		"filters that the resource can't have": {
			faultless(func(s *script) {
				// As reported, but for the end of the sentence: facts, failure messages.
				s.faults = onCreate(asanatest.Fault{Status: 403, Body: `{"errors":[{"message":"Webhooks for larger scoped resources must have filters","error":"invalid_filters_for_larger_scoped_webhooks"}]}`})
			}), 0, 1,
			func(_ *simulation, err error) bool { return errors.Is(err, asana.ErrFilters) },
		},
		"a plan without webhooks": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: 402}) }), 0, 1,
			func(_ *simulation, err error) bool { return errors.Is(err, asana.ErrPaymentRequired) },
		},
		"unknown words, for a while": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: 400, Times: 2}) }), 4 * time.Second, 3,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"unknown words, always": {
			faultless(func(s *script) {
				s.timeout, s.faults = 4*time.Second, onCreate(asanatest.Fault{Status: 400, Times: -1})
			}), 4 * time.Second, 0,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.HandshakeError](err)
				return ok && e.Unrecognized && e.Attempts >= 3
			},
		},
		"no access": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: 403}) }), 0, 1,
			func(_ *simulation, err error) bool {
				return errors.Is(err, asana.ErrForbidden) && !is[*registration.DuplicateError](err)
			},
		},
	})
}

// An intermediary may replace Asana's 201 by an answer of its own, whatever its status is.
func TestOutcome_answerReplaced(t *testing.T) {
	t.Parallel()
	outcomes := map[string]expectation{}
	for _, status := range []int{301, 302, 307, 400, 401, 403, 404, 406, 407, 409, 410, 413, 418, 421, 423, 425, 429, 451, 499} {
		outcomes[strconv.Itoa(status)] = expectation{
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: status, HTML: true, After: true}) }), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		}
	}
	checkOutcomes(t, outcomes)
}
