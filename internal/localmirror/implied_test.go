package localmirror

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// TestInstallationConfigFiles writes each file that an engine reads, in turn.
func TestInstallationConfigFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the files have other names on Windows")
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "xdg"))
	named := filepath.Join(home, "named.tfrc")
	t.Setenv("TF_CLI_CONFIG_FILE", named)

	if files, err := InstallationConfigFiles(); err != nil || len(files) > 0 {
		t.Errorf("without files: %q, %v", files, err)
	}
	for _, file := range []string{
		filepath.Join(home, ".terraformrc"),
		filepath.Join(home, ".tofurc"),
		filepath.Join(home, ".terraform.d", "work.tfrc"),
		filepath.Join(home, "xdg", "opentofu", "tofurc"),
		named,
	} {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string][]string{
			"plugin_cache_dir = \"/cache\"\n# provider_installation {}\n":                  nil,
			"plugin_cache_dir = \"/cache\"\n\n  provider_installation {\n  direct {}\n}\n": {file},
		} {
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if files, err := InstallationConfigFiles(); err != nil || !slices.Equal(files, want) {
				t.Errorf("%s with %q: %q, %v, want %q", file, text, files, err, want)
			}
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}

func TestImplied(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("APPDATA", home)
	want := filepath.Join(home, ".terraform.d", "plugins")
	if runtime.GOOS == "windows" {
		want = filepath.Join(home, "terraform.d", "plugins")
	}
	if got, err := Implied(); err != nil || got != want {
		t.Errorf("Implied() = %q, %v, want %q", got, err, want)
	}
}
