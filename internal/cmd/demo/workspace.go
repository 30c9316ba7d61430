package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/localmirror"
)

// workspace is the temporary directory in which everything happens.
type workspace struct {
	root   string // of the repository
	dir    string
	config string // directory with the configuration, where the engine runs
	mirror localmirror.Mirror
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
		mirror: localmirror.Mirror(filepath.Join(dir, "plugins")),
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

func (w *workspace) remove() error {
	return os.RemoveAll(w.dir)
}
