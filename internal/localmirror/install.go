package localmirror

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// Install builds the provider from the repository at root and puts it into the mirror.
// The build reports its progress to progress.
//
// The version is the one on top of the change log. A build that differs from the one that
// is installed gets the next patch number instead of replacing it: lock files have the
// checksum of each version, and no engine accepts another build under the same number.
func (m Mirror) Install(ctx context.Context, root string, progress io.Writer) (version Version, err error) {
	first, err := changelogVersion(root)
	if err != nil {
		return Version{}, err
	}
	if err := os.MkdirAll(string(m), 0o755); err != nil {
		return Version{}, err
	}
	// On the file system of the mirror, because files are renamed only within one.
	temp, err := os.MkdirTemp(string(m), ".build-")
	if err != nil {
		return Version{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()

	built := filepath.Join(temp, "built")
	build := exec.CommandContext(ctx, "sh", "tools/build.sh", filepath.ToSlash(built), ".")
	build.Dir, build.Stderr = root, progress
	if err := build.Run(); err != nil {
		return Version{}, fmt.Errorf("building the provider: %w", err)
	}
	return m.add(built, first)
}

// add puts a build into the mirror, as the version first or a later patch of it.
func (m Mirror) add(built string, first Version) (Version, error) {
	version := first
	newest, isInstalled, err := m.newest(first)
	if err != nil {
		return Version{}, err
	}
	if isInstalled && newest.Patch >= first.Patch {
		if version = newest; !allEqual(built, m.Paths(newest)) {
			version.Patch++
		}
	}
	for _, path := range m.Paths(version) {
		if err := replace(path, built); err != nil {
			return Version{}, err
		}
	}
	return version, nil
}

// allEqual reports whether none of the files differs from source. One that is missing is
// added later.
func allEqual(source string, files []string) bool {
	want, err := os.ReadFile(source)
	if err != nil {
		return false
	}
	for _, file := range files {
		got, err := os.ReadFile(file)
		if !errors.Is(err, os.ErrNotExist) && !bytes.Equal(got, want) {
			return false
		}
	}
	return true
}

// replace puts a file with the content of source in the place of path. An engine that runs
// the old file goes on with it.
func replace(path, source string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	link := source + "-linked"
	if err := os.Link(source, link); err != nil {
		content, err := os.ReadFile(source) // a file system without links
		if err != nil {
			return err
		}
		if err := os.WriteFile(link, content, 0o755); err != nil {
			return err
		}
	}
	return os.Rename(link, path)
}
