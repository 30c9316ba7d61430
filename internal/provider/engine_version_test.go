package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// engineVersion asks the engine what it is: Terraform or not, and which 1.x.
var engineVersion = sync.OnceValues(func() (engineRelease, error) {
	out, err := exec.CommandContext(context.Background(), engine(), "version", "-json").Output()
	if err != nil {
		return engineRelease{}, err
	}
	var version struct {
		Number string `json:"terraform_version"`
	}
	if err := json.Unmarshal(out, &version); err != nil {
		return engineRelease{}, err
	}
	text, err := exec.CommandContext(context.Background(), engine(), "version").Output()
	if err != nil {
		return engineRelease{}, err
	}
	release := engineRelease{tofu: strings.HasPrefix(string(text), "OpenTofu")}
	_, err = fmt.Sscanf(version.Number, "1.%d.", &release.minor)
	return release, err
})

type engineRelease struct {
	tofu  bool
	minor int
}

// needsEngine skips a test on engines that are too old for it.
func needsEngine(t *testing.T, what string, terraform, tofu int) {
	t.Helper()
	skipUnlessAcceptance(t)
	release, err := engineVersion()
	if err != nil {
		t.Fatal(err)
	}
	if release.tofu && release.minor < tofu || !release.tofu && release.minor < terraform {
		t.Skipf("%s need Terraform 1.%d or OpenTofu 1.%d", what, terraform, tofu)
	}
}

func needsWriteOnly(t *testing.T) {
	t.Helper()
	needsEngine(t, "ephemeral resources and write-only arguments", 11, 11)
}

func needsMoves(t *testing.T) {
	t.Helper()
	needsEngine(t, "moves between types", 8, 10)
}

// needsTerraform is for what OpenTofu does not have.
func needsTerraform(t *testing.T, what string, minor int) {
	t.Helper()
	skipUnlessAcceptance(t)
	release, err := engineVersion()
	if err != nil {
		t.Fatal(err)
	}
	if release.tofu || release.minor < minor {
		t.Skipf("%s need Terraform 1.%d", what, minor)
	}
}
