package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// readEquivalents reads the mutants that do the same as the code, and why. Each has four
// lines, and there is an empty line between two:
//
//	internal/asana/page.go
//	- the line
//	+ the line with the change
//	Why that makes no difference.
//
// The reason may take more lines. Lines with # are comments.
func readEquivalents(file string) (map[mutantID]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	known := make(map[mutantID]string)
	var block []string
	for i, line := range append(strings.Split(string(text), "\n"), "") {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "#"):
		case line != "":
			block = append(block, line)
		case len(block) > 0:
			id, reason, err := parseEquivalent(block)
			if err == nil && known[id] != "" {
				err = errors.New("is listed twice")
			}
			if err != nil {
				return nil, fmt.Errorf("%s:%d: the mutant before this line %w", file, i+1, err)
			}
			known[id], block = reason, nil
		}
	}
	return known, nil
}

func parseEquivalent(block []string) (id mutantID, reason string, err error) {
	if len(block) < 4 {
		return id, "", errors.New("needs a file, the line, the changed line and a reason")
	}
	before, isBefore := strings.CutPrefix(block[1], "- ")
	after, isAfter := strings.CutPrefix(block[2], "+ ")
	if !isBefore || !isAfter {
		return id, "", errors.New(`needs a line that begins with "- " and then one with "+ "`)
	}
	return mutantID{block[0], before, after}, strings.Join(block[3:], " "), nil
}
