package provider_test

import (
	"os"
	"path/filepath"
	"testing"
)

// example reads a file that the documentation shows.
func example(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "examples", filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
