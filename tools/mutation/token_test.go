package main

import (
	"strings"
	"testing"
)

func TestMutate(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		line   string // ^ stands before the token
		kind   string
		change string
	}{
		{"\tif a ^== b {", "CONDITIONALS_NEGATION", "if a != b {"},
		{"\tif a ^>= b {", "CONDITIONALS_BOUNDARY", "if a > b {"},
		{"\tif a ^> b {", "CONDITIONALS_BOUNDARY", "if a >= b {"},
		{"\tif a < b ^&& b < c && d {", "INVERT_LOGICAL", "if a < b || b < c && d {"},
		{"\tif a < b && b < c ^&& d {", "INVERT_LOGICAL", "if a < b && b < c || d {"},
		{"\tn^++", "INCREMENT_DECREMENT", "n--"},
		{"\tn ^+= 2", "INVERT_ASSIGNMENTS", "n -= 2"},
		{"\tn ^+= 2", "REMOVE_SELF_ASSIGNMENTS", "n = 2"},
		{"\tn ^&^= 2", "REMOVE_SELF_ASSIGNMENTS", "n = 2"},
		{"\treturn ^-1", "INVERT_NEGATIVES", "return +1"},
		{"\t^continue", "INVERT_LOOPCTRL", "break"},
	} {
		before, after, _ := strings.Cut(tc.line, "^")
		source := "package p\n\n" + before + after + "\n}\n"
		m, err := mutate([]byte(source), mutant{file: "p/p.go", line: 3, column: len(before) + 1, kind: tc.kind})
		if err != nil {
			t.Errorf("%s: %v", tc.line, err)
			continue
		}
		if m.before != strings.TrimSpace(before+after) || m.after != tc.change {
			t.Errorf("%s: becomes %q, was %q", tc.line, m.after, m.before)
		}
		if want := strings.Replace(source, m.before, m.after, 1); string(m.source) != want {
			t.Errorf("%s: the file is %q, want %q", tc.line, m.source, want)
		}
	}
}

// What gremlins says may be about another version of the file.
func TestMutate_otherSource(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]mutant{
		"no line 5":   {line: 5, column: 1},
		"no column 9": {line: 1, column: 9},
		"begins with": {line: 1, column: 3, kind: "CONDITIONALS_NEGATION"},
		"unheard of":  {line: 1, column: 5, kind: "unheard of"},
	} {
		if _, err := mutate([]byte("if a < b\n"), m); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}
