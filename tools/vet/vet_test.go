package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestReleasedPlatforms(t *testing.T) {
	t.Parallel()
	config := write(t, t.TempDir(), "goreleaser.yml", `
builds:
  - goos: [linux, darwin]
    goarch: ["386", arm64]
    ignore: [{ goos: darwin, goarch: "386" }]
  - goos: [linux, windows]
    goarch: [arm64]
`)
	got, err := releasedPlatforms(config)
	if err != nil {
		t.Fatal(err)
	}
	want := []platform{{"linux", "386"}, {"linux", "arm64"}, {"darwin", "arm64"}, {"windows", "arm64"}}
	if !slices.Equal(got, want) {
		t.Errorf("platforms %v, want %v", got, want)
	}
}

func TestReleasedPlatforms_none(t *testing.T) {
	t.Parallel()
	if got, err := releasedPlatforms(write(t, t.TempDir(), "goreleaser.yml", "builds: []\n")); err == nil {
		t.Errorf("platforms %v of a configuration without builds", got)
	}
}

// TestReleasedPlatforms_ofThisRepository reads the real configuration.
func TestReleasedPlatforms_ofThisRepository(t *testing.T) {
	t.Parallel()
	got, err := releasedPlatforms(filepath.Join("..", "..", ".goreleaser.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []platform{{"linux", "386"}, {"windows", "amd64"}, {"darwin", "arm64"}} {
		if !slices.Contains(got, p) {
			t.Errorf("%s is not among %v", p, got)
		}
	}
}

func TestVet(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		file, code string
		platform   platform
		want       string // in what it prints, or empty where nothing is wrong
	}{
		"right": {"a.go", "const large = int64(1) << 40", platform{"linux", "386"}, ""},
		"a constant that is too large on 32 bits": {
			"a.go", "var large int = 1 << 40", platform{"linux", "386"}, "overflow",
		},
		"the same on 64 bits":   {"a.go", "var large int = 1 << 40", platform{"linux", "amd64"}, ""},
		"of another system":     {"a_windows.go", "var x int = true", platform{"linux", "amd64"}, ""},
		"of this system":        {"a_windows.go", "var x int = true", platform{"windows", "amd64"}, "cannot use true"},
		"in a test":             {"a_test.go", "var large int = 1 << 40", platform{"linux", "arm"}, "overflow"},
		"what an analyzer sees": {"a.go", "func f(x int) { x = x }", platform{"freebsd", "arm64"}, "self-assignment"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, "go.mod", "module example.com/a\n\ngo 1.26\n")
			write(t, dir, "doc.go", "package a\n")
			write(t, dir, test.file, fmt.Sprintf("package a\n\n%s\n", test.code))
			var out strings.Builder
			err := vet(&out, dir, test.platform)
			if (err != nil) != (test.want != "") || !strings.Contains(out.String(), test.want) {
				t.Errorf("vet: %v, and it prints %q, want %q", err, out.String(), test.want)
			}
		})
	}
}

// write makes a file and returns its path.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
