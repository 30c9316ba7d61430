package registration_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// Answers that are lost after and before the work.
var (
	lostAfter  = asanatest.Fault{Reset: true, After: true}
	lostBefore = asanatest.Fault{Reset: true}
)

// tooManyRequests is Asana's refusal for some seconds.
func tooManyRequests(seconds string) asanatest.Fault {
	return asanatest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {seconds}}}
}

// isUncertainDuplicate reports whether an error names a webhook that was left
// alone, and says that an answer was lost.
func isUncertainDuplicate(_ *simulation, err error) bool {
	e, ok := errors.AsType[*registration.CreateError](err)
	return ok && e.Unreconciled && is[*registration.DuplicateError](err)
}

// TestOutcome_lostAnswer is about attempts whose answer, or whose secret, was lost.
func TestOutcome_lostAnswer(t *testing.T) {
	t.Parallel()
	checkOutcomes(t, map[string]expectation{
		"lost after the work": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Reset: true, After: true}) }), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"lost before the work": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Reset: true}) }), 16250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"lost, and lists are forbidden": {
			faultless(func(s *script) {
				s.faults, s.failingOp = onCreate(asanatest.Fault{Status: 502, After: true}), asanatest.GetWebhooks
			}),
			75 * time.Second, 0,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.UncertainError](err)
				return ok && errors.Is(e.Refusal, asana.ErrDuplicate) && errors.Is(e.Cause, asana.ErrServer) && errors.Is(e.Err, asana.ErrForbidden)
			},
		},
		"lost before the work, and lists are forbidden": {
			faultless(func(s *script) { s.faults, s.failingOp = onCreate(asanatest.Fault{Status: 502}), asanatest.GetWebhooks }),
			19250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"lost, and one workspace can't be listed": {
			faultless(func(s *script) { s.faults, s.forbidden = onCreate(asanatest.Fault{Reset: true, After: true}), true }), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"lost, and lists lag for long": {
			faultless(func(s *script) {
				s.faults, s.listLag, s.timeout = onCreate(asanatest.Fault{Reset: true, After: true}), 40*time.Second, time.Second
			}), 16 * time.Second, 1,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				loss, isLost := errors.AsType[*registration.LostError](err)
				return ok && e.Unreconciled && isLost && loss.Attempts == 1
			},
		},
		"lost, and then there is no network": {
			faultless(func(s *script) {
				s.faults, s.listLag = onCreate(asanatest.Fault{Reset: true, After: true}), 5*time.Second
				s.offline, s.offlineFor = 10*time.Second, time.Hour
			}), 5 * time.Minute, 1,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && e.Unreconciled && is[*registration.UncertainError](err)
			},
		},
		"lost, and there is no network for a while": {
			faultless(func(s *script) {
				s.faults, s.listLag, s.timeout = onCreate(asanatest.Fault{Reset: true, After: true}), 5*time.Second, 10*time.Minute
				s.offline, s.offlineFor = 10*time.Second, 6*time.Minute
			}), 8 * time.Minute, 0,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"lost, and found when the time is over": {
			faultless(func(s *script) {
				s.faults, s.listLag, s.timeout = onCreate(asanatest.Fault{Reset: true, After: true}), 20*time.Second, 20*time.Second
			}), 21 * time.Second, 0,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				loss, isLost := errors.AsType[*registration.LostError](err)
				return ok && isLost && !errors.Is(loss.Cause, asana.ErrDuplicate) && loss.Attempts == len(e.Attempts)
			},
		},
		"created by others between a failed handshake and a lost answer": {
			faultless(func(s *script) {
				s.targets, s.foreignCreations, s.sameFilters = []string{"500", "500"}, []time.Duration{1500 * time.Millisecond}, 1
				s.faults[asanatest.CreateWebhook] = []fault{{}, {}, {Fault: asanatest.Fault{Reset: true}}}
			}), time.Minute, 3,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && len(sim.foreignCreations) == 1 && e.GID == sim.foreignCreations[0].gid
			},
		},
		"created by others after an orphan was deleted": {
			faultless(func(s *script) {
				s.faults, s.foreignCreations = onCreate(asanatest.Fault{Reset: true, After: true}), []time.Duration{500 * time.Millisecond}
			}), 2 * time.Second, 2,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && len(sim.foreignCreations) == 1 && e.GID == sim.foreignCreations[0].gid
			},
		},
		"lost, the handshake goes on, and the list lags": {
			faultless(func(s *script) {
				s.targets, s.listLag, s.timeout = []string{"accepts after 9s"}, 4*time.Second, time.Second
				s.faults[asanatest.CreateWebhook] = []fault{{name: "lost during the work", cutAfter: 100 * time.Millisecond}}
			}), 16 * time.Second, 1,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && !e.Unreconciled && is[*registration.LostError](err)
			},
		},
		"lost, then the target is down": {
			faultless(func(s *script) {
				s.targetDown, s.timeout, s.faults = true, 40*time.Second, onCreate(asanatest.Fault{Reset: true})
			}), 41 * time.Second, 0,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.HandshakeError](err)
				return ok && e.Attempts == sim.handshakes && e.Waited < 25*time.Second
			},
		},
		"Asana's clock is not known":                 {faultless(func(s *script) { s.faults, s.noDateHeader = onCreate(lostAfter), true }), 16 * time.Second, 1, isUncertainDuplicate},
		"Asana's list has no times":                  {faultless(func(s *script) { s.faults, s.noCreatedAt = onCreate(lostAfter), true }), 16 * time.Second, 1, isUncertainDuplicate},
		"created by others meanwhile, other filters": {faultless(func(s *script) { s.faults, s.foreignCreations = onCreate(lostBefore), []time.Duration{4 * time.Second} }), 16 * time.Second, 1, isUncertainDuplicate},
		"created by others too late": {
			faultless(func(s *script) {
				s.faults, s.foreignCreations, s.sameFilters = onCreate(lostBefore), []time.Duration{13 * time.Second}, 1
			}), 16 * time.Second, 1,
			isUncertainDuplicate,
		},
		"Asana spells the target in another way": {
			faultless(func(s *script) { s.faults, s.respelled = onCreate(lostAfter), true }), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"an answer about another webhook": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{Status: 201, Body: `{"data":{"gid":"OTHER","resource":{"gid":"1"}},"X-Hook-Secret":"s"}`, After: true})
			}), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"an answer about another webhook, without a secret": {
			faultless(func(s *script) { s.faults = onCreate(asanatest.Fault{Status: 201, Body: `{"data":{"gid":"OTHER"}}`}) }), 16250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"an answer about a webhook that no longer exists, from another time": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{Status: 201, After: true, Body: `{"data":{"gid":"1","resource":{"gid":"PROJECT"},"target":"` + target + `",` +
					`"filters":[{"resource_type":"task","action":"changed","fields":["completed"]}],"created_at":"1999-01-01T00:00:00.000Z"}}`})
			}), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"an answer about a webhook that no longer exists, with other filters": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{Status: 201, After: true, Body: `{"data":{"gid":"1","resource":{"gid":"PROJECT"},"target":"` + target + `",` +
					`"filters":[{"resource_type":"story"}],"created_at":"2000-01-01T00:00:00.000Z"}}`})
			}), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"an answer without a secret, and its webhook can't be read": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{DropSecret: true})
				s.faults[asanatest.GetWebhook] = []fault{{Fault: asanatest.Fault{Status: 403}}}
			}), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"an answer about the webhook of another project, without a secret": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{Status: 201, Body: `{"data":{"gid":"OTHER_PROJECT"}}`})
			}), 16250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"an answer about another webhook, without a secret, which can't be read": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{Status: 201, Body: `{"data":{"gid":"OTHER"}}`, After: true})
				s.faults[asanatest.GetWebhook] = []fault{{Fault: asanatest.Fault{Status: 200, HTML: true}}}
			}), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"lost, and the workspace of the configuration is another one": {
			faultless(func(s *script) { s.faults, s.knowsWorkspace, s.wrongWorkspace = onCreate(lostAfter), true, true }), 1250 * time.Millisecond, 2,
			func(sim *simulation, err error) bool {
				return err == nil && len(sim.Requests(asanatest.GetWorkspaces)) == 1
			},
		},
		"lost, and found in the workspace of the configuration": {
			faultless(func(s *script) { s.faults, s.knowsWorkspace = onCreate(lostAfter), true }), 1250 * time.Millisecond, 2,
			func(sim *simulation, err error) bool {
				return err == nil && len(sim.Requests(asanatest.GetWorkspaces)) == 0
			},
		},
		"created by others while the attempt waits for its turn, then 500": {
			faultless(func(s *script) {
				s.foreignCreations, s.sameFilters = []time.Duration{10 * time.Second}, 1
				s.faults[asanatest.CreateWebhook] = []fault{{Fault: tooManyRequests("30")}, {Fault: asanatest.Fault{Status: 500}}}
			}), time.Minute, 2, isUncertainDuplicate,
		},
		"created by others while the attempt waits for its turn, then no answer": {
			faultless(func(s *script) {
				s.foreignCreations, s.sameFilters = []time.Duration{10 * time.Second}, 1
				s.faults[asanatest.CreateWebhook] = []fault{{Fault: tooManyRequests("30")}, {Fault: lostBefore}}
			}), time.Minute, 2, isUncertainDuplicate,
		},
		"created by others while the attempt waits for its turn, then an answer about another": {
			faultless(func(s *script) {
				s.foreignCreations, s.sameFilters = []time.Duration{10 * time.Second}, 1
				s.faults[asanatest.CreateWebhook] = []fault{{Fault: tooManyRequests("30")}, {Fault: asanatest.Fault{Status: 201, Body: `{"data":{"gid":"OTHER"}}`}}}
			}), time.Minute, 2, isUncertainDuplicate,
		},
		"a copy of an old answer, without the secret, about a webhook of others": {
			faultless(func(s *script) {
				s.foreignAge, s.faults = time.Hour, onCreate(asanatest.Fault{Status: 201, Body: `{"data":{"gid":"FOREIGN"}}`})
			}), 16 * time.Second, 1, isUncertainDuplicate,
		},
		"an answer without a secret, and its webhook is not there yet": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{DropSecret: true})
				s.faults[asanatest.GetWebhook] = []fault{{Fault: asanatest.Fault{Status: 404}}}
			}), 1250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"refused by a proxy after the work, lists lag, and the proxy refuses the second look-up": {
			faultless(func(s *script) {
				s.listLag, s.faults = 4*time.Second, onCreate(asanatest.Fault{Status: 403, HTML: true, After: true})
				s.faults[asanatest.GetWorkspaces] = []fault{{}, {Fault: asanatest.Fault{Status: 403, HTML: true}}}
			}), 30 * time.Second, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"lost, and after the replacement nothing can be sent": {
			faultless(func(s *script) {
				s.foreignAge, s.replace, s.timeout = time.Hour, true, 20*time.Second
				s.faults[asanatest.CreateWebhook] = append([]fault{{Fault: lostBefore}}, slices.Repeat([]fault{{unsent: true}}, 100)...)
			}), time.Minute, 0,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				lost, isLost := errors.AsType[*asana.TransportError](err)
				return ok && len(e.Replaced) == 1 && !e.Unreconciled && isLost && !lost.Sent
			},
		},
		"lost after a deletion that Asana notices late, and lists lag": {
			faultless(func(s *script) {
				s.foreignAge, s.deletesForeign, s.duplicateLag, s.listLag = time.Hour, true, 5*time.Second, 30*time.Second
				s.faults[asanatest.CreateWebhook] = []fault{{}, {}, {}, {Fault: lostAfter}}
			}), 90 * time.Second, 0,
			func(sim *simulation, err error) bool {
				return err == nil && sim.callCounts[asanatest.DeleteWebhook] == 2
			},
		},
		"lost, and a proxy refuses one look-up": {
			faultless(func(s *script) {
				s.faults = onCreate(lostBefore)
				s.faults[asanatest.GetWorkspaces] = []fault{{Fault: asanatest.Fault{Status: 403, HTML: true}}, {Fault: asanatest.Fault{Status: 403, HTML: true}}}
			}), 19250 * time.Millisecond, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
		"lost, and a proxy refuses every look-up": {
			faultless(func(s *script) {
				s.timeout, s.faults = time.Second, onCreate(lostBefore)
				s.faults[asanatest.GetWorkspaces] = []fault{{Fault: asanatest.Fault{Status: 403, HTML: true, Times: -1}}}
			}), 18 * time.Second, 1,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.UncertainError](err)
				// After 15 s it looks for the second time, and 3 s later for the last time.
				return ok && e.Refusal == nil && errors.Is(e.Err, asana.ErrNotAsana) && time.Since(sim.start) == 18*time.Second
			},
		},
		"lost, and no look-up is answered": {
			faultless(func(s *script) {
				s.timeout, s.faults = 5*time.Minute, onCreate(lostAfter)
				s.faults[asanatest.GetWorkspaces] = []fault{{Fault: asanatest.Fault{Delay: time.Hour, Times: -1}}}
			}), 6*time.Minute + 10*time.Second, 2,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.UncertainError](err)
				return ok && errors.Is(e.Refusal, asana.ErrDuplicate) && errors.Is(e.Err, context.DeadlineExceeded)
			},
		},
		"lost, and deletions are forbidden": {
			faultless(func(s *script) {
				s.faults, s.failingOp = onCreate(asanatest.Fault{Status: 502, After: true}), asanatest.DeleteWebhook
			}),
			time.Minute, 1,
			func(sim *simulation, err error) bool {
				e, ok := errors.AsType[*registration.OrphanError](err)
				if !ok {
					return false
				}
				_, exists := sim.Webhook(e.GID)
				return exists
			},
		},
		"lost every time": {
			faultless(func(s *script) {
				s.faults = map[asanatest.Op][]fault{asanatest.CreateWebhook: {{Fault: asanatest.Fault{Status: 500, After: true, Times: -1}}}}
			}),
			3 * time.Minute, 0,
			func(_ *simulation, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				loss, isLost := errors.AsType[*registration.LostError](err)
				withoutOrphan := func(a registration.Attempt) bool { return a.Orphan == "" }
				return ok && isLost && errors.Is(err, asana.ErrServer) && loss.Attempts == len(e.Attempts) && !slices.ContainsFunc(e.Attempts, withoutOrphan)
			},
		},
		"no secret twice": {
			faultless(func(s *script) {
				s.faults = onCreate(asanatest.Fault{DropSecret: true, Times: 2})
			}), 0, 2,
			func(_ *simulation, err error) bool { return errors.Is(err, registration.ErrNoSecret) },
		},
		"no secret once, and no time left": {
			faultless(func(s *script) {
				s.targets, s.timeout = []string{"accepts after 5s"}, time.Second
				s.faults = onCreate(asanatest.Fault{DropSecret: true})
			}), 5 * time.Second, 2,
			func(_ *simulation, err error) bool { return err == nil },
		},
	})
}
