package asanatest

import (
	"cmp"
	"slices"
)

// Event is a change of an object, as though somebody had made it.
type Event struct {
	Resource     string // gid of the object
	Action       string // changed, added, removed, deleted or undeleted
	Field        string // the field that changed; only with changed
	ChangeAction string // what happened to the field: changed (the default), added or removed
	User         string // gid of who did it; empty for the system, which is null
	Parent       string // gid of what it was added to or removed from; its parent by default
}

// referenceJSON is an object in an event: webhooks carry no names.
type referenceJSON struct {
	GID             string `json:"gid"`
	ResourceType    string `json:"resource_type"`
	ResourceSubtype string `json:"resource_subtype,omitempty"`
}

// changeJSON is in events whose action is changed.
type changeJSON struct {
	Field  string `json:"field"`
	Action string `json:"action"`
}

// eventJSON is an event as delivered.
type eventJSON struct {
	User      *referenceJSON `json:"user"`
	CreatedAt jsonTime       `json:"created_at"`
	Action    string         `json:"action"`
	Resource  referenceJSON  `json:"resource"`
	Parent    *referenceJSON `json:"parent"`
	Change    *changeJSON    `json:"change,omitempty"`
}

// Actions returns what can happen to an object.
func Actions() []string { return slices.Clone(filterActions) }

// Emit makes an event happen. It bubbles up from the object to everything above
// it and reaches each active webhook there whose filters let it pass. The first
// attempt to deliver it has been made when Emit returns what became of it; if
// that fails, Advance (or Run) tries again. Behind a delivery that waits for its
// retry, or is under way, the event queues up.
func (s *Server) Emit(e Event) []Delivery {
	s.mu.Lock()
	o := s.mustFindObject(e.Resource)
	body := eventsBody(s.wireEvent(e, o))
	above := s.ancestors(o)
	var skipped skippedWebhooks
	var reached []string
	for _, w := range s.sortedWebhooks() {
		switch {
		case !slices.Contains(above, w.Resource):
		case !w.Active:
			skipped.inactive++
		case !matchesFilters(w.Filters, o, e.Action, e.Field):
			skipped.filtered++
		default:
			w.enqueue(body)
			reached = append(reached, w.GID)
		}
	}
	s.mu.Unlock()
	var deliveries []Delivery
	for _, gid := range reached {
		deliveries = append(deliveries, s.deliver(gid, false))
	}
	s.logEvent(e, o.kind, deliveries, skipped)
	return deliveries
}

// eventsBody is the body of a delivery; without events it is a heartbeat.
func eventsBody(events ...eventJSON) []byte {
	if events == nil {
		events = []eventJSON{}
	}
	return encode(struct {
		Events []eventJSON `json:"events"`
	}{events})
}

// wireEvent writes an event. The caller holds s.mu.
func (s *Server) wireEvent(e Event, o *object) eventJSON {
	j := eventJSON{CreatedAt: jsonTime(s.nowLocked()), Action: e.Action, Resource: reference(o)}
	if user, ok := s.objects[e.User]; ok {
		r := reference(user)
		j.User = &r
	}
	switch e.Action {
	case "changed":
		j.Change = &changeJSON{Field: e.Field, Action: cmp.Or(e.ChangeAction, "changed")}
	case "added", "removed":
		if parent, ok := s.objects[cmp.Or(e.Parent, o.parent)]; ok {
			r := reference(parent)
			j.Parent = &r
		}
	}
	return j
}

func reference(o *object) referenceJSON {
	return referenceJSON{o.gid, o.kind, o.subtype}
}

// ancestors returns the gids of what an object's events reach: itself and what
// contains it. Large resources only receive what reachesHigherLevel names. That
// events reach sections, tags and task lists as they reach projects is our
// choice, as is that they pass no portfolio on the way up. The caller holds s.mu.
func (s *Server) ancestors(o *object) []string {
	kind, seen, gids := o.kind, map[string]bool{}, []string{}
	for next := []string{o.gid}; len(next) > 0; next = next[1:] {
		at, ok := s.objects[next[0]]
		if !ok || seen[at.gid] {
			continue
		}
		seen[at.gid] = true
		if !higherLevel(at.kind) || at.kind == kind || reachesHigherLevel(kind) {
			gids = append(gids, at.gid)
		}
		if next = append(next, at.parent); at.kind != kindPortfolio {
			next = append(next, at.containers...)
		}
	}
	return gids
}
