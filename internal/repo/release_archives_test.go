package repo

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.yaml.in/yaml/v4"
)

// TestRelease_archives shows that the registries get what they want: archives
// named after the provider, with its binary and nothing else to run. The
// simulator is in archives of its own.
func TestRelease_archives(t *testing.T) {
	t.Parallel()
	var config struct {
		Builds []struct {
			ID, Main, Binary string
			Goos, Goarch     []string
		}
		Archives []struct {
			IDs          []string `yaml:"ids"`
			NameTemplate string   `yaml:"name_template"`
			Formats      []string
		}
	}
	if err := yaml.Unmarshal([]byte(readFile(t, ".goreleaser.yml")), &config); err != nil {
		t.Fatal(err)
	}
	if len(config.Builds) != 2 || len(config.Archives) != 2 {
		t.Fatalf("%d builds and %d archives, want 2 and 2", len(config.Builds), len(config.Archives))
	}
	for i, want := range []struct{ id, main, binary, name string }{
		{"provider", "", "{{ .ProjectName }}_v{{ .Version }}", "{{ .ProjectName }}_{{ .Version }}_{{ .Os }}_{{ .Arch }}"},
		{"simulator", "./cmd/asana-simulator", "asana-simulator", "asana-simulator_{{ .Version }}_{{ .Os }}_{{ .Arch }}"},
	} {
		build, archive := config.Builds[i], config.Archives[i]
		if build.ID != want.id || build.Main != want.main || build.Binary != want.binary {
			t.Errorf("build %+v, want %+v", build, want)
		}
		if !slices.Equal(archive.IDs, []string{want.id}) || archive.NameTemplate != want.name || !slices.Equal(archive.Formats, []string{"zip"}) {
			t.Errorf("archive %+v, want %+v", archive, want)
		}
		if !slices.Equal(build.Goos, config.Builds[0].Goos) || !slices.Equal(build.Goarch, config.Builds[0].Goarch) || len(build.Goos) == 0 {
			t.Errorf("%s is for %v on %v", want.id, build.Goos, build.Goarch)
		}
		if _, err := os.Stat(filepath.Join(root, build.Main)); build.Main != "" && err != nil {
			t.Error(err)
		}
	}
}
