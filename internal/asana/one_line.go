package asana

import (
	"strings"
	"unicode"
)

// How many characters are shown of what others wrote.
const (
	// maxMessage is for Asana's own words and for errors of the network: they
	// are wanted in full, and none that is honest is longer.
	maxMessage = 2000
	// maxSnippet is for the beginning of a foreign answer.
	maxSnippet = 200
)

// OneLine returns the beginning of a text that others wrote, such as the name
// of a project, as one line that is safe to print: without control characters,
// and no longer than a number of characters.
func OneLine(s string, most int) string { return shorten(oneLine(s), most) }

func shorten(line string, most int) string {
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return line
}

// oneLine folds white space and drops control characters and broken UTF-8.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case isUnprintable(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// isUnprintable reports whether a character must not reach a terminal: it would
// control it, change the direction of the text, or stands for broken UTF-8.
func isUnprintable(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }
