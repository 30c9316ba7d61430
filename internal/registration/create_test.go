package registration_test

import (
	"errors"
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
			calm(func(s *script) { s.targets = []string{"500", "401", "404"} }), 8 * time.Second, 4,
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
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Reset: true, After: true}) }), time.Second, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"lost before the work": {
			calm(func(s *script) { s.faults = lost(asanatest.Fault{Reset: true}) }), 17 * time.Second, 2,
			func(_ *world, err error) bool { return err == nil },
		},
		"lost, and nobody may look": {
			calm(func(s *script) {
				s.faults, s.broken = lost(asanatest.Fault{Status: 502, After: true}), asanatest.GetWebhooks
			}),
			time.Minute, 1,
			func(_ *world, err error) bool { return is[*registration.UncertainError](err) },
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
				if !tc.want(w, results[0].err) {
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
