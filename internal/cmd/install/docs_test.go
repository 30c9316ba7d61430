package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocs_sayHowToInstall shows that whoever is told to run terraform init is told to
// install the provider before, because no registry has it.
func TestDocs_sayHowToInstall(t *testing.T) {
	t.Parallel()
	pages := append(glob(t, "examples/*/README.md"), glob(t, "README.md")...)
	for _, page := range pages {
		before, _, isTold := strings.Cut(read(t, page), "terraform init\n")
		if isTold && !strings.Contains(before, "`make install`") {
			t.Errorf("%s has terraform init, and no make install before it", page)
		}
	}
}

// TestDocs_version shows that the README has the version that make install installs first.
func TestDocs_version(t *testing.T) {
	t.Parallel()
	top := regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+)`).FindStringSubmatch(read(t, glob(t, "CHANGELOG.md")[0]))
	if readme := read(t, glob(t, "README.md")[0]); top == nil || !strings.Contains(readme, "[CHANGELOG.md](CHANGELOG.md), now "+top[1]+",") {
		t.Errorf("the README does not say that %q is installed", top)
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no such file, %v", pattern, err)
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
