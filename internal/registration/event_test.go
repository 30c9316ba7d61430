package registration_test

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// event is something that goes wrong, or that somebody else does, at one call of
// a creation.
type event struct {
	*eventKind
	call int // in the order in which the calls are made
}

// eventKind is one way in which a call, or what happens around it, can deviate.
type eventKind struct {
	name  string
	phase phase
	op    asanatest.Op // the only operation that it is for; empty: any

	fault    fault  // for phase inCall
	receiver string // what the target does in the handshake
	// do is for the other phases. It reports whether it has changed anything.
	do func(*simulation) bool

	final          bool // the creation fails, and may
	refused        bool // the creation is refused, or may be, by something between it and Asana
	noSecret       bool
	unreconcilable bool // looking or deleting is refused, so that an orphan can remain
	interrupted    bool
	foreign        bool // somebody makes a webhook of the pair
	unlistable     bool // which the token can't list
}

// phase is when an event happens. Events of one call happen in this order.
type phase int

const (
	beforeCall phase = iota
	inHandshake
	inCall
	afterAnswer  // but before the creation has it
	whileWaiting // half a second after the answer, when a creation waits for its next attempt
)

// once reports whether a call has only one event of the phase.
func (p phase) once() bool { return p == inHandshake || p == inCall }

// eventKinds are all kinds of events, except those that equal another one:
//
//   - Statuses and forms of one class: the client decides by the class alone, which
//     the tests of package asana show for each status. One stands for each class:
//     500 as JSON and 502 as a page for Asana's failures, 302, 403 as a page and 404
//     as JSON for the refusals of an intermediary.
//   - A target that fails the handshake in one way or another: the client knows
//     Asana's texts about them as one class. One that answers 500 and one that does
//     not answer, which takes time, stand for all.
//   - A connection that is lost while Asana works differs from one that is lost
//     before or after the work only if the work takes time, which only the
//     handshake does.
//   - A webhook that somebody creates during the handshake is one from before the
//     call, or after it, because Asana admits one webhook for a pair.
//   - A second interrupt does what the first did.
func eventKinds() []*eventKind {
	kinds := []*eventKind{
		{name: "lost during the handshake", phase: inCall, op: asanatest.CreateWebhook, receiver: "accepts after 9s", fault: fault{cutAfter: 5 * time.Second}},
		{name: "not sent", phase: inCall, fault: fault{unsent: true}},
	}
	exchanges := func(op asanatest.Op, edit func(*eventKind), faults map[string]asanatest.Fault) {
		for name, f := range faults {
			k := &eventKind{name: name, phase: inCall, op: op, fault: fault{Fault: f}}
			if edit != nil {
				edit(k)
			}
			kinds = append(kinds, k)
		}
	}
	exchanges("", func(k *eventKind) { k.refused = true }, map[string]asanatest.Fault{"truncated": {Truncate: true}})
	exchanges("", nil, map[string]asanatest.Fault{
		"lost before":     {Reset: true},
		"lost after":      {Reset: true, After: true},
		"500 before":      {Status: 500},
		"500 after":       {Status: 500, After: true},
		"502 page before": {Status: 502, HTML: true},
		"502 page after":  {Status: 502, HTML: true, After: true},
		"429":             {Status: 429, Header: http.Header{"Retry-After": {"1"}}},
		"slow before":     {Delay: 40 * time.Second},
		"slow after":      {Delay: 40 * time.Second, After: true},
	})
	page200 := map[string]asanatest.Fault{
		"200 page before": {Status: 200, HTML: true},
		"200 page after":  {Status: 200, HTML: true, After: true},
	}
	unclear := func(k *eventKind) { k.unreconcilable = true }
	for _, op := range []asanatest.Op{asanatest.GetWorkspaces, asanatest.GetWebhooks, asanatest.GetWebhook} {
		exchanges(op, nil, page200)
		exchanges(op, nil, map[string]asanatest.Fault{"forbidden": {Status: 403}})
		exchanges(op, unclear, map[string]asanatest.Fault{"403 page before": {Status: 403, HTML: true}})
	}
	exchanges(asanatest.DeleteWebhook, unclear, page200)
	exchanges(asanatest.DeleteWebhook, unclear, map[string]asanatest.Fault{
		"forbidden":       {Status: 403},
		"403 page before": {Status: 403, HTML: true},
		"403 page after":  {Status: 403, HTML: true, After: true},
	})
	create := asanatest.CreateWebhook
	exchanges(create, func(k *eventKind) { k.final = true }, map[string]asanatest.Fault{
		"401":             {Status: 401},
		"filters refused": {Status: 400, Message: "Webhooks for larger scoped resources must have filters"},
	})
	exchanges(create, func(k *eventKind) { k.refused = true }, page200)
	exchanges(create, func(k *eventKind) { k.refused = true }, map[string]asanatest.Fault{
		"302 before":      {Status: 302, Body: " "},
		"302 after":       {Status: 302, Body: " ", After: true},
		"403 page before": {Status: 403, HTML: true},
		"403 page after":  {Status: 403, HTML: true, After: true},
		"404 JSON before": {Status: 404, Body: otherAPI},
		"404 JSON after":  {Status: 404, Body: otherAPI, After: true},
	})
	exchanges(create, func(k *eventKind) { k.noSecret = true }, map[string]asanatest.Fault{
		"no secret": {DropSecret: true},
	})
	exchanges(create, nil, map[string]asanatest.Fault{
		"429 page before": {Status: 429, HTML: true},
		"429 page after":  {Status: 429, HTML: true, After: true},
		"201 of another":  {Status: 201, Body: answerOfAnother, After: true},
		"201 too early":   {Status: 201, Body: answerOfAnother},
		"201 of nothing":  {Status: 201, Body: `{"data":{"gid":"OTHER"}}`, After: true},
		"unknown 400":     {Status: 400, Message: "Something that nobody has seen yet"},
	})
	slices.SortFunc(kinds, func(a, b *eventKind) int {
		return slices.Compare([]string{string(a.op), a.name}, []string{string(b.op), b.name})
	})
	for _, kind := range []string{"accepts after 9s", "500", "hangs"} {
		kinds = append(kinds, &eventKind{name: "target " + kind, phase: inHandshake, op: create, receiver: kind})
	}
	return append(kinds, externalKinds()...)
}

// externalKinds are what others do: the user who interrupts the run, and whoever
// creates or deletes a webhook of the pair.
func externalKinds() []*eventKind {
	kinds := []*eventKind{{name: "interrupt in the handshake", phase: inHandshake, op: asanatest.CreateWebhook, receiver: "interrupts", interrupted: true}}
	for p, when := range map[phase]string{beforeCall: "before", afterAnswer: "after", whileWaiting: "while waiting"} {
		kinds = append(kinds,
			&eventKind{name: "interrupt " + when, phase: p, do: (*simulation).interrupt, interrupted: true},
			&eventKind{name: "foreign webhook " + when, phase: p, do: func(sim *simulation) bool { return sim.createByOthers(false) }, foreign: true},
			&eventKind{name: "foreign webhook with our filters " + when, phase: p, do: func(sim *simulation) bool { return sim.createByOthers(true) }, foreign: true},
			&eventKind{name: "webhook of another app " + when, phase: p, do: (*simulation).createByOtherApp, unlistable: true},
			&eventKind{name: "deletion " + when, phase: p, do: (*simulation).deleteByOthers},
		)
	}
	slices.SortFunc(kinds, func(a, b *eventKind) int { return slices.Compare([]string{a.name}, []string{b.name}) })
	return kinds
}

// eventsAt returns the events of a call that are of a phase, with their indexes.
func (s *script) eventsAt(call int, p phase) []int {
	var found []int
	for i, e := range s.events {
		if e.call == call && e.phase == p {
			found = append(found, i)
		}
	}
	return found
}

// hasEffective reports whether one of the events that changed something is so.
func (sim *simulation) hasEffective(is func(event) bool) bool {
	for i, e := range sim.script.events {
		if sim.effective[i] && is(e) {
			return true
		}
	}
	return false
}

// mayFail reports whether the events prevent a creation for longer than it tries.
func (sim *simulation) mayFail() bool {
	refused, noSecret := 0, 0
	for i, e := range sim.script.events {
		isCreate := e.call < len(sim.ops) && sim.ops[e.call] == asanatest.CreateWebhook
		if e.refused && isCreate {
			refused++
		}
		if e.noSecret {
			noSecret++
		}
		if sim.effective[i] && (e.final || e.interrupted || e.unreconcilable || e.unlistable || e.foreign && !sim.script.replace || e.refused && !isCreate) {
			return true
		}
	}
	return refused > 1 || noSecret > 1
}

// applyEvents lets the events of a phase happen that are not about the call itself.
func (sim *simulation) applyEvents(call int, p phase) {
	for _, i := range sim.script.eventsAt(call, p) {
		if sim.script.events[i].do(sim) {
			sim.recordEffect(i)
		}
	}
}

// applyEventsAfter lets the events happen that follow an answer.
func (sim *simulation) applyEventsAfter(call int) {
	sim.applyEvents(call, afterAnswer)
	if sim.script.eventsAt(call, whileWaiting) != nil {
		time.AfterFunc(500*time.Millisecond, func() { sim.applyEvents(call, whileWaiting) })
	}
}

// recordEffect records that an event has changed something.
func (sim *simulation) recordEffect(i int) {
	sim.mu.Lock()
	defer sim.mu.Unlock()
	sim.effective[i] = true
}

// faultOf returns what happens to a call, as its events have it, and sets the
// receiver up for it.
func (sim *simulation) faultOf(call int, op asanatest.Op) (f fault, ok bool) {
	for _, i := range sim.script.eventsAt(call, inHandshake) {
		sim.setReceiver(i)
	}
	for _, i := range sim.script.eventsAt(call, inCall) {
		e := sim.script.events[i]
		if e.op != "" && e.op != op {
			continue
		}
		if e.receiver != "" {
			sim.setReceiver(i)
		}
		sim.recordEffect(i)
		if !e.fault.unsent && e.fault.cutAfter == 0 {
			sim.inject(op, e.fault)
		}
		return e.fault, true
	}
	return fault{}, false
}

// setReceiver decides what the receiver does in the handshake to come: its event of
// that index, or what it does without one (-1).
func (sim *simulation) setReceiver(i int) {
	sim.mu.Lock()
	defer sim.mu.Unlock()
	sim.nextEvent = i
}

func (e event) String() string { return fmt.Sprintf("%d %s", e.call, e.name) }
