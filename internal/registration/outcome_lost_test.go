package registration_test

import (
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
	after  = asanatest.Fault{Reset: true, After: true}
	before = asanatest.Fault{Reset: true}
)

// tooManyRequests is Asana's refusal for some seconds.
func tooManyRequests(seconds string) asanatest.Fault {
	return asanatest.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {seconds}}}
}

// isUncertainDuplicate reports whether an error names a webhook that was left
// alone, and says that an answer was lost.
func isUncertainDuplicate(_ *world, err error) bool {
	e, ok := errors.AsType[*registration.CreateError](err)
	return ok && e.Unreconciled && is[*registration.DuplicateError](err)
}

// TestOutcome_lostAnswer is about attempts whose answer, or whose secret, was lost.
func TestOutcome_lostAnswer(t *testing.T) {
	t.Parallel()
	checkOutcomes(t, map[string]expectation{
		"lost after the work": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Reset: true, After: true}) }), 1250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"lost before the work": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Reset: true}) }), 16250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"lost, and nobody may look": {
			calm(func(s *script) {
				s.faults, s.broken = lost(asanatest.Fault{Status: 502, After: true}), asanatest.GetWebhooks
			}),
			75 * time.Second, 0,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.UncertainError](err)
				return ok && errors.Is(e.Refusal, asana.ErrDuplicate) && errors.Is(e.Cause, asana.ErrServer) && errors.Is(e.Err, asana.ErrForbidden)
			},
		},
		"lost before the work, and nobody may look": {
			calm(func(s *script) { s.faults, s.broken = lost(asanatest.Fault{Status: 502}), asanatest.GetWebhooks }),
			16250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"lost, and one workspace can't be listed": {
			calm(func(s *script) { s.faults, s.forbidden = lost(asanatest.Fault{Reset: true, After: true}), true }), 1250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"lost, and lists lag for long": {
			calm(func(s *script) {
				s.faults, s.listLag, s.timeout = lost(asanatest.Fault{Reset: true, After: true}), 40*time.Second, time.Second
			}), 16 * time.Second, 1,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				loss, isLost := errors.AsType[*registration.LostError](err)
				return ok && e.Unreconciled && isLost && loss.Attempts == 1
			},
		},
		"lost, and then there is no network": {
			calm(func(s *script) {
				s.faults, s.listLag = lost(asanatest.Fault{Reset: true, After: true}), 5*time.Second
				s.offline, s.back = 10*time.Second, time.Hour
			}), 5 * time.Minute, 1,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && e.Unreconciled && is[*registration.UncertainError](err)
			},
		},
		"lost, and there is no network for a while": {
			calm(func(s *script) {
				s.faults, s.listLag, s.timeout = lost(asanatest.Fault{Reset: true, After: true}), 5*time.Second, 10*time.Minute
				s.offline, s.back = 10*time.Second, 6*time.Minute
			}), 8 * time.Minute, 0,
			func(_ *world, err error) bool { return err == nil },
		},
		"lost, and found when the time is over": {
			calm(func(s *script) {
				s.faults, s.listLag, s.timeout = lost(asanatest.Fault{Reset: true, After: true}), 20*time.Second, 20*time.Second
			}), 21 * time.Second, 0,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				loss, isLost := errors.AsType[*registration.LostError](err)
				return ok && isLost && !errors.Is(loss.Cause, asana.ErrDuplicate) && loss.Attempts == len(e.Attempts)
			},
		},
		"made by hand between a failed handshake and a lost answer": {
			calm(func(s *script) {
				s.targets, s.byHand, s.similar = []string{"500", "500"}, []time.Duration{1500 * time.Millisecond}, 1
				s.faults[asanatest.CreateWebhook] = []fault{{}, {}, {Fault: asanatest.Fault{Reset: true}}}
			}), time.Minute, 3,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && len(w.byHand) == 1 && e.GID == w.byHand[0].gid
			},
		},
		"made by hand after an orphan was deleted": {
			calm(func(s *script) {
				s.faults, s.byHand = lost(asanatest.Fault{Reset: true, After: true}), []time.Duration{500 * time.Millisecond}
			}), 2 * time.Second, 2,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && len(w.byHand) == 1 && e.GID == w.byHand[0].gid
			},
		},
		"lost, the handshake goes on, and the list lags": {
			calm(func(s *script) {
				s.targets, s.listLag, s.timeout = []string{"well after 9s"}, 4*time.Second, time.Second
				s.faults[asanatest.CreateWebhook] = []fault{{name: "lost meanwhile", cut: 100 * time.Millisecond}}
			}), 16 * time.Second, 1,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && !e.Unreconciled && is[*registration.LostError](err)
			},
		},
		"lost, then the target is down": {
			calm(func(s *script) {
				s.dead, s.timeout, s.faults = true, 40*time.Second, lost(asanatest.Fault{Reset: true})
			}), 41 * time.Second, 0,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.HandshakeError](err)
				return ok && e.Attempts == w.handshakes && e.Waited < 25*time.Second
			},
		},
		"Asana's clock is not known":            {calm(func(s *script) { s.faults, s.dateless = lost(after), true }), time.Second, 1, isUncertainDuplicate},
		"Asana's list has no times":             {calm(func(s *script) { s.faults, s.undated = lost(after), true }), time.Second, 1, isUncertainDuplicate},
		"made by hand meanwhile, other filters": {calm(func(s *script) { s.faults, s.byHand = lost(before), []time.Duration{4 * time.Second} }), 16 * time.Second, 1, isUncertainDuplicate},
		"made by hand too late": {
			calm(func(s *script) { s.faults, s.byHand, s.similar = lost(before), []time.Duration{13 * time.Second}, 1 }), 16 * time.Second, 1,
			isUncertainDuplicate,
		},
		"Asana spells the target in another way": {
			calm(func(s *script) { s.faults, s.respelled = lost(after), true }), 1250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"an answer about another webhook": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{Status: 201, Body: `{"data":{"gid":"OTHER","resource":{"gid":"1"}},"X-Hook-Secret":"s"}`, After: true})
			}), 1250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"an answer about another webhook, without a secret": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 201, Body: `{"data":{"gid":"OTHER"}}`}) }), 16250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"an answer without a secret, and its webhook can't be read": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{DropSecret: true})
				s.faults[asanatest.GetWebhook] = []fault{{Fault: asanatest.Fault{Status: 403}}}
			}), 1250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"an answer about another webhook, without a secret, which can't be read": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{Status: 201, Body: `{"data":{"gid":"OTHER"}}`, After: true})
				s.faults[asanatest.GetWebhook] = []fault{{Fault: asanatest.Fault{Status: 200, HTML: true}}}
			}), 1250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"lost, and the workspace of the configuration is another one": {
			calm(func(s *script) { s.faults, s.configured, s.misconfigured = lost(after), true, true }), 1250 * time.Millisecond, 2,
			func(w *world, err error) bool { return err == nil && len(w.Requests(asanatest.GetWorkspaces)) == 1 },
		},
		"lost, and found in the workspace of the configuration": {
			calm(func(s *script) { s.faults, s.configured = lost(after), true }), 1250 * time.Millisecond, 2,
			func(w *world, err error) bool { return err == nil && len(w.Requests(asanatest.GetWorkspaces)) == 0 },
		},
		"made by hand while the attempt waits for its turn, then 500": {
			calm(func(s *script) {
				s.byHand, s.similar = []time.Duration{10 * time.Second}, 1
				s.faults[asanatest.CreateWebhook] = []fault{{Fault: tooManyRequests("30")}, {Fault: asanatest.Fault{Status: 500}}}
			}), time.Minute, 2, isUncertainDuplicate,
		},
		"made by hand while the attempt waits for its turn, then no answer": {
			calm(func(s *script) {
				s.byHand, s.similar = []time.Duration{10 * time.Second}, 1
				s.faults[asanatest.CreateWebhook] = []fault{{Fault: tooManyRequests("30")}, {Fault: before}}
			}), time.Minute, 2, isUncertainDuplicate,
		},
		"lost after a deletion that Asana notices late, and lists lag": {
			calm(func(s *script) {
				s.foreignAge, s.deletes, s.ghostLag, s.listLag = time.Hour, true, 5*time.Second, 30*time.Second
				s.faults[asanatest.CreateWebhook] = []fault{{}, {}, {}, {Fault: after}}
			}), 90 * time.Second, 0,
			func(w *world, err error) bool { return err == nil && w.seen[asanatest.DeleteWebhook] == 2 },
		},
		"lost, and a proxy refuses one look": {
			calm(func(s *script) {
				s.faults = lost(before)
				s.faults[asanatest.GetWorkspaces] = []fault{{Fault: asanatest.Fault{Status: 403, HTML: true}}, {Fault: asanatest.Fault{Status: 403, HTML: true}}}
			}), 16250 * time.Millisecond, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"lost, and a proxy refuses every look": {
			calm(func(s *script) {
				s.timeout, s.faults = time.Second, lost(before)
				s.faults[asanatest.GetWorkspaces] = []fault{{Fault: asanatest.Fault{Status: 403, HTML: true, Times: -1}}}
			}), 16 * time.Second, 1,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.UncertainError](err)
				return ok && e.Refusal == nil && errors.Is(e.Err, asana.ErrForeign)
			},
		},
		"lost, and nobody may delete": {
			calm(func(s *script) {
				s.faults, s.broken = lost(asanatest.Fault{Status: 502, After: true}), asanatest.DeleteWebhook
			}),
			time.Minute, 1,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.OrphanError](err)
				if !ok {
					return false
				}
				_, exists := w.Webhook(e.GID)
				return exists
			},
		},
		"lost every time": {
			calm(func(s *script) {
				s.faults = map[asanatest.Op][]fault{asanatest.CreateWebhook: {{Fault: asanatest.Fault{Status: 500, After: true, Times: -1}}}}
			}),
			3 * time.Minute, 0,
			func(_ *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				loss, isLost := errors.AsType[*registration.LostError](err)
				withoutOrphan := func(a registration.Attempt) bool { return a.Orphan == "" }
				return ok && isLost && errors.Is(err, asana.ErrServer) && loss.Attempts == len(e.Attempts) && !slices.ContainsFunc(e.Attempts, withoutOrphan)
			},
		},
		"no secret twice": {
			calm(func(s *script) {
				s.faults = lost(asanatest.Fault{DropSecret: true, Times: 2})
			}), 0, 2,
			func(_ *world, err error) bool { return errors.Is(err, registration.ErrNoSecret) },
		},
		"no secret once, and no time left": {
			calm(func(s *script) {
				s.targets, s.timeout = []string{"well after 5s"}, time.Second
				s.faults = lost(asanatest.Fault{DropSecret: true})
			}), 5 * time.Second, 2,
			func(_ *world, err error) bool { return err == nil },
		},
	})
}
