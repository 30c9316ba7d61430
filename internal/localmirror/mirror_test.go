package localmirror

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// TestMirror_Paths holds the paths against the address that the provider serves.
func TestMirror_Paths(t *testing.T) {
	t.Parallel()
	got := Mirror("plugins").Paths(Version{0, 1, 2})
	name := "terraform-provider-asana_v0.1.2"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	want := filepath.Join("plugins", filepath.FromSlash(provider.Address), "0.1.2", runtime.GOOS+"_"+runtime.GOARCH, name)
	if len(got) != 2 || got[0] != want || got[1] != strings.Replace(want, "terraform.io", "opentofu.org", 1) {
		t.Errorf("paths %q, want %q and the same for OpenTofu", got, want)
	}
}

func TestMirror_add(t *testing.T) {
	t.Parallel()
	mirror := Mirror(t.TempDir())
	steps := []struct {
		content string
		first   Version
		want    Version
	}{
		{"one", Version{0, 1, 0}, Version{0, 1, 0}},
		{"one", Version{0, 1, 0}, Version{0, 1, 0}},
		{"two", Version{0, 1, 0}, Version{0, 1, 1}},
		{"two", Version{0, 1, 0}, Version{0, 1, 1}},
		{"one", Version{0, 1, 0}, Version{0, 1, 2}}, // lock files go on to the newest
		{"one", Version{0, 2, 0}, Version{0, 2, 0}},
		{"three", Version{0, 2, 5}, Version{0, 2, 5}},
		{"four", Version{0, 1, 1}, Version{0, 1, 3}},
		{"four", Version{1, 2, 0}, Version{1, 2, 0}},
	}
	for _, step := range steps {
		got, err := mirror.add(build(t, step.content), step.first)
		if err != nil || got != step.want {
			t.Errorf("add(%q, %s) = %s, %v, want %s", step.content, step.first, got, err, step.want)
		}
		for _, path := range mirror.Paths(got) {
			if content, err := os.ReadFile(path); err != nil || string(content) != step.content {
				t.Errorf("%s has %q, %v, want %q", path, content, err, step.content)
			}
		}
	}
	// What was installed first is as it was.
	if content, err := os.ReadFile(mirror.Paths(Version{0, 1, 0})[0]); err != nil || string(content) != "one" {
		t.Errorf("0.1.0 has %q, %v", content, err)
	}
}

// TestMirror_add_doesNotWriteIntoFiles shows that a provider that runs is not disturbed.
func TestMirror_add_doesNotWriteIntoFiles(t *testing.T) {
	t.Parallel()
	mirror := Mirror(t.TempDir())
	var files []os.FileInfo
	for range 2 {
		version, err := mirror.add(build(t, "one"), Version{0, 1, 0})
		if err != nil {
			t.Fatal(err)
		}
		file, err := os.Stat(mirror.Paths(version)[0])
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if os.SameFile(files[0], files[1]) {
		t.Error("the second build was written into the file of the first")
	}
}

// build returns the path of a new file.
func build(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "built")
	if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMirror_Uninstall(t *testing.T) {
	t.Parallel()
	mirror := Mirror(t.TempDir())
	other := filepath.Join(string(mirror), "registry.terraform.io", "example", "example")
	for _, dir := range append(mirror.Paths(Version{0, 1, 0}), other) {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := mirror.Uninstall(); err != nil {
		t.Fatal(err)
	}
	var left []string
	err := filepath.WalkDir(string(mirror), func(path string, _ os.DirEntry, err error) error {
		left = append(left, path)
		return err
	})
	if err != nil || !slices.Equal(left, []string{string(mirror), filepath.Dir(filepath.Dir(other)), filepath.Dir(other), other}) {
		t.Errorf("left behind: %q, %v", left, err)
	}
	if err := mirror.Uninstall(); err != nil {
		t.Errorf("once more: %v", err)
	}
}

func TestChangelogVersion(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		changelog string
		want      Version
		ok        bool
	}{
		"unreleased":        {"## 0.2.0 (Unreleased)\n\n## 0.1.0 (November 24, 2026)\n", Version{0, 2, 0}, true},
		"released":          {"## 1.12.3 (November 24, 2026)\n", Version{1, 12, 3}, true},
		"release candidate": {"## 0.1.0-rc.1 (November 17, 2026)\n", Version{0, 1, 0}, true},
		"nothing":           {"Changes\n", Version{}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			if err := os.WriteFile(filepath.Join(root, "CHANGELOG.md"), []byte(test.changelog), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := changelogVersion(root); got != test.want || (err == nil) != test.ok {
				t.Errorf("top = %s, %v, want %s", got, err, test.want)
			}
		})
	}
	if _, err := changelogVersion(t.TempDir()); err == nil || !strings.Contains(err.Error(), "root of the repository") {
		t.Errorf("without a change log: %v", err)
	}
}

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"0.1.10": true, "0.1": false, "0.1.0-rc.1": false, "0.1.0.0": false, "01.1.0": false, "": false, "index.json": false} {
		if v, ok := parseVersion(text); ok != want {
			t.Errorf("parseVersion(%q) = %s, %t", text, v, ok)
		}
	}
}
