package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// treeLine matches a folder or a file in a tree: the indentation, and the name.
var treeLine = regexp.MustCompile(`(?m)^(│ {3})?[├└]── (\S+)`)

// checkTree holds a tree of the repository against its folders: it shows each package
// below internal, and nothing that does not exist.
func checkTree(t *testing.T, block codeBlock) {
	t.Helper()
	shown := make(map[string]bool)
	for _, match := range treeLine.FindAllStringSubmatch(block.text, -1) {
		path := filepath.Join(root, match[2])
		if match[1] != "" {
			path = filepath.Join(root, "internal", match[2])
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: the tree shows what does not exist: %v", block.where, err)
		}
		shown[path] = true
	}
	packages, err := filepath.Glob(filepath.Join(root, "internal", "*"))
	if err != nil || len(packages) == 0 {
		t.Fatalf("no packages found: %v", err)
	}
	for _, path := range packages {
		if !shown[path] {
			t.Errorf("%s: the tree lacks %s", block.where, path)
		}
	}
}
