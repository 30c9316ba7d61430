package provider

import (
	"strconv"
	"strings"
)

// enumeration joins parts of a sentence: "a, b and c".
func enumeration(parts []string) string {
	last := len(parts) - 1
	if last < 1 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

// quoted is the enumeration of strings in quotation marks.
func quoted(words []string) string {
	var parts []string
	for _, word := range words {
		parts = append(parts, strconv.Quote(word))
	}
	return enumeration(parts)
}
