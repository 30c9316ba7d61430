package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// story prints what happens. Several speakers talk at once, a line each.
type story struct {
	mu   sync.Mutex
	out  io.Writer
	told strings.Builder
}

func newStory(out io.Writer) *story {
	return &story{out: out}
}

// heading opens a step.
func (s *story) heading(number, total int, title string) {
	s.print(fmt.Sprintf("\n[%d/%d] %s\n", number, total, title))
}

// tell is the narrator's voice.
func (s *story) tell(format string, args ...any) {
	s.print("  " + fmt.Sprintf(format, args...) + "\n")
}

// say prints a line in the name of a speaker.
func (s *story) say(speaker, line string) {
	s.print(strings.TrimRight(fmt.Sprintf("  %9s | %s", speaker, line), " ") + "\n")
}

func (s *story) print(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told.WriteString(text)
	io.WriteString(s.out, text)
}

// reveals reports whether a word has been printed that should not have been.
func (s *story) reveals(word string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return word != "" && strings.Contains(s.told.String(), word)
}

// voice is a program's output as lines of a speaker.
type voice struct {
	story   *story
	speaker string
	partial string
}

func (v *voice) Write(p []byte) (int, error) {
	lines := strings.Split(v.partial+string(p), "\n")
	v.partial = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		v.story.say(v.speaker, strings.TrimSuffix(line, "\r"))
	}
	return len(p), nil
}

// flush prints what stands after the last line break.
func (v *voice) flush() {
	if v.partial != "" {
		v.story.say(v.speaker, v.partial)
		v.partial = ""
	}
}
