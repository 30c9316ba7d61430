package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func read(t *testing.T, text string) (map[mutantID]string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "equivalent.txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return readEquivalents(file)
}

func TestReadEquivalents(t *testing.T) {
	t.Parallel()
	got, err := read(t, "# A comment.\n\np/a.go\n- if a < b {\n+ if a <= b {\nThey are never the same,\nbecause of c.\n\n\np/b.go\n- n++\n+ n--\nNobody reads it.\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[mutantID{"p/a.go", "if a < b {", "if a <= b {"}] != "They are never the same, because of c." ||
		got[mutantID{"p/b.go", "n++", "n--"}] != "Nobody reads it." {
		t.Errorf("got %v", got)
	}
}

func TestReadEquivalents_wrong(t *testing.T) {
	t.Parallel()
	const good = "p/a.go\n- n++\n+ n--\nWhy.\n"
	for name, tc := range map[string]struct{ text, want string }{
		"no reason":      {"p/a.go\n- n++\n+ n--\n", ":4: the mutant before this line needs a file"},
		"no change":      {"p/a.go\n- n++\nWhy.\nAnd why.\n", `needs a line that begins with "- "`},
		"twice":          {good + "\n" + good, ":10: the mutant before this line is listed twice"},
		"without a line": {good + good, ""}, // all of it is the reason of the first
	} {
		_, err := read(t, tc.text)
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
	}
}

// The list of this repository can be read, and is about files that exist.
func TestReadEquivalents_list(t *testing.T) {
	t.Parallel()
	known, err := readEquivalents("equivalent.txt")
	if err != nil {
		t.Fatal(err)
	}
	for id := range known {
		text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(id.file)))
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(string(text), id.before) {
			t.Errorf("%s has no line %q", id.file, id.before)
		}
	}
}
