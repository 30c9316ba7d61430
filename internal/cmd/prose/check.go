package main

import (
	"fmt"
	"regexp"
	"strings"
)

// finding is a phrase or a sentence that should change.
type finding struct {
	line    int
	message string
}

// check returns the findings in a Markdown document. A paragraph is one line in the
// documents of this repository, so each line is checked by itself.
func check(source string, text bool) []finding {
	var all []finding
	for i, line := range prose(source, text) {
		for _, message := range checkLine(line) {
			all = append(all, finding{line: i + 1, message: message})
		}
	}
	return all
}

// fence opens or closes a code block, also one inside a list.
var fence = regexp.MustCompile("^ *(```+|~~~+) *([a-z]*)")

// prose returns the lines of a document, and an empty string for each line of code.
// With text, code blocks in "text" are prose, too.
func prose(source string, text bool) []string {
	lines := strings.Split(source, "\n")
	opened, isCode := "", false
	for i, line := range lines {
		marker, language := "", ""
		if match := fence.FindStringSubmatch(line); match != nil {
			marker, language = match[1], match[2]
		}
		switch {
		case marker != "" && opened == "":
			opened, isCode = marker, !text || language != "text"
			lines[i] = ""
		case marker != "" && marker == opened && language == "":
			opened, isCode = "", false
			lines[i] = ""
		case isCode, opened == "" && strings.HasPrefix(line, "    "):
			lines[i] = ""
		}
	}
	return lines
}

// exempt is what a line has besides words: inline code, the targets of links, HTML,
// URLs, and the actions of templates.
var exempt = regexp.MustCompile("`[^`]+`|\\]\\([^)]*\\)|<[^>]+>|https?://\\S*[^\\s.,:;)]|\\{\\{.*?\\}\\}")

// maxWords is the limit for a sentence, or for a part of it that can stand alone. Most
// should be shorter: about twenty words.
const maxWords = 30

// aside is what a sentence can have much of without being hard to read: values, and
// remarks in parentheses.
var aside = regexp.MustCompile(`"[^"]*",?|\([^)]*\),?`)

// end is the end of a sentence, of a part that can stand alone, or of a table cell.
var end = regexp.MustCompile(`[.:;?!]["*)]*(\s|$)|\|`)

func checkLine(line string) []string {
	// The placeholder counts as one word of a sentence, and matches no rule by itself.
	line = exempt.ReplaceAllString(line, "§")
	var found []string
	for _, r := range rules {
		for _, phrase := range r.pattern.FindAllString(line, -1) {
			found = append(found, fmt.Sprintf("%q: %s", strings.TrimSpace(phrase), r.advice))
		}
	}
	for _, sentence := range end.Split(aside.ReplaceAllString(line, ""), -1) {
		if words := strings.Fields(sentence); len(words) > maxWords {
			found = append(found, fmt.Sprintf("%q...: %d words, split the sentence", strings.Join(words[:4], " "), len(words)))
		}
	}
	return found
}
