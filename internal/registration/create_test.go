package registration_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// Many webhooks of one receiver must not stay in step, nor may the first of
// them come sooner than a second after the last.
func TestCreate_backOffHasJitter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := newSimulation(t, faultless(func(s *script) { s.targetDown = true }))
		defer sim.Close()
		sim.run(t.Context())
		posts := sim.Requests(asanatest.CreateWebhook)
		if len(posts) < 8 {
			t.Fatalf("%d attempts in 2 minutes", len(posts))
		}
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
func TestCreate_waitsForOtherBlock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := newSimulation(t, faultless(func(s *script) { s.targetDown, s.timeout = true, 10*time.Minute }))
		defer sim.Close()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		req := registration.Request{WebhookRequest: asana.WebhookRequest{Resource: sim.project, Target: target}, Timeout: sim.script.timeout}
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, err := sim.registrar.Create(ctx, req)
			if !is[*registration.InterruptedError](err) {
				t.Errorf("the first block got %v", err)
			}
		}()
		time.Sleep(time.Second)
		start := time.Now()
		second := req
		second.Timeout = 4 * time.Second
		_, err := sim.registrar.Create(ctx, second)
		if took := time.Since(start); took != 4*time.Second {
			t.Errorf("took %v, want 4s", took)
		}
		if e, ok := errors.AsType[*registration.DuplicateError](err); !ok || !e.SameRun {
			t.Errorf("got %v", err)
		}
		time.AfterFunc(time.Second, cancel)
		if _, err := sim.registrar.Create(ctx, req); !is[*registration.InterruptedError](err) {
			t.Errorf("the interrupted block got %v", err)
		}
		<-done
	})
}

// Asana serves 15 writes at a time, and a slow handshake takes up one of them.
func TestCreate_noFreeSlot(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		targets []string
		want    func(error) bool
	}{
		"from the beginning": {nil, func(err error) bool { return errors.Is(err, asana.ErrBusy) }},
		"for another attempt": {
			[]string{"500"}, func(err error) bool { return is[*registration.HandshakeError](err) && !errors.Is(err, asana.ErrBusy) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := newSimulation(t, faultless(func(s *script) { s.targets, s.timeout = tc.targets, 4*time.Second }))
				defer sim.Close()
				sim.Mount("https://slow.example.com/", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
				time.AfterFunc(500*time.Millisecond*time.Duration(len(tc.targets)), sim.exhaustWriteSlots)
				time.Sleep(time.Nanosecond) // so that the others are first
				start := time.Now()
				results := sim.run(t.Context())
				if took := time.Since(start); took > 5*time.Second || !tc.want(results[0].err) {
					t.Errorf("got %v after %v", results[0].err, took)
				}
				time.Sleep(5 * time.Minute)
				if err := sim.verify(results); err != nil {
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
				sim := newSimulation(t, faultless(func(s *script) { s.blocks, s.replace, s.targets = 2, replace, []string{"accepts after 5s"} }))
				defer sim.Close()
				start := time.Now()
				results := sim.run(t.Context())
				if took := time.Since(start); took != 5*time.Second {
					t.Errorf("took %v, want 5s: the second block goes on when the first is done", took)
				}
				if (results[0].err == nil) == (results[1].err == nil) {
					t.Fatalf("got %v and %v, want one of them to fail", results[0].err, results[1].err)
				}
				e, ok := errors.AsType[*registration.DuplicateError](errors.Join(results[0].err, results[1].err))
				if !ok || !e.SameRun || e.GID != sim.Webhooks()[len(sim.Webhooks())-1].GID {
					t.Errorf("got %v", e)
				}
				if err := sim.verify(results); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// Two creations of one run can't make the same webhook: an answer that says so
// is a copy of an earlier one.
func TestCreate_gidOfAnotherBlock(t *testing.T) {
	t.Parallel()
	for name, secret := range map[string]string{"with a secret": `,"X-Hook-Secret":"a copy"`, "without a secret": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := newSimulation(t, faultless(func(*script) {}))
				defer sim.Close()
				first := sim.run(t.Context())[0].created
				sim.Inject(asanatest.Fault{Op: asanatest.CreateWebhook, Status: http.StatusCreated, After: true, Body: `{"data":{"gid":"` + first.GID + `"}` + secret + `}`})
				req := registration.Request{WebhookRequest: sim.request(), Timeout: time.Minute}
				req.Target += "/second"
				sim.Mount(req.Target, http.HandlerFunc(sim.receive))
				second, err := sim.registrar.Create(t.Context(), req)
				if err != nil || second.GID == first.GID || len(second.Orphans) != 1 {
					t.Fatalf("got %v, %v", second, err)
				}
				for _, made := range []*registration.Registered{first, second} {
					if hook, exists := sim.Webhook(made.GID); !exists || hook.Secret != made.Secret.Reveal() {
						t.Errorf("webhook %s: exists %t, or another secret", made.GID, exists)
					}
				}
			})
		})
	}
}
