package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestStory_speakersInTurn(t *testing.T) {
	t.Parallel()

	var out strings.Builder
	s := newStory(&out)
	s.heading(2, 9, "Plan")
	s.tell("The address is %s.", "here")
	s.say("asana", "200")
	s.say("terraform", "")

	const want = `
[2/9] Plan
  The address is here.
      asana | 200
  terraform |
`
	if out.String() != want {
		t.Errorf("story:\n%s\nwant:\n%s", out.String(), want)
	}
}

func TestVoice_linesFromPieces(t *testing.T) {
	t.Parallel()

	var out strings.Builder
	v := &voice{story: newStory(&out), speaker: "tofu"}
	for _, piece := range []string{"Plan: ", "1 to add\r\n\nApply", " complete"} {
		fmt.Fprint(v, piece)
	}
	v.flush()
	v.flush()

	const want = `       tofu | Plan: 1 to add
       tofu |
       tofu | Apply complete
`
	if out.String() != want {
		t.Errorf("voice:\n%s\nwant:\n%s", out.String(), want)
	}
}

func TestStory_reveals(t *testing.T) {
	t.Parallel()

	s := newStory(&strings.Builder{})
	s.say("terraform", "secret = (sensitive value)")
	if s.reveals("opensesame") || s.reveals("") {
		t.Error("the story claims to reveal what it did not say")
	}
	s.tell("It is %s.", "opensesame")
	if !s.reveals("opensesame") {
		t.Error("the story does not notice what it said")
	}
}
