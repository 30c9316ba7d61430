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

// maxCalls is more than any creation needs of an operation: 10 minutes of
// attempts that end at once.
const maxCalls = 500

// simulation is a simulated Asana in which a script is played, in virtual time.
type simulation struct {
	*asanatest.Server
	script       *script
	start        time.Time
	registrar    *registration.Registrar
	project      string
	foreignPairs []string // gids of webhooks that nobody may touch
	foreign      string   // gid of the one that has the pair, or empty

	forbidden string // gid of a workspace that can't be listed, or empty

	mu               sync.Mutex
	posts            []post
	slowestExchange  time.Duration        // exchange
	maxPairWebhooks  int                  // webhooks that the pair had at a time
	foreignCreations []foreignCreation    // webhooks that somebody created meanwhile
	callCounts       map[asanatest.Op]int // calls, those cut off included
	handshakes       int
	progressLog      []string
	deleted          bool // the foreign webhook, by the same run

	ops              []asanatest.Op // of the calls, in their order
	effective        []bool         // which events of the script changed something
	nextEvent        int            // index of the event that the next handshake is part of; negative: none
	foreignDeletions []string       // webhooks that somebody deleted meanwhile
	cancel           context.CancelFunc
}

// post is a creation on the wire: from when to when, and whether the answer
// shows its outcome.
type post struct {
	begun, ended time.Time
	lost         bool
}

// foreignCreation is a webhook of others and when they created it, by the machine's
// clock.
type foreignCreation struct {
	gid         string
	at          time.Time
	sameFilters bool // it has the filters that creations send
}

func newSimulation(t *testing.T, s *script) *simulation {
	t.Helper()
	server := asanatest.New(asanatest.Options{ClockSkew: s.skew, Latency: s.latency, ListLag: s.listLag, DuplicateLag: s.duplicateLag, SlimCreate: s.slimResponse})
	sim := &simulation{Server: server, script: s, start: time.Now(), callCounts: make(map[asanatest.Op]int), effective: make([]bool, len(s.events)), nextEvent: -1}
	first := server.AddWorkspace("First")
	if s.forbidden {
		sim.forbidden = first
	}
	workspace := server.AddWorkspace("Second")
	if s.events == nil {
		server.AddWorkspace("Third") // the first one represents it where events are played
	}
	sim.project = server.AddProject(workspace, "Launch")
	server.Mount(target, http.HandlerFunc(sim.receive))

	now := time.Now().Add(s.skew)
	// With the filters that creations send, so that only resource, target or user differ.
	sim.foreignPairs = []string{
		server.AddWebhook(asanatest.Webhook{Resource: sim.project, Target: target + "?other", CreatedAt: now.Add(-time.Hour), Filters: sentFilters()}),
		server.AddWebhook(asanatest.Webhook{Resource: server.AddProject(workspace, "Other"), Target: target, CreatedAt: now, Filters: sentFilters()}),
		server.AddWebhook(asanatest.Webhook{Resource: sim.project, Target: target, CreatedAt: now, Filters: sentFilters(), User: server.AddUser("Ann", "ann@example.com", workspace)}),
	}
	if s.foreignAge >= 0 {
		// With the filters that creations send, so that only its age shows that it is
		// none of theirs.
		hook := asanatest.Webhook{Resource: sim.project, Target: target, CreatedAt: now.Add(-s.foreignAge), Filters: sentFilters()}
		if s.unlistable {
			hook.App = "another"
		}
		sim.foreign = server.AddWebhook(hook)
	}
	for op, faults := range s.faults {
		for _, f := range faults {
			sim.inject(op, f)
		}
	}
	if s.failingOp != "" {
		server.Inject(asanatest.Fault{Op: s.failingOp, Status: 403, Times: -1})
	}

	transport := &asanatest.Transport{}
	transport.Mount(apiHost, server)
	client, err := asana.New(asana.Config{
		BaseURL: apiHost + "/api/1.0", Token: asana.Secret(server.Token()), MaxRetries: asana.DefaultMaxRetries,
		Transport: &faultTransport{next: transport, sim: sim},
	})
	if err != nil {
		t.Fatal(err)
	}
	known := ""
	switch {
	case s.wrongWorkspace:
		known = first
	case s.knowsWorkspace:
		known = workspace
	}
	sim.registrar = registration.New(client, known, sim.progress)
	return sim
}

// inject makes the next call of an operation that is hit by nothing yet fail.
func (sim *simulation) inject(op asanatest.Op, f fault) {
	f.Op, f.Body = op, strings.NewReplacer("OTHER_PROJECT", sim.foreignPairs[1], "OTHER", sim.foreignPairs[0], "PROJECT", sim.project, "FOREIGN", sim.foreign).Replace(f.Body)
	sim.Inject(f.Fault)
}

func (sim *simulation) progress(_ context.Context, message string) {
	sim.mu.Lock()
	defer sim.mu.Unlock()
	sim.progressLog = append(sim.progressLog, message)
}

// receive is the target: it does what the script says, one step a handshake.
func (sim *simulation) receive(rw http.ResponseWriter, r *http.Request) {
	sim.mu.Lock()
	kind := "accepts"
	if sim.script.targetDown {
		kind = "500"
	}
	if sim.handshakes < len(sim.script.targets) {
		kind = sim.script.targets[sim.handshakes]
	}
	sim.handshakes++
	if sim.nextEvent >= 0 {
		kind, sim.effective[sim.nextEvent], sim.nextEvent = sim.script.events[sim.nextEvent].receiver, true, -1
	}
	sim.mu.Unlock()

	secret := r.Header.Get("X-Hook-Secret")
	switch kind {
	case "accepts after 5s":
		time.Sleep(5 * time.Second)
	case "accepts after 9s":
		time.Sleep(9 * time.Second)
	case "hangs":
		<-r.Context().Done()
	case "interrupts":
		sim.interrupt()
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
func (sim *simulation) interrupt() bool {
	sim.cancel()
	return true
}

// createByOtherApp is another app's creation of a webhook for the pair, for the same
// user: it counts as a duplicate, but can't be listed.
func (sim *simulation) createByOtherApp() bool {
	if slices.ContainsFunc(sim.Webhooks(), sim.hasPair) {
		return false
	}
	gid := sim.AddWebhook(asanatest.Webhook{Resource: sim.project, Target: target, App: "another"})
	sim.mu.Lock()
	defer sim.mu.Unlock()
	sim.foreignCreations = append(sim.foreignCreations, foreignCreation{gid: gid, at: time.Now()})
	return true
}

// deleteByOthers is somebody else's deletion of the pair's webhook, whoever created it.
func (sim *simulation) deleteByOthers() bool {
	hooks := sim.Webhooks()
	i := slices.IndexFunc(hooks, sim.hasPair)
	if i < 0 {
		return false
	}
	sim.DeleteWebhook(hooks[i].GID)
	sim.mu.Lock()
	defer sim.mu.Unlock()
	sim.foreignDeletions = append(sim.foreignDeletions, hooks[i].GID)
	return true
}

// createByOthers is somebody else's creation of a webhook for the pair, with the
// same user and app. Asana refuses it while there is one.
func (sim *simulation) createByOthers(similar bool) bool {
	if slices.ContainsFunc(sim.Webhooks(), sim.hasPair) {
		return false
	}
	sim.mu.Lock()
	defer sim.mu.Unlock()
	filters := sentFilters()
	if !similar {
		filters = append(filters, asanatest.Filter{ResourceType: "story"})
	}
	gid := sim.AddWebhook(asanatest.Webhook{Resource: sim.project, Target: target, Filters: filters})
	sim.foreignCreations = append(sim.foreignCreations, foreignCreation{gid, time.Now(), similar})
	return true
}

// sentFilters are those of request, as the simulator has them.
func sentFilters() []asanatest.Filter {
	return []asanatest.Filter{{ResourceType: "task", Action: "changed", Fields: []string{"completed"}}}
}

// request is what creations send.
func (sim *simulation) request() asana.WebhookRequest {
	return asana.WebhookRequest{Resource: sim.project, Target: target, Filters: []asana.Filter{
		{ResourceType: "task", Action: asana.ActionChanged, Fields: []string{"completed"}},
	}}
}

// exhaustWriteSlots takes all slots for writes, with webhooks on a target that never answers.
func (sim *simulation) exhaustWriteSlots() {
	for i := range 15 {
		req := asana.WebhookRequest{Resource: sim.project, Target: fmt.Sprintf("https://slow.example.com/%d", i)}
		go func() {
			_, _ = sim.registrar.Create(context.Background(), registration.Request{WebhookRequest: req, Timeout: time.Second})
		}()
	}
}

// hasPair reports whether a webhook counts as a duplicate.
func (sim *simulation) hasPair(hook asanatest.Webhook) bool {
	return hook.Resource == sim.project && hook.Target == target && hook.User == sim.Me()
}

// countPair counts the webhooks that the pair has now.
func (sim *simulation) countPair() int {
	n := 0
	for _, hook := range sim.Webhooks() {
		if sim.hasPair(hook) {
			n++
		}
	}
	return n
}

// isIndistinguishable reports whether a webhook can't be distinguished from the orphan
// of a lost answer: it has the same filters and was created in the same
// seconds. Asana's clock is known to the second, or only as exactly as it is slow to
// answer, and a second more is granted to it.
func (sim *simulation) isIndistinguishable(m foreignCreation) bool {
	return m.sameFilters && slices.ContainsFunc(sim.posts, func(p post) bool {
		return p.lost && m.at.After(p.begun.Add(-2*time.Second-sim.slowestExchange)) && m.at.Before(p.ended.Add(11*time.Second+sim.slowestExchange))
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
