package registration_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// calm is a script in which nothing goes wrong.
func calm(edit func(*script)) *script {
	s := &script{blocks: 1, timeout: 2 * time.Minute, interrupt: -1, foreignAge: -1, faults: make(map[asanatest.Op][]fault)}
	edit(s)
	return s
}

func lost(f asanatest.Fault) map[asanatest.Op][]fault {
	return map[asanatest.Op][]fault{asanatest.CreateWebhook: {{Fault: f}}}
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// TestCreate_outcome tells what each kind of trouble comes to, and how long it
// takes at the most.
func TestCreate_outcome(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		script *script
		within time.Duration
		posts  int // 0: any number
		want   func(w *world, err error) bool
	}{
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
			func(_ *world, err error) bool { return is[*registration.UncertainError](err) },
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
				return ok && e.Unseen && is[*registration.LostError](err)
			},
		},
		"made by hand between a failed handshake and a lost answer": {
			calm(func(s *script) {
				s.targets, s.byHand = []string{"500", "500"}, []time.Duration{3 * time.Second}
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
				return ok && !e.Unseen && is[*registration.LostError](err)
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
		"deleted twice, and Asana needs time to notice": {
			calm(func(s *script) {
				s.foreignAge, s.deletes, s.replace, s.ghostLag = time.Hour, true, true, 2*time.Second
				s.targets, s.byHand = []string{"500", "500", "500", "500"}, []time.Duration{35 * time.Second}
			}), time.Minute * 5 / 4, 0,
			func(w *world, err error) bool { return err == nil && len(w.byHand) == 1 },
		},
		"Asana's clock is not known": {
			calm(func(s *script) { s.faults, s.dateless = lost(asanatest.Fault{Reset: true, After: true}), true }), time.Second, 1,
			func(_ *world, err error) bool { return is[*registration.DuplicateError](err) },
		},
		"lost, and nobody may delete": {
			calm(func(s *script) {
				s.faults, s.broken = lost(asanatest.Fault{Status: 502, After: true}), asanatest.DeleteWebhook
			}),
			time.Minute, 1,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.StrandedError](err)
				_, exists := w.Webhook(e.GID)
				return ok && exists
			},
		},
		"lost every time": {
			calm(func(s *script) {
				s.faults = map[asanatest.Op][]fault{asanatest.CreateWebhook: {{Fault: asanatest.Fault{Status: 500, After: true, Times: -1}}}}
			}),
			3 * time.Minute, 0,
			func(_ *world, err error) bool {
				return is[*registration.LostError](err) && errors.Is(err, asana.ErrServer)
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
		"a proxy's page": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Status: 400, HTML: true, Times: -1}) }), 0, 1,
			func(_ *world, err error) bool {
				return errors.Is(err, asana.ErrForeign) && !is[*registration.HandshakeError](err)
			},
		},
		"stranger's webhook": {
			calm(func(s *script) { s.foreignAge = time.Minute }), 0, 1,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.DuplicateError](err)
				return ok && e.GID == w.foreign && !e.SameRun
			},
		},
		"stranger's webhook replaced": {
			calm(func(s *script) { s.foreignAge, s.replace = time.Minute, true }), 0, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"stranger's webhook replaced by nothing": {
			calm(func(s *script) { s.foreignAge, s.replace, s.dead, s.timeout = time.Hour, true, true, 4*time.Second }), 4 * time.Second, 0,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && slices.Equal(e.Replaced, []string{w.foreign}) && is[*registration.HandshakeError](err)
			},
		},
		"stranger's webhook, interrupted in replacing it": {
			calm(func(s *script) {
				s.foreignAge, s.replace, s.interrupt = time.Hour, true, 3*time.Second
				s.faults[asanatest.DeleteWebhook] = []fault{{Fault: asanatest.Fault{Delay: 10 * time.Second, After: true}}}
			}), 10 * time.Second, 0,
			func(w *world, err error) bool {
				e, ok := errors.AsType[*registration.CreateError](err)
				return ok && slices.Equal(e.Replaced, []string{w.foreign}) && is[*registration.InterruptedError](err)
			},
		},
		"stranger's webhook, interrupted before replacing it": {
			calm(func(s *script) {
				s.foreignAge, s.replace, s.interrupt = time.Hour, true, time.Second
				s.faults = lost(asanatest.Fault{Delay: 3 * time.Second, Reset: true})
			}), 3 * time.Second, 1,
			func(w *world, err error) bool {
				_, exists := w.Webhook(w.foreign)
				return exists && is[*registration.InterruptedError](err)
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
				return ok && e.GID == "" && e.LookErr == nil
			},
		},
		"interrupted while waiting": {
			calm(func(s *script) { s.dead, s.interrupt = true, 5*time.Second }), 5 * time.Second, 0,
			func(_ *world, err error) bool {
				return is[*registration.InterruptedError](err) && is[*registration.HandshakeError](err)
			},
		},
		"interrupted in flight": {
			calm(func(s *script) { s.targets, s.interrupt = []string{"well after 9s"}, time.Second }), 9 * time.Second, 1,
			func(_ *world, err error) bool { return err == nil },
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
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, tc.script)
				defer w.Close()
				start := time.Now()
				results := w.run(t.Context())
				took := time.Since(start)
				w.mu.Lock()
				ok := tc.want(w, results[0].err)
				w.mu.Unlock()
				if !ok {
					t.Errorf("got %T: %v", results[0].err, results[0].err)
				}
				if posts := len(w.Requests(asanatest.CreateWebhook)); tc.posts != 0 && posts != tc.posts {
					t.Errorf("%d POSTs, want %d", posts, tc.posts)
				}
				if took > tc.within {
					t.Errorf("took %v, want at most %v", took, tc.within)
				}
				time.Sleep(5 * time.Minute)
				if err := w.judge(results); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Many webhooks of one receiver must not stay in step, nor may the first of
// them come sooner than a second after the last.
func TestCreate_waitsGrowAndDiffer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, calm(func(s *script) { s.dead = true }))
		defer w.Close()
		w.run(t.Context())
		posts := w.Requests(asanatest.CreateWebhook)
		late := 0
		for i, least := range []time.Duration{1, 2, 4, 8, 12, 12, 12} {
			least *= time.Second
			wait := posts[i+1].Time.Sub(posts[i].Time)
			if wait < least || wait > least*5/4 {
				t.Errorf("wait %d took %v, want at least %v and up to a quarter more", i+1, wait, least)
			}
			if wait > least+least/1000 {
				late++
			}
		}
		if late < 4 {
			t.Errorf("only %d of 7 waits had something added at random", late)
		}
	})
}

// A creation waits for another one of its pair, but not beyond its own time.
func TestCreate_waitsForTheOtherBlock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, calm(func(s *script) { s.dead, s.timeout = true, 10*time.Minute }))
		defer w.Close()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		req := registration.Request{WebhookRequest: asana.WebhookRequest{Resource: w.project, Target: target}, Timeout: w.script.timeout}
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, err := w.registrar.Create(ctx, req)
			if !is[*registration.InterruptedError](err) {
				t.Errorf("the first block got %v", err)
			}
		}()
		time.Sleep(time.Second)
		start := time.Now()
		second := req
		second.Timeout = 4 * time.Second
		_, err := w.registrar.Create(ctx, second)
		if took := time.Since(start); took != 4*time.Second {
			t.Errorf("took %v, want 4s", took)
		}
		if e, ok := errors.AsType[*registration.DuplicateError](err); !ok || !e.SameRun {
			t.Errorf("got %v", err)
		}
		cancel()
		<-done
	})
}

func TestCreate_twoBlocksOfOnePair(t *testing.T) {
	t.Parallel()
	for name, replace := range map[string]bool{"as it is": false, "even with replace_existing": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, calm(func(s *script) { s.blocks, s.replace = 2, replace }))
				defer w.Close()
				results := w.run(t.Context())
				if (results[0].err == nil) == (results[1].err == nil) {
					t.Fatalf("got %v and %v, want one of them to fail", results[0].err, results[1].err)
				}
				e, ok := errors.AsType[*registration.DuplicateError](errors.Join(results[0].err, results[1].err))
				if !ok || !e.SameRun {
					t.Errorf("got %v", e)
				}
				if err := w.judge(results); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
