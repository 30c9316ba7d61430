package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

const (
	providerVersion = "0.1.0"
	providerSource  = "seed-a7d6d6c5/asana"
)

// The two engines complete a short source address with different hosts.
var registries = []string{"registry.terraform.io", "registry.opentofu.org"}

// workspace is the temporary folder in which everything happens.
type workspace struct {
	root   string // of the repository
	dir    string
	config string // folder with the configuration, where the engine runs
	mirror string // folder in which the engine finds the provider
	rc     string // the engine's own configuration
}

func newWorkspace(root string) (*workspace, error) {
	example, err := os.ReadFile(filepath.Join(root, "examples", "quickstart", "main.tf"))
	if err != nil {
		return nil, errors.New("examples/quickstart is not here: run the demo from the root of the repository")
	}
	dir, err := os.MkdirTemp("", "asana-demo-")
	if err != nil {
		return nil, err
	}
	w := &workspace{
		root:   root,
		dir:    dir,
		config: filepath.Join(dir, "quickstart"),
		mirror: filepath.Join(dir, "plugins"),
		rc:     filepath.Join(dir, "empty.tfrc"),
	}
	// Only the configuration: a state that somebody keeps beside it is none of ours.
	err = errors.Join(
		os.Mkdir(w.config, 0o700),
		os.WriteFile(filepath.Join(w.config, "main.tf"), example, 0o600),
		os.WriteFile(w.rc, nil, 0o600),
	)
	if err != nil {
		return nil, errors.Join(err, w.remove())
	}
	return w, nil
}

// build compiles the provider to where the engines look for it.
func (w *workspace) build(ctx context.Context) error {
	binary := filepath.Join(w.dir, w.binaryName())
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, ".")
	build.Dir = w.root
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, output)
	}
	for _, registry := range registries {
		path := w.providerPath(registry)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.Link(binary, path); err != nil {
			return err
		}
	}
	return nil
}

func (w *workspace) binaryName() string {
	name := "terraform-provider-asana_v" + providerVersion
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return name
}

// providerPath is where an engine expects the provider in a mirror on disk.
func (w *workspace) providerPath(registry string) string {
	platform := runtime.GOOS + "_" + runtime.GOARCH
	return filepath.Join(w.mirror, registry, filepath.FromSlash(providerSource), providerVersion, platform, w.binaryName())
}

func (w *workspace) remove() error {
	return os.RemoveAll(w.dir)
}
