package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// withEveryMember is a fault that sets all that a request can set. The gid is a
// project's.
const withEveryMember = `{
  "op": "getProject", "skip": 1, "times": 2, "after": true,
  "status": 418, "message": "No tea.", "code": "no_tea", "html": true, "body": "tea", "no_body": true, "headers": {"Date": null},
  "reset": true, "truncate": true, "delay": "2s", "drop_secret": true, "record_of": "GID", "repeat_offset": true,
  "wire": "twice", "keep_open": true
}`

// Every member of a request sets a field of the fault, and sets every field but the
// function that only Go can set.
func TestFaultJSON_setsEveryField(t *testing.T) {
	t.Parallel()
	sim, err := newSimulator(config{}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.close)
	var in faultJSON
	if err := json.Unmarshal([]byte(strings.ReplaceAll(withEveryMember, "GID", sim.seeded["project"])), &in); err != nil {
		t.Fatal(err)
	}
	fault, err := in.fault(sim.current())
	if err != nil {
		t.Fatal(err)
	}
	if unset := zeroFields(in); len(unset) > 0 {
		t.Errorf("withEveryMember does not set %q", unset)
	}
	if unset := zeroFields(fault); !slices.Equal(unset, []string{"Edit"}) {
		t.Errorf("not set in the fault: %q, want only Edit", unset)
	}
}

// zeroFields returns the names of a struct's fields that are not set.
func zeroFields(v any) []string {
	var names []string
	value := reflect.ValueOf(v)
	for i := range value.NumField() {
		if value.Field(i).IsZero() {
			names = append(names, value.Type().Field(i).Name)
		}
	}
	return names
}

// A member that has an effect of its own is accepted alone, and the refusal of a fault
// without such a member lists it.
func TestFaultJSON_hasNoEffect(t *testing.T) {
	t.Parallel()
	_, err := newControl(nil).postFault(httptest.NewRequest(http.MethodPost, controlPath+"faults", strings.NewReader(`{}`)))
	if err == nil {
		t.Fatal("a fault that does nothing is accepted")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(withEveryMember), &members); err != nil {
		t.Fatal(err)
	}
	without := []string{"op", "skip", "times", "after", "message", "code", "html", "body", "no_body"}
	for name, value := range members {
		alone, failed := json.Marshal(map[string]json.RawMessage{name: value})
		if failed != nil {
			t.Fatal(failed)
		}
		var in faultJSON
		if err := json.Unmarshal(alone, &in); err != nil {
			t.Fatal(err)
		}
		want := slices.Contains(without, name)
		if in.hasNoEffect() != want {
			t.Errorf("%s: hasNoEffect is %t", alone, !want)
		}
		if listed := slices.Contains(strings.FieldsFunc(err.Error(), isNoMember), name); listed == want {
			t.Errorf("%s is listed: %t, by %v", name, listed, err)
		}
	}
}

// isNoMember reports whether a character can't be in the name of a member.
func isNoMember(r rune) bool { return r != '_' && !unicode.IsLower(r) }
