package registration_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// script is everything that happens around one or two creations of the same
// pair, generated from a seed.
type script struct {
	seed           uint64
	skew           time.Duration // of Asana's clock
	latency        time.Duration
	listLag        time.Duration
	duplicateLag   time.Duration // how long a deleted webhook is still a duplicate
	slimResponse   bool
	knowsWorkspace bool // the provider knows the workspace
	wrongWorkspace bool // but the wrong one

	blocks           int // creations of the pair at the same time
	replace          bool
	timeout          time.Duration
	interrupt        time.Duration   // negative: none
	foreignAge       time.Duration   // of a webhook that has the pair already; negative: none
	unlistable       bool            // that one belongs to another app
	deletesForeign   bool            // the same run deletes that one meanwhile
	foreignCreations []time.Duration // when somebody makes one for the pair, if there is none
	sameFilters      int             // how many of those, the first ones, have the filters that creations send
	respelled        bool            // Asana spells targets in another way
	noCreatedAt      bool            // lists don't show when webhooks were created
	forbidden        bool            // one of the other workspaces can't be listed
	noDateHeader     bool            // something drops the Date header from all answers
	offline          time.Duration   // from when on nothing can be sent; negative: never
	offlineFor       time.Duration   // how long that lasts

	targets    []string // what the receiver does, one a handshake; then it accepts
	targetDown bool     // or it never is
	faults     map[asanatest.Op][]fault
	failingOp  asanatest.Op // an operation that never works; empty: none

	events []event // in the order of the calls at which they happen
}

// fault is what happens to one call.
type fault struct {
	name string
	asanatest.Fault
	// cutAfter ends the connection after this time, while the server goes on.
	cutAfter time.Duration
	final    bool
	// unsent fails before there is a connection.
	unsent bool
}

// calls are those that a creation makes.
var calls = []asanatest.Op{asanatest.CreateWebhook, asanatest.GetWebhooks, asanatest.GetWorkspaces, asanatest.DeleteWebhook}

// faultKinds are the ways in which any call can fail, with the time that a
// connection lasts where that matters.
func faultKinds(r *rand.Rand) []fault {
	html := func(status int, after bool) asanatest.Fault {
		return asanatest.Fault{Status: status, HTML: true, After: after}
	}
	return []fault{
		{name: "lost before", Fault: asanatest.Fault{Reset: true}},
		{name: "lost after", Fault: asanatest.Fault{Reset: true, After: true}},
		{name: "not sent", unsent: true},
		{name: "lost during the work", cutAfter: time.Duration(r.Int64N(int64(12 * time.Second)))},
		{name: "500 before", Fault: asanatest.Fault{Status: 500}},
		{name: "500 after", Fault: asanatest.Fault{Status: 500, After: true}},
		{name: "502 HTML before", Fault: html(502, false)},
		{name: "502 HTML after", Fault: html(502, true)},
		{name: "503 after", Fault: asanatest.Fault{Status: 503, After: true}},
		{name: "504 HTML after", Fault: html(504, true)},
		{name: "429", Fault: asanatest.Fault{Status: 429, Header: http.Header{"Retry-After": {fmt.Sprint(r.IntN(4))}}}},
		{name: "truncated", Fault: asanatest.Fault{Truncate: true}},
		{name: "slow before", Fault: asanatest.Fault{Delay: time.Duration(r.Int64N(int64(40 * time.Second)))}},
		{name: "slow after", Fault: asanatest.Fault{Delay: time.Duration(r.Int64N(int64(40 * time.Second))), After: true}},
	}
}

// createFaults are ways in which only a creation can fail; those that are final
// leave no hope for it.
var createFaults = []fault{
	{name: "401", Fault: asanatest.Fault{Status: 401}, final: true},
	{name: "filters", Fault: asanatest.Fault{Status: 400, Body: `{"errors":[{"message":"Webhooks for larger scoped resources must have filters"}]}`}, final: true},
	{name: "302 before", Fault: asanatest.Fault{Status: 302, Body: " "}},
	{name: "302 after", Fault: asanatest.Fault{Status: 302, Body: " ", After: true}},
	{name: "400 HTML after", Fault: asanatest.Fault{Status: 400, HTML: true, After: true}},
	{name: "401 HTML after", Fault: asanatest.Fault{Status: 401, HTML: true, After: true}},
	{name: "403 HTML before", Fault: asanatest.Fault{Status: 403, HTML: true}},
	{name: "403 HTML after", Fault: asanatest.Fault{Status: 403, HTML: true, After: true}},
	{name: "404 JSON before", Fault: asanatest.Fault{Status: 404, Body: otherAPI}},
	{name: "404 JSON after", Fault: asanatest.Fault{Status: 404, Body: otherAPI, After: true}},
	{name: "418 JSON after", Fault: asanatest.Fault{Status: 418, Body: otherAPI, After: true}},
	{name: "429 HTML before", Fault: asanatest.Fault{Status: 429, HTML: true}},
	{name: "429 HTML after", Fault: asanatest.Fault{Status: 429, HTML: true, After: true}},
	{name: "499 JSON after", Fault: asanatest.Fault{Status: 499, Body: otherAPI, After: true}},
	{name: "200 HTML before", Fault: asanatest.Fault{Status: 200, HTML: true}},
	{name: "200 HTML after", Fault: asanatest.Fault{Status: 200, HTML: true, After: true}},
	{name: "no secret", Fault: asanatest.Fault{DropSecret: true}},
	{name: "201 of another", Fault: asanatest.Fault{Status: 201, Body: answerOfAnother, After: true}},
	{name: "201 too early", Fault: asanatest.Fault{Status: 201, Body: answerOfAnother}},
	{name: "201 of nothing", Fault: asanatest.Fault{Status: 201, Body: `{"data":{"gid":"OTHER"}}`, After: true}},
	{name: "unknown 400", Fault: asanatest.Fault{Status: 400, Body: `{"errors":[{"message":"Something that nobody has seen yet"}]}`}},
}

// answerOfAnother is a creation response about a webhook that exists and that the
// creation did not create; OTHER stands for its gid.
const answerOfAnother = `{"data":{"gid":"OTHER","resource":{"gid":"1"}},"X-Hook-Secret":"another"}`

// otherAPI is a refusal of an API that is not Asana's.
const otherAPI = `{"errors":[{"status":"404","title":"Not Found"}]}`

// targetKinds are the ways of a receiver.
var targetKinds = []string{"accepts", "accepts after 5s", "accepts after 9s", "401", "404", "500", "redirect", "no echo", "wrong echo", "hangs", "aborts"}

func newScript(seed uint64) *script {
	r := rand.New(rand.NewPCG(seed, 0))
	pick := func(ds ...time.Duration) time.Duration { return ds[r.IntN(len(ds))] }
	oneIn := func(n int) bool { return r.IntN(n) == 0 }
	s := &script{
		seed:           seed,
		skew:           pick(0, 0, 300*time.Millisecond, -700*time.Millisecond, 2*time.Second, -time.Hour, 24*time.Hour),
		latency:        pick(0, time.Millisecond, 30*time.Millisecond, 400*time.Millisecond),
		listLag:        pick(0, 0, 0, time.Second, 4*time.Second),
		duplicateLag:   pick(0, 0, time.Second, 5*time.Second),
		slimResponse:   oneIn(4),
		knowsWorkspace: oneIn(2),
		blocks:         1,
		replace:        oneIn(4),
		timeout:        pick(time.Second, 4*time.Second, 30*time.Second, 2*time.Minute, 2*time.Minute, 10*time.Minute),
		interrupt:      -1,
		foreignAge:     -1,
		offline:        -1,
		targetDown:     oneIn(12),
		faults:         make(map[asanatest.Op][]fault),
	}
	if oneIn(4) {
		s.blocks = 2
	}
	if oneIn(20) {
		s.listLag = pick(18*time.Second, 40*time.Second)
	}
	if oneIn(5) {
		s.interrupt = time.Duration(r.Int64N(int64(40 * time.Second)))
	}
	if oneIn(4) {
		s.foreignAge, s.unlistable = pick(4*time.Second, time.Minute, 400*24*time.Hour), oneIn(3)
	}
	if s.foreignAge >= 0 && !s.unlistable {
		s.deletesForeign = oneIn(3)
	}
	if oneIn(5) {
		for range 1 + r.IntN(3) {
			s.foreignCreations = append(s.foreignCreations, time.Duration(r.Int64N(int64(50*time.Second))))
		}
		s.sameFilters = r.IntN(len(s.foreignCreations) + 1)
	}
	s.forbidden, s.noDateHeader, s.noCreatedAt, s.respelled = oneIn(6), oneIn(25), oneIn(25), oneIn(4)
	if oneIn(8) {
		s.offline = time.Duration(r.Int64N(int64(30 * time.Second)))
		s.offlineFor = pick(5*time.Second, 40*time.Second, time.Hour)
	}
	if s.noDateHeader && s.foreignAge > 0 {
		s.skew = s.foreignAge // as if it were created now, if clocks are not compared
	}
	if oneIn(12) {
		s.failingOp = calls[1+r.IntN(len(calls)-1)]
	}
	for range r.IntN(4) {
		s.targets = append(s.targets, targetKinds[r.IntN(len(targetKinds))])
	}
	for _, op := range calls {
		for range r.IntN(4) {
			f := fault{name: "none"}
			if kinds := faultKinds(r); !oneIn(3) {
				f = kinds[r.IntN(len(kinds))]
			}
			if op == asanatest.CreateWebhook && oneIn(4) {
				f = createFaults[r.IntN(len(createFaults))]
			}
			s.faults[op] = append(s.faults[op], f)
		}
	}
	return s
}

// mustSucceed reports whether all that goes wrong goes over.
func (s *script) mustSucceed() bool {
	secretless, intercepted := 0, 0
	for _, f := range s.faults[asanatest.CreateWebhook] {
		if f.final {
			return false
		}
		if f.name == "no secret" {
			secretless++
		}
		if f.Truncate || f.Status >= 300 && f.Status != 429 && f.Status < 500 && (f.HTML || f.Body == " " || f.Body == otherAPI) {
			intercepted++
		}
	}
	return s.blocks == 1 && s.interrupt < 0 && s.timeout >= 10*time.Minute && !s.targetDown && s.failingOp == "" && !s.noDateHeader && !s.noCreatedAt && s.offline < 0 &&
		s.foreignCreations == nil && (s.foreignAge < 0 || s.replace && !s.unlistable || s.deletesForeign) && secretless < 2 && intercepted < 2
}

// isOffline reports whether nothing can be sent at a time since the beginning.
func (s *script) isOffline(after time.Duration) bool {
	return s.offline >= 0 && after >= s.offline && after < s.offline+s.offlineFor
}

// String describes a script for whoever debugs a failure.
func (s *script) String() string {
	shown := *s
	shown.faults = nil
	text := fmt.Sprintf("%+v\n", shown)
	for _, op := range calls {
		for _, f := range s.faults[op] {
			text += fmt.Sprintf("  %s: %s %v %v\n", op, f.name, f.cutAfter, f.Delay)
		}
	}
	return text
}

func newRand() *rand.Rand { return rand.New(rand.NewPCG(0, 0)) }
