package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// writeFile writes the variables, one a line and nothing else. The file is whole
// as soon as it exists: whoever waits for it finds everything in it.
func (e *environment) writeFile(path string) error {
	if path == "" {
		return nil
	}
	var text strings.Builder
	for _, v := range e.variables {
		fmt.Fprintf(&text, "%s=%s\n", v.name, v.value)
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = temporary.WriteString(text.String())
	if closed := temporary.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temporary.Name()) // it is no use to anybody
	}
	return err
}

// removeFile removes the file, so that nobody reads that of a simulator that has ended.
func removeFile(path string) error {
	if path == "" {
		return nil
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}
