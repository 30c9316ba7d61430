package main

import (
	"bytes"
	"fmt"
	"strings"
)

// replacements has for each kind of mutant what becomes of a token. It is the table of
// gremlins, which names the token's place only.
var replacements = map[string]map[string]string{
	"ARITHMETIC_BASE":         {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*"},
	"CONDITIONALS_BOUNDARY":   {">=": ">", ">": ">=", "<=": "<", "<": "<="},
	"CONDITIONALS_NEGATION":   {"==": "!=", "!=": "==", ">=": "<", ">": "<=", "<=": ">", "<": ">="},
	"INCREMENT_DECREMENT":     {"++": "--", "--": "++"},
	"INVERT_ASSIGNMENTS":      {"+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=", "%=": "*="},
	"INVERT_LOGICAL":          {"&&": "||", "||": "&&"},
	"INVERT_LOOPCTRL":         {"break": "continue", "continue": "break"},
	"INVERT_NEGATIVES":        {"-": "+"},
	"REMOVE_SELF_ASSIGNMENTS": {"+=": "=", "-=": "=", "*=": "=", "/=": "=", "%=": "=", "&=": "=", "|=": "=", "^=": "=", "<<=": "=", ">>=": "=", "&^=": "="},
}

// mutate makes the change that a mutant is.
func mutate(source []byte, m mutant) (mutant, error) {
	start := 0
	for range m.line - 1 {
		end := bytes.IndexByte(source[start:], '\n')
		if end < 0 {
			return m, fmt.Errorf("%s has no line %d", m.file, m.line)
		}
		start += end + 1
	}
	line, _, _ := strings.Cut(string(source[start:]), "\n")
	at := m.column - 1
	if at < 0 || at >= len(line) {
		return m, fmt.Errorf("%s:%d has no column %d", m.file, m.line, m.column)
	}
	token := ""
	for candidate := range replacements[m.kind] {
		if strings.HasPrefix(line[at:], candidate) && len(candidate) > len(token) {
			token = candidate
		}
	}
	if token == "" {
		return m, fmt.Errorf("%s:%d:%d: %q begins with no token of the kind %s", m.file, m.line, m.column, line[at:], m.kind)
	}
	changed := line[:at] + replacements[m.kind][token] + line[at+len(token):]
	m.before, m.after = strings.TrimSpace(line), strings.TrimSpace(changed)
	m.source = bytes.Join([][]byte{source[:start], []byte(changed), source[start+len(line):]}, nil)
	return m, nil
}
