package localmirror

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
)

// Implied returns the directory that both engines search for providers without any
// configuration. Each searches further ones, but not the same.
func Implied() (string, error) {
	if runtime.GOOS == "windows" {
		dir, err := os.UserConfigDir() // %APPDATA%
		return filepath.Join(dir, "terraform.d", "plugins"), err
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".terraform.d", "plugins"), err
}

var installationBlock = regexp.MustCompile(`(?m)^[ \t]*provider_installation\b`)

// InstallationConfigFiles returns the engines' own configuration files that
// have a provider_installation block. With one, an engine searches only the
// places that the block names.
func InstallationConfigFiles() ([]string, error) {
	files, err := configFiles()
	if err != nil {
		return nil, err
	}
	var found []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		if installationBlock.Match(text) {
			found = append(found, file)
		}
	}
	return found, nil
}

// configFiles returns where engines look for configuration of their own.
func configFiles() ([]string, error) {
	implied, err := Implied()
	if err != nil {
		return nil, err
	}
	data := filepath.Dir(implied)
	files, err := filepath.Glob(filepath.Join(data, "*.tfrc"))
	if err != nil {
		return nil, err
	}
	names := []string{".terraformrc", ".tofurc"}
	if runtime.GOOS == "windows" {
		names = []string{"terraform.rc", "tofu.rc"}
	}
	for _, name := range names {
		files = append(files, filepath.Join(filepath.Dir(data), name))
	}
	if dir := os.Getenv("XDG_CONFIG_HOME"); dir != "" {
		files = append(files, filepath.Join(dir, "opentofu", "tofurc"))
	}
	if file := os.Getenv("TF_CLI_CONFIG_FILE"); file != "" {
		files = append(files, file)
	}
	return files, nil
}
