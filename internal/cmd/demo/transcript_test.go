package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestTranscript_lines(t *testing.T) {
	t.Parallel()

	var out strings.Builder
	s := newTranscript(&out)
	s.heading(2, 9, "Plan")
	s.explain("The address is %s.", "here")
	s.line("asana", "200")
	s.line("terraform", "")

	const want = `
[2/9] Plan
  The address is here.
      asana | 200
  terraform |
`
	if out.String() != want {
		t.Errorf("transcript:\n%s\nwant:\n%s", out.String(), want)
	}
}

func TestLineWriter_linesFromPieces(t *testing.T) {
	t.Parallel()

	var out strings.Builder
	w := &lineWriter{transcript: newTranscript(&out), program: "tofu"}
	for _, piece := range []string{"Plan: ", "1 to add\r\n\nApply", " complete"} {
		fmt.Fprint(w, piece)
	}
	w.flush()
	w.flush()

	const want = `       tofu | Plan: 1 to add
       tofu |
       tofu | Apply complete
`
	if out.String() != want {
		t.Errorf("lines:\n%s\nwant:\n%s", out.String(), want)
	}
}

func TestTranscript_contains(t *testing.T) {
	t.Parallel()

	s := newTranscript(&strings.Builder{})
	s.line("terraform", "secret = (sensitive value)")
	if s.contains("opensesame") || s.contains("") {
		t.Error("the transcript claims to contain what was not printed")
	}
	s.explain("It is %s.", "opensesame")
	if !s.contains("opensesame") {
		t.Error("the transcript does not contain what was printed")
	}
}
