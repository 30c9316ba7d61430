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

// takeLines returns what was logged since the last time.
func (l *logRecorder) takeLines() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	lines := l.lines
	l.lines = nil
	return lines
}

func TestLog(t *testing.T) {
	t.Parallel()
	var log logRecorder
	f := newFixture(t, asanatest.Options{Log: log.add})
	r := f.do("POST", "/webhooks", createBody(f.project, "https://user:pass@hooks.example.com/a?key=hush"))
	f.sim.Advance(0)
	f.do("POST", "/webhooks", createBody(f.project, "nonsense?key=hush"))
	f.do("GET", "/webhooks/1", "")
	f.sim.Inject(asanatest.Fault{Status: 503})
	f.do("GET", "/webhooks/1", "")
	got := strings.Join(log.takeLines(), "\n")
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
	for _, hush := range []string{f.token, r.text("X-Hook-Secret"), "hush", "pass"} {
		if strings.Contains(got, hush) {
			t.Errorf("the log has %q", hush)
		}
	}
}

func TestLog_limits(t *testing.T) {
	t.Parallel()
	var log logRecorder
	f := newFixture(t, asanatest.Options{Log: log.add, RequestsPerMinute: 2, MaxWrites: 1})
	f.sim.Mount(hookURL, &fakeTarget{handler: statusHandler(200)})
	hold := f.sim.Hold(asanatest.CreateWebhook)
	done := make(chan apiResponse)
	go func() { done <- f.do("POST", "/webhooks", createBody(f.project, hookURL)) }()
	<-hold.Arrived()
	f.do("DELETE", "/webhooks/1", "")
	f.do("GET", "/workspaces", "")
	want := []string{
		"DELETE /api/1.0/webhooks/1: 429 in 0s: 1 are in flight already",
		"GET /api/1.0/workspaces: 429 in 0s: more than 2 requests a minute",
	}
	if got := log.takeLines(); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	hold.Release()
	<-done
}

// What a person wants to know of an event: whom it reaches, and if not, why.
func TestLog_events(t *testing.T) {
	t.Parallel()
	var log logRecorder
	f := newFixture(t, asanatest.Options{Log: log.add})
	task := f.sim.AddTask(f.project, "Task")
	emit := func() (string, []asanatest.Delivery) {
		deliveries := f.sim.Emit(asanatest.Event{Resource: task, Action: "changed", Field: "due_on"})
		lines := log.takeLines()
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
	first := f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL + "/1"})
	check("1 webhook, delivered", asanatest.Delivered)
	f.target.setHandler(statusHandler(500))
	check("1 webhook, not delivered, tried again at "+local(24, 9, 42).Format(time.TimeOnly), asanatest.Failed)
	check("1 webhook, held back until "+local(24, 9, 42).Format(time.TimeOnly)+" because the last delivery failed", asanatest.HeldBack)
	f.target.setHandler(nil)
	f.sim.AddWebhook(asanatest.Webhook{Resource: task, Target: hookURL + "/2"})
	f.sim.AddWebhook(asanatest.Webhook{Resource: task, Target: hookURL + "/3"})
	check("3 webhooks: 1 held back until "+local(24, 9, 42).Format(time.TimeOnly)+" because the last delivery failed; 2 delivered",
		asanatest.HeldBack, asanatest.Delivered, asanatest.Delivered)
	f.sim.EditWebhook(first, func(h *asanatest.Webhook) { h.NextAttemptAfter = local(26, 9, 0) })
	for _, h := range f.sim.Webhooks()[1:] {
		f.sim.DeleteWebhook(h.GID)
	}
	check("1 webhook, held back until "+local(26, 9, 0).Format(time.DateTime)+" because the last delivery failed", asanatest.HeldBack)
	f.sim.SetActive(first, false)
	f.sim.AddWebhook(asanatest.Webhook{Resource: task, Target: hookURL, Filters: []asanatest.Filter{{Action: "added"}}})
	check("no webhook: the filters of 1 don't match, 1 not active")
}

// An event that comes while an earlier one is being delivered waits for it.
func TestLog_queuedEvent(t *testing.T) {
	t.Parallel()
	var log logRecorder
	f := newFixture(t, asanatest.Options{Log: log.add})
	f.sim.AddWebhook(asanatest.Webhook{Resource: f.project, Target: hookURL})
	event := asanatest.Event{Resource: f.project, Action: "deleted"}
	var second []asanatest.Delivery
	f.target.setHandler(func(http.ResponseWriter, *http.Request) {
		if second == nil {
			second = f.sim.Emit(event)
		}
	})
	f.sim.Emit(event)
	if len(second) != 1 || second[0].Result != asanatest.Queued {
		t.Errorf("deliveries %+v", second)
	}
	if lines := strings.Join(log.takeLines(), "\n"); !strings.Contains(lines, "reaches 1 webhook, queued behind a delivery that is under way") {
		t.Errorf("log:\n%s", lines)
	}
}
