package asanatest_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// logRecorder keeps the lines of a log.
type logRecorder struct {
	mu    sync.Mutex
	lines []string
}

func (l *logRecorder) add(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
}

// take returns what was logged since the last time.
func (l *logRecorder) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines := l.lines
	l.lines = nil
	return lines
}

func TestLog(t *testing.T) {
	t.Parallel()
	var log logRecorder
	w := newWorld(t, asanatest.Options{Log: log.add})
	r := w.do("POST", "/webhooks", creation(w.project, "https://user:pass@hooks.example.com/a?key=hush"))
	w.sim.Advance(0)
	w.do("POST", "/webhooks", creation(w.project, "nonsense?key=hush"))
	w.do("GET", "/webhooks/1", "")
	w.sim.Inject(asanatest.Fault{Status: 503})
	w.do("GET", "/webhooks/1", "")
	got := strings.Join(log.take(), "\n")
	if want := strings.Join([]string{
		"handshake: POST https://hooks.example.com/a?… with X-Hook-Secret",
		"handshake: answered 200 with the right X-Hook-Secret",
		"POST /api/1.0/webhooks: 201 in 0s",
		"delivery to https://hooks.example.com/a?…: answered 200",
		"POST /api/1.0/webhooks: 400 in 0s: target: Not a valid URL",
		"GET /api/1.0/webhooks/1: 404 in 0s: webhook: Not a recognized ID: 1",
		"GET /api/1.0/webhooks/1: 503 in 0s, changed by a fault",
	}, "\n"); got != want {
		t.Errorf("got\n%s", got)
	}
	for _, hush := range []string{w.token, r.text("X-Hook-Secret"), "hush", "pass"} {
		if strings.Contains(got, hush) {
			t.Errorf("the log has %q", hush)
		}
	}
}

func TestLog_limits(t *testing.T) {
	t.Parallel()
	var log logRecorder
	w := newWorld(t, asanatest.Options{Log: log.add, RequestsPerMinute: 2, MaxWrites: 1})
	w.sim.Mount(hookURL, &target{answer: status(200)})
	hold := w.sim.Hold(asanatest.CreateWebhook)
	done := make(chan reply)
	go func() { done <- w.do("POST", "/webhooks", creation(w.project, hookURL)) }()
	<-hold.Arrived()
	w.do("DELETE", "/webhooks/1", "")
	w.do("GET", "/workspaces", "")
	want := []string{
		"DELETE /api/1.0/webhooks/1: 429 in 0s: 1 are in flight already",
		"GET /api/1.0/workspaces: 429 in 0s: more than 2 requests a minute",
	}
	if got := log.take(); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	hold.Release()
	<-done
}

// What a person wants to know of an event: whom it reaches, and if not, why.
func TestLog_events(t *testing.T) {
	t.Parallel()
	var log logRecorder
	w := newWorld(t, asanatest.Options{Log: log.add})
	task := w.sim.AddTask(w.project, "Task")
	emit := func() (string, []asanatest.Delivery) {
		deliveries := w.sim.Emit(asanatest.Event{Resource: task, Action: "changed", Field: "due_on"})
		lines := log.take()
		line, _ := strings.CutPrefix(lines[len(lines)-1], "event: task "+task+" changed due_on reaches ")
		return line, deliveries
	}
	local := func(day, hour, minute int) time.Time {
		return time.Date(2024, 10, day, hour, minute, 7, 0, time.UTC).Local()
	}
	check := func(want string, results ...asanatest.Result) {
		t.Helper()
		got, deliveries := emit()
		if got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		for i, result := range results {
			if i >= len(deliveries) || deliveries[i].Result != result {
				t.Errorf("%s: deliveries %+v, want %v", want, deliveries, results)
			}
		}
	}

	check("no webhook: none is on the object or on what contains it")
	first := w.sim.AddWebhook(asanatest.Webhook{Resource: w.project, Target: hookURL + "/1"})
	check("1 webhook, delivered", asanatest.Delivered)
	w.target.behave(status(500))
	check("1 webhook, not delivered, tried again at "+local(24, 9, 42).Format(time.TimeOnly), asanatest.Failed)
	check("1 webhook, held back until "+local(24, 9, 42).Format(time.TimeOnly)+" because the last delivery failed", asanatest.HeldBack)
	w.target.behave(nil)
	w.sim.AddWebhook(asanatest.Webhook{Resource: task, Target: hookURL + "/2"})
	w.sim.AddWebhook(asanatest.Webhook{Resource: task, Target: hookURL + "/3"})
	check("3 webhooks: 1 held back until "+local(24, 9, 42).Format(time.TimeOnly)+" because the last delivery failed; 2 delivered",
		asanatest.HeldBack, asanatest.Delivered, asanatest.Delivered)
	w.sim.EditWebhook(first, func(h *asanatest.Webhook) { h.NextAttemptAfter = local(26, 9, 0) })
	for _, h := range w.sim.Webhooks()[1:] {
		w.sim.DeleteWebhook(h.GID)
	}
	check("1 webhook, held back until "+local(26, 9, 0).Format(time.DateTime)+" because the last delivery failed", asanatest.HeldBack)
	w.sim.SetActive(first, false)
	w.sim.AddWebhook(asanatest.Webhook{Resource: task, Target: hookURL, Filters: []asanatest.Filter{{Action: "added"}}})
	check("no webhook: the filters of 1 don't match, 1 not active")
}

// An event that comes while an earlier one is being delivered waits for it.
func TestLog_queuedEvent(t *testing.T) {
	t.Parallel()
	var log logRecorder
	w := newWorld(t, asanatest.Options{Log: log.add})
	w.sim.AddWebhook(asanatest.Webhook{Resource: w.project, Target: hookURL})
	event := asanatest.Event{Resource: w.project, Action: "deleted"}
	var second []asanatest.Delivery
	w.target.behave(func(http.ResponseWriter, *http.Request) {
		if second == nil {
			second = w.sim.Emit(event)
		}
	})
	w.sim.Emit(event)
	if len(second) != 1 || second[0].Result != asanatest.Queued {
		t.Errorf("deliveries %+v", second)
	}
	if lines := strings.Join(log.take(), "\n"); !strings.Contains(lines, "reaches 1 webhook, queued behind a delivery that is under way") {
		t.Errorf("log:\n%s", lines)
	}
}
