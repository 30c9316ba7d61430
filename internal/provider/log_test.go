package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// TestAccProvider_logsOnlyForReaders looks at what the provider writes for
// Terraform's log: nothing if there is none, for a large plan has a large one.
func TestAccProvider_logsOnlyForReaders(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the provider is started by a shell script here")
	}
	for variable, want := range map[string]bool{
		"":                       false,
		"TF_LOG=":                false,
		"TF_LOG=TRACE":           true,
		"TF_LOG_PROVIDER=DEBUG":  true,
		"TF_LOG_SDK_PROTO=TRACE": true,
	} {
		t.Run(variable, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.webhook(""))
			written := filepath.Join(t.TempDir(), "stderr")
			w.setenv("TF_CLI_CONFIG_FILE=" + listening(t, written))
			if variable != "" {
				w.setenv(variable, "TF_LOG_PATH="+filepath.Join(t.TempDir(), "log"))
			}
			w.apply(t)
			text, err := os.ReadFile(written)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(string(text), `"@module":"sdk.`); got != want {
				t.Errorf("framework's log: %t, want %t:\n%.1000s", got, want, text)
			}
		})
	}
}

// listening returns a configuration of Terraform's in which what the provider
// writes to its standard error also goes to a file.
func listening(t *testing.T, file string) string {
	t.Helper()
	dir := t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\nexec %q \"$@\" 2>>%q\n", filepath.Join(scratch, "terraform-provider-asana"), file)
	if err := os.WriteFile(filepath.Join(dir, "terraform-provider-asana"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "terraform.rc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", provider.Address, dir)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}
