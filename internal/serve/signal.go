package serve

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

const (
	// checkEvery is how often the process checks whether it is to end.
	checkEvery = 500 * time.Millisecond
	// idleTime is how long after SIGTERM, and after the last request, an engine
	// that did not get the signal itself may still send another request.
	idleTime = 5 * time.Second
)

// lifetime decides when the process ends. The engine ends it in general: it
// stops what waits with StopProvider, and then closes the connection. But a
// service manager that stops a unit, and a terminal that closes, signal the
// whole process group, and an engine can be killed. So a signal stops what
// waits, as StopProvider does, and no request in flight: it may be creating a
// webhook, and its answer has the only copy of the secret. The process ends
// when no request is in flight and there is no engine that could send another.
type lifetime struct {
	// parentEnded reports whether the process that started this one, which is
	// the engine unless a debugger is served, has ended. Nil means never.
	parentEnded func() bool

	mu       sync.Mutex
	requests int       // in flight
	active   time.Time // when a request last ended, or a signal came
	signaled bool
	stopped  bool // by the engine, which ends by itself and then ends this process
	served   bool // the connection with the engine is closed
}

// beginRequest counts a request until it is answered.
func (l *lifetime) beginRequest() (end func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.requests--
		l.active = time.Now()
	}
}

func (l *lifetime) stoppedByEngine() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
}

// engineEnded reports whether there is nobody left who could get an answer.
func (l *lifetime) engineEnded() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.served || l.parentEnded != nil && l.parentEnded()
}

func (l *lifetime) ended() bool {
	engineEnded := l.engineEnded()
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.requests == 0 && (engineEnded || l.signaled && !l.stopped && time.Since(l.active) >= idleTime)
}

// awaitRequests waits, after the connection with the engine was closed, for requests
// that are still in flight.
func (l *lifetime) awaitRequests() {
	l.mu.Lock()
	l.served = true
	l.mu.Unlock()
	l.watch(nil, nil)
}

// watch returns when the process is to end. A signal calls stop.
func (l *lifetime) watch(signals <-chan os.Signal, stop func()) {
	ticker := time.NewTicker(checkEvery)
	defer ticker.Stop()
	for !l.ended() {
		select {
		case <-signals:
			l.mu.Lock()
			l.signaled, l.active = true, time.Now()
			l.mu.Unlock()
			stop()
		case <-ticker.C:
		}
	}
}

// notify returns the signals that would end the process at once.
func notify() <-chan os.Signal {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, terminationSignals()...)
	// What is logged after the engine has ended must not end the process.
	signal.Ignore(syscall.SIGPIPE)
	return signals
}

// terminationSignals are those of service managers and closed terminals. Ctrl-C
// is not among them: go-plugin ignores it, and the engine reacts to it.
func terminationSignals() []os.Signal {
	if signal.Ignored(syscall.SIGHUP) { // by nohup
		return []os.Signal{syscall.SIGTERM}
	}
	return []os.Signal{syscall.SIGTERM, syscall.SIGHUP}
}
