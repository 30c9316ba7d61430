// Package repo tests the repository as a whole: the binary, and what releases, the registries
// and the workflows make of it.
package repo

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// root is the repository as seen from this folder.
const root = "../.."

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRelease_manifest shows that the registries are told the protocol that
// TestStart sees the binary speak.
func TestRelease_manifest(t *testing.T) {
	t.Parallel()
	var manifest struct {
		Version  int `json:"version"`
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	decoder := json.NewDecoder(strings.NewReader(readFile(t, "terraform-registry-manifest.json")))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&manifest); err != nil {
		t.Fatal(err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.ProtocolVersions, []string{"6.0"}) {
		t.Errorf("the manifest says %+v", manifest)
	}
}

// TestRelease_checkedWithItsOwnGoreleaser shows that make release-check and the
// workflow that releases use the same goreleaser.
func TestRelease_checkedWithItsOwnGoreleaser(t *testing.T) {
	t.Parallel()
	checked := regexp.MustCompile(`goreleaser/goreleaser/v2 (v\S+)`).FindStringSubmatch(readFile(t, "tools/goreleaser/go.mod"))
	released := regexp.MustCompile(`(?s)goreleaser-action@.*?version: (v\S+)`).FindStringSubmatch(readFile(t, ".github/workflows/release.yml"))
	if checked == nil || released == nil || checked[1] != released[1] {
		t.Errorf("checked with %q, released with %q", checked, released)
	}
}

// TestRelease_changelogHeadings keeps to the form that tools/release-notes.sh,
// and whoever reads change logs of providers, expects.
func TestRelease_changelogHeadings(t *testing.T) {
	t.Parallel()
	version := regexp.MustCompile(`^## \d+\.\d+\.\d+(-rc\.[1-9]\d*)? \((Unreleased|[A-Z][a-z]+ \d{1,2}, 20\d\d)\)$`)
	kind := regexp.MustCompile(`^(BREAKING CHANGES|NOTES|DEPRECATIONS|FEATURES|ENHANCEMENTS|BUG FIXES|SECURITY):$`)
	versions := 0
	for i, line := range strings.Split(strings.TrimSpace(readFile(t, "CHANGELOG.md")), "\n") {
		switch {
		case version.MatchString(line):
			versions++
			if strings.Contains(line, "Unreleased") && versions > 1 {
				t.Errorf("line %d: only the topmost version can be unreleased", i+1)
			}
		case line == "", kind.MatchString(line), strings.HasPrefix(line, "* "):
		default:
			t.Errorf("line %d is neither a version, a kind of change, nor a change: %s", i+1, line)
		}
	}
	if versions == 0 {
		t.Error("no version")
	}
}

// TestRelease_actionsArePinned shows that nobody but this repository decides
// which code of others its workflows run: a tag can be moved, a commit can't.
func TestRelease_actionsArePinned(t *testing.T) {
	t.Parallel()
	workflows, err := fs.Glob(os.DirFS(root), ".github/workflows/*.yml")
	if err != nil || len(workflows) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	uses := regexp.MustCompile(`(?m)^.*\buses: *(.*)$`)
	pinned := regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	versions := map[string]string{} // by action
	for _, name := range append(workflows, "examples/guides/running-in-automation/watch.yml", "examples/guides/simulator/ci.yml") {
		used := uses.FindAllStringSubmatch(readFile(t, name), -1)
		if len(used) == 0 {
			t.Errorf("%s uses no action", name)
		}
		for _, u := range used {
			action, version, _ := strings.Cut(u[1], "@")
			if !pinned.MatchString(u[1]) {
				t.Errorf("%s: %s is not pinned to a commit, with the version that it is", name, u[1])
			}
			if other, isKnown := versions[action]; isKnown && other != version {
				t.Errorf("%s: %s is at %s, and at %s elsewhere", name, action, version, other)
			}
			versions[action] = version
		}
	}
}

// TestRelease_dependabotKnowsAll shows that each file with dependencies of its
// own is one that dependabot keeps up to date.
func TestRelease_dependabotKnowsAll(t *testing.T) {
	t.Parallel()
	var config struct {
		Updates []struct {
			Ecosystem   string `yaml:"package-ecosystem"`
			Directory   string
			Directories []string
		}
	}
	if err := yaml.Unmarshal([]byte(readFile(t, ".github/dependabot.yml")), &config); err != nil {
		t.Fatal(err)
	}
	var known []string
	for _, update := range config.Updates {
		for _, dir := range append(update.Directories, update.Directory) {
			known = append(known, update.Ecosystem+" "+dir)
		}
	}
	ecosystems := map[string]string{"go.mod": "gomod", "package.json": "npm", "Dockerfile": "docker"}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git") {
			return fs.SkipDir
		}
		ecosystem, has := ecosystems[entry.Name()]
		if dir := "/" + strings.TrimPrefix(path.Dir(name), "."); err == nil && has && !slices.Contains(known, ecosystem+" "+dir) {
			t.Errorf("%s: dependabot knows nothing of it", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestRelease_versionInTheGuide shows that the constraint that people are told
// to write takes the version that the change log is at, and none that may break
// what works with it: before 1.0 that is the next minor version, then the next
// major one.
func TestRelease_versionInTheGuide(t *testing.T) {
	t.Parallel()
	latest := regexp.MustCompile(`(?m)^## ((\d+)\.\d+)\.\d+ `).FindStringSubmatch(readFile(t, "CHANGELOG.md"))
	pinned := regexp.MustCompile(`source += "(.*)"\n *version = "~> (.*)"`).FindStringSubmatch(readFile(t, "examples/guides/upgrading/versions.tf"))
	if latest == nil || pinned == nil {
		t.Fatalf("the guide pins %q, and the change log is at %q", pinned, latest)
	}
	want := latest[1]
	if latest[2] == "0" {
		want += ".0"
	}
	if pinned[2] != want || provider.Address != "registry.terraform.io/"+pinned[1] {
		t.Errorf("the guide pins ~> %s of %s, want ~> %s", pinned[2], pinned[1], want)
	}
}
