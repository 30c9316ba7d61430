package registration_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

const (
	apiHost = "https://asana.example"
	target  = "https://hooks.example.com/asana"
)

// mostCalls is more than any creation needs of an operation: 10 minutes of
// attempts that end at once.
const mostCalls = 500

// world is a simulated Asana in which a script is played, in virtual time.
type world struct {
	*asanatest.Server
	script    *script
	start     time.Time
	registrar *registration.Registrar
	project   string
	others    []string // gids of webhooks that nobody may touch
	foreign   string   // gid of the one that has the pair, or empty

	forbidden string // gid of a workspace that can't be listed, or empty

	mu         sync.Mutex
	posts      []post
	slowest    time.Duration        // exchange
	most       int                  // webhooks that the pair had at a time
	byHand     []made               // webhooks that somebody made meanwhile
	seen       map[asanatest.Op]int // calls, those cut off included
	handshakes int
	told       []string
	deleted    bool // the foreign webhook, by the same run

	ops       []asanatest.Op // of the calls, in their order
	effective []bool         // which events of the script changed something
	next      int            // index of the event that the next handshake is part of; negative: none
	gone      []string       // webhooks that somebody deleted meanwhile
	cancel    context.CancelFunc
}

// post is a creation on the wire: from when to when, and whether the answer
// told what became of it.
type post struct {
	begun, ended time.Time
	lost         bool
}

// made is a webhook and when it was made, by the machine's clock.
type made struct {
	gid     string
	at      time.Time
	similar bool // it has the filters that creations send
}

func newWorld(t *testing.T, s *script) *world {
	t.Helper()
	sim := asanatest.New(asanatest.Options{ClockSkew: s.skew, Latency: s.latency, ListLag: s.listLag, DuplicateLag: s.ghostLag, SlimCreate: s.slim})
	w := &world{Server: sim, script: s, start: time.Now(), seen: make(map[asanatest.Op]int), effective: make([]bool, len(s.events)), next: -1}
	first := sim.AddWorkspace("First")
	if s.forbidden {
		w.forbidden = first
	}
	workspace := sim.AddWorkspace("Second")
	if s.events == nil {
		sim.AddWorkspace("Third") // the first one stands for it where events are played
	}
	w.project = sim.AddProject(workspace, "Launch")
	sim.Mount(target, http.HandlerFunc(w.receive))

	now := time.Now().Add(s.skew)
	w.others = []string{
		sim.AddWebhook(asanatest.Webhook{Resource: w.project, Target: target + "?other", CreatedAt: now.Add(-time.Hour)}),
		sim.AddWebhook(asanatest.Webhook{Resource: sim.AddProject(workspace, "Other"), Target: target, CreatedAt: now}),
		sim.AddWebhook(asanatest.Webhook{Resource: w.project, Target: target, CreatedAt: now, User: sim.AddUser("Ann", "ann@example.com", workspace)}),
	}
	if s.foreignAge >= 0 {
		// With the filters that creations send, so that only its age shows that it is
		// none of theirs.
		hook := asanatest.Webhook{Resource: w.project, Target: target, CreatedAt: now.Add(-s.foreignAge), Filters: sentFilters()}
		if s.hidden {
			hook.App = "another"
		}
		w.foreign = sim.AddWebhook(hook)
	}
	for op, faults := range s.faults {
		for _, f := range faults {
			w.inject(op, f)
		}
	}
	if s.broken != "" {
		sim.Inject(asanatest.Fault{Op: s.broken, Status: 403, Times: -1})
	}

	transport := &asanatest.Transport{}
	transport.Mount(apiHost, sim)
	client, err := asana.New(asana.Config{
		BaseURL: apiHost + "/api/1.0", Token: asana.Secret(sim.Token()), MaxRetries: asana.DefaultMaxRetries,
		Transport: &cutter{next: transport, world: w},
	})
	if err != nil {
		t.Fatal(err)
	}
	known := ""
	switch {
	case s.misconfigured:
		known = first
	case s.configured:
		known = workspace
	}
	w.registrar = registration.New(client, known, w.progress)
	return w
}

// inject makes the next call of an operation that is hit by nothing yet fail.
func (w *world) inject(op asanatest.Op, f fault) {
	f.Op, f.Body = op, strings.ReplaceAll(f.Body, "OTHER", w.others[0])
	w.Inject(f.Fault)
}

func (w *world) progress(_ context.Context, message string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, message)
}

// receive is the target: it does what the script says, one step a handshake.
func (w *world) receive(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	kind := "well"
	if w.script.dead {
		kind = "500"
	}
	if w.handshakes < len(w.script.targets) {
		kind = w.script.targets[w.handshakes]
	}
	w.handshakes++
	if w.next >= 0 {
		kind, w.effective[w.next], w.next = w.script.events[w.next].receiver, true, -1
	}
	w.mu.Unlock()

	secret := r.Header.Get("X-Hook-Secret")
	switch kind {
	case "well after 5s":
		time.Sleep(5 * time.Second)
	case "well after 9s":
		time.Sleep(9 * time.Second)
	case "hangs":
		<-r.Context().Done()
	case "interrupts":
		w.interrupt()
	case "aborts":
		panic(http.ErrAbortHandler)
	case "wrong echo":
		secret = "another"
	case "no echo":
		return
	case "redirect":
		http.Redirect(rw, r, "/login", http.StatusFound)
		return
	case "401", "404", "500":
		status, _ := strconv.Atoi(kind)
		rw.WriteHeader(status)
		return
	}
	rw.Header().Set("X-Hook-Secret", secret)
}

// interrupt is the user's Ctrl-C.
func (w *world) interrupt() bool {
	w.cancel()
	return true
}

// makeByApp is another app's creation of a webhook for the pair, for the same
// user: it counts as a duplicate, but can't be listed.
func (w *world) makeByApp() bool {
	if slices.ContainsFunc(w.Webhooks(), w.hasPair) {
		return false
	}
	gid := w.AddWebhook(asanatest.Webhook{Resource: w.project, Target: target, App: "another"})
	w.mu.Lock()
	defer w.mu.Unlock()
	w.byHand = append(w.byHand, made{gid: gid, at: time.Now()})
	return true
}

// deleteByHand is somebody else's deletion of the pair's webhook, whoever made it.
func (w *world) deleteByHand() bool {
	hooks := w.Webhooks()
	i := slices.IndexFunc(hooks, w.hasPair)
	if i < 0 {
		return false
	}
	w.DeleteWebhook(hooks[i].GID)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.gone = append(w.gone, hooks[i].GID)
	return true
}

// makeByHand is somebody else's creation of a webhook for the pair, with the
// same user and app. Asana refuses it while there is one.
func (w *world) makeByHand(similar bool) bool {
	if slices.ContainsFunc(w.Webhooks(), w.hasPair) {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	filters := sentFilters()
	if !similar {
		filters = append(filters, asanatest.Filter{ResourceType: "story"})
	}
	gid := w.AddWebhook(asanatest.Webhook{Resource: w.project, Target: target, Filters: filters})
	w.byHand = append(w.byHand, made{gid, time.Now(), similar})
	return true
}

// sentFilters are those of request, as the simulator has them.
func sentFilters() []asanatest.Filter {
	return []asanatest.Filter{{ResourceType: "task", Action: "changed", Fields: []string{"completed"}}}
}

// request is what creations send.
func (w *world) request() asana.WebhookRequest {
	return asana.WebhookRequest{Resource: w.project, Target: target, Filters: []asana.Filter{
		{ResourceType: "task", Action: asana.ActionChanged, Fields: []string{"completed"}},
	}}
}

// occupy takes up all places for writes, with webhooks on a target that never answers.
func (w *world) occupy() {
	for i := range 15 {
		req := asana.WebhookRequest{Resource: w.project, Target: fmt.Sprintf("https://slow.example.com/%d", i)}
		go func() {
			_, _ = w.registrar.Create(context.Background(), registration.Request{WebhookRequest: req, Timeout: time.Second})
		}()
	}
}

// hasPair reports whether a webhook counts as a duplicate.
func (w *world) hasPair(hook asanatest.Webhook) bool {
	return hook.Resource == w.project && hook.Target == target && hook.User == w.Me()
}

// countPair counts the webhooks that the pair has now.
func (w *world) countPair() int {
	n := 0
	for _, hook := range w.Webhooks() {
		if w.hasPair(hook) {
			n++
		}
	}
	return n
}

// likeOurs reports whether a webhook can't be distinguished from what an attempt
// made whose answer was lost: it has the same filters and was made in the same
// seconds. Asana's clock is known to the second, or only as exactly as it is slow to
// answer, and a second more is granted to it.
func (w *world) likeOurs(m made) bool {
	return m.similar && slices.ContainsFunc(w.posts, func(p post) bool {
		return p.lost && m.at.After(p.begun.Add(-2*time.Second-w.slowest)) && m.at.Before(p.ended.Add(11*time.Second+w.slowest))
	})
}

func opOf(r *http.Request) asanatest.Op {
	switch {
	case r.Method == http.MethodPost:
		return asanatest.CreateWebhook
	case r.Method == http.MethodDelete:
		return asanatest.DeleteWebhook
	case strings.HasSuffix(r.URL.Path, "/workspaces"):
		return asanatest.GetWorkspaces
	case !strings.HasSuffix(r.URL.Path, "/webhooks"):
		return asanatest.GetWebhook
	}
	return asanatest.GetWebhooks
}
