package asana

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Action is the kind of change that a webhook's filter lets pass.
type Action string

// The actions of Asana's events.
const (
	ActionChanged   Action = "changed"
	ActionAdded     Action = "added"
	ActionRemoved   Action = "removed"
	ActionDeleted   Action = "deleted"
	ActionUndeleted Action = "undeleted"
)

// Actions returns all actions, in the order of Asana's documentation.
func Actions() []Action {
	return []Action{ActionChanged, ActionAdded, ActionRemoved, ActionDeleted, ActionUndeleted}
}

// Filter lets some events pass. An event is delivered if it passes any of a
// webhook's filters, or if there are none. A member that is empty does not
// restrict anything; Asana gives it back as null.
type Filter struct {
	// ResourceType is the type of the object that changed, such as "task".
	ResourceType string `json:"resource_type,omitempty"`
	// ResourceSubtype is that object's subtype, such as "milestone".
	ResourceSubtype string `json:"resource_subtype,omitempty"`
	// Action is what happened to it.
	Action Action `json:"action,omitempty"`
	// Fields are the fields whose change passes; only with ActionChanged.
	Fields []string `json:"fields,omitempty"`
}

// CheckAction returns an error unless s is one of the actions.
func CheckAction(s string) error {
	if slices.Contains(Actions(), Action(s)) {
		return nil
	}
	var quoted []string
	for _, a := range Actions() {
		quoted = append(quoted, strconv.Quote(string(a)))
	}
	return fmt.Errorf("%q is not an action of Asana's events: use one of %s", s, strings.Join(quoted, ", "))
}

// Check returns an error if Asana is documented to refuse the filter.
func (f Filter) Check() error {
	if f.Action != "" {
		if err := CheckAction(string(f.Action)); err != nil {
			return err
		}
	}
	if len(f.Fields) > 0 && f.Action != ActionChanged {
		return errors.New(`fields need the action "changed", because other events do not name fields: set the action, or remove fields`)
	}
	if slices.Contains(f.Fields, "") {
		return errors.New("a field's name is empty")
	}
	return nil
}

// key is the same for filters that mean the same.
func (f Filter) key() string {
	fields := slices.Compact(slices.Sorted(slices.Values(f.Fields)))
	return fmt.Sprintf("%q %q %q %q", f.ResourceType, f.ResourceSubtype, f.Action, fields)
}

// EffectiveFilters returns the filters as they are sent to Asana: none if one
// of them restricts nothing, because then every event passes.
func EffectiveFilters(filters []Filter) []Filter {
	restrictsNothing := func(f Filter) bool { return f.key() == Filter{}.key() }
	if slices.ContainsFunc(filters, restrictsNothing) {
		return nil
	}
	return filters
}

// filterSet is a list of filters of which no two mean the same, and so it is with
// the fields of each.
type filterSet struct {
	filters []Filter // not nil
	keys    map[string]bool
}

func newFilterSet() *filterSet {
	return &filterSet{filters: []Filter{}, keys: make(map[string]bool)}
}

// add adds a filter, unless there is one that means the same.
func (s *filterSet) add(f Filter) {
	key := f.key()
	if s.keys[key] {
		return
	}
	s.keys[key] = true
	var fields []string
	for _, name := range f.Fields {
		if !slices.Contains(fields, name) {
			fields = append(fields, name)
		}
	}
	f.Fields = fields
	s.filters = append(s.filters, f)
}

// UniqueFilters returns filters without those that mean the same as an earlier
// one, and each field of a filter once.
func UniqueFilters(filters []Filter) []Filter {
	set := newFilterSet()
	for _, f := range filters {
		set.add(f)
	}
	return set.filters
}

// SameFilters reports whether two lists of filters let the same events pass as
// far as their form tells: order and repetition do not count, neither among
// the filters nor among their fields, for Asana promises no order.
func SameFilters(a, b []Filter) bool {
	return slices.Equal(filterKeys(a), filterKeys(b))
}

func filterKeys(filters []Filter) []string {
	var keys []string
	for _, f := range EffectiveFilters(filters) {
		keys = append(keys, f.key())
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
