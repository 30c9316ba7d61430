package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// transcript prints what happens. Several programs write to it at once, a line each.
type transcript struct {
	mu      sync.Mutex
	out     io.Writer
	printed strings.Builder
}

func newTranscript(out io.Writer) *transcript {
	return &transcript{out: out}
}

// heading opens a step.
func (t *transcript) heading(number, total int, title string) {
	t.print(fmt.Sprintf("\n[%d/%d] %s\n", number, total, title))
}

// explain prints a line of the demo itself.
func (t *transcript) explain(format string, args ...any) {
	t.print("  " + fmt.Sprintf(format, args...) + "\n")
}

// line prints a line of a program.
func (t *transcript) line(program, text string) {
	t.print(strings.TrimRight(fmt.Sprintf("  %9s | %s", program, text), " ") + "\n")
}

func (t *transcript) print(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.printed.WriteString(text)
	io.WriteString(t.out, text)
}

// contains reports whether a word was printed.
func (t *transcript) contains(word string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return word != "" && strings.Contains(t.printed.String(), word)
}

// lineWriter prints what a program writes, line by line.
type lineWriter struct {
	transcript *transcript
	program    string
	partial    string
}

func (w *lineWriter) Write(p []byte) (int, error) {
	lines := strings.Split(w.partial+string(p), "\n")
	w.partial = lines[len(lines)-1]
	for _, line := range lines[:len(lines)-1] {
		w.transcript.line(w.program, strings.TrimSuffix(line, "\r"))
	}
	return len(p), nil
}

// flush prints what stands after the last line break.
func (w *lineWriter) flush() {
	if w.partial != "" {
		w.transcript.line(w.program, w.partial)
		w.partial = ""
	}
}
