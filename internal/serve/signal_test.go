package serve

import (
	"os"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// observed is a lifetime on a virtual clock, and what became of it.
type observed struct {
	*lifetime
	signals chan os.Signal
	parent  atomic.Bool // has ended
	stops   atomic.Int32
	over    atomic.Bool
}

func observe(t *testing.T) *observed {
	t.Helper()
	o := &observed{lifetime: &lifetime{}, signals: make(chan os.Signal, 1)}
	o.parentEnded = o.parent.Load
	go func() {
		o.watch(o.signals, func() { o.stops.Add(1) })
		o.over.Store(true)
	}()
	t.Cleanup(func() { // so that the goroutine ends
		o.parent.Store(true)
		time.Sleep(2 * checkEvery)
	})
	return o
}

// passes lets time pass, and expects that the process has ended or not.
func (o *observed) passes(t *testing.T, d time.Duration, over bool) {
	t.Helper()
	time.Sleep(d)
	synctest.Wait()
	if got := o.over.Load(); got != over {
		t.Errorf("the process is over: %t, want %t", got, over)
	}
}

func TestLifetime(t *testing.T) {
	t.Parallel()
	const long = time.Hour
	for name, life := range map[string]func(*testing.T, *observed){
		"as long as the engine": func(t *testing.T, o *observed) {
			t.Helper()
			o.beginRequest()()
			o.passes(t, long, false)
			o.parent.Store(true)
			o.passes(t, checkEvery, true)
		},
		"a request outlives the engine": func(t *testing.T, o *observed) {
			t.Helper()
			end := o.beginRequest()
			o.parent.Store(true)
			o.passes(t, long, false)
			end()
			o.passes(t, checkEvery, true)
		},
		"a signal that the engine gets, too": func(t *testing.T, o *observed) {
			t.Helper()
			o.signals <- syscall.SIGTERM
			o.stoppedByEngine()
			o.passes(t, long, false)
		},
		"a signal after the engine's request to stop": func(t *testing.T, o *observed) {
			t.Helper()
			o.stoppedByEngine()
			o.signals <- syscall.SIGTERM
			o.passes(t, long, false)
		},
		"a signal to the provider alone": func(t *testing.T, o *observed) {
			t.Helper()
			end := o.beginRequest()
			o.signals <- syscall.SIGTERM
			o.passes(t, long, false)
			if n := o.stops.Load(); n != 1 {
				t.Errorf("what waits was stopped %d times, want once", n)
			}
			end()
			o.passes(t, idleTime-time.Second, false)
			o.beginRequest()() // the engine goes on
			o.passes(t, idleTime-time.Second, false)
			o.passes(t, time.Second+checkEvery, true)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { life(t, observe(t)) })
		})
	}
}

// When the engine closes the connection, requests that are still in flight are
// finished, and nobody gets their answers.
func TestLifetime_awaitRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &lifetime{}
		end := l.beginRequest()
		if l.engineEnded() {
			t.Error("the engine has ended before it closed the connection")
		}
		var finished atomic.Bool
		go func() {
			l.awaitRequests()
			finished.Store(true)
		}()
		time.Sleep(time.Minute)
		if finished.Load() || !l.engineEnded() {
			t.Errorf("finished: %t, engine ended: %t, want only the latter", finished.Load(), l.engineEnded())
		}
		end()
		time.Sleep(checkEvery)
		synctest.Wait()
		if !finished.Load() {
			t.Error("it goes on without a request")
		}
	})
}
