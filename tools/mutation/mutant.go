package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// mutant is a change of one token.
type mutant struct {
	file         string // below the module, with slashes
	line, column int
	kind         string // as gremlins names it
	before       string // the line without white space around it
	after        string // the same line with the change
	source       []byte // the whole file with the change
}

// id identifies a mutant as long as its line has the same text.
func (m mutant) id() mutantID { return mutantID{m.file, m.before, m.after} }

type mutantID struct{ file, before, after string }

// kinds are the flags with which gremlins makes more than it does by itself. Bitwise
// operators are left out: most of them take an address, and none of these mutants
// compiles.
var kinds = []string{"--invert-logical", "--invert-loopctrl", "--invert-assignments", "--remove-self-assignments"}

// listMutants returns the mutants of a package, in the order of the source. Of two that
// change the same token into the same, it returns one.
func listMutants(ctx context.Context, gremlins, root, dir string, files *regexp.Regexp) ([]mutant, error) {
	temp, err := os.MkdirTemp("", "mutation-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(temp)
	output := filepath.Join(temp, "mutants.json")
	cmd := exec.CommandContext(ctx, gremlins, slices.Concat([]string{"unleash", "--dry-run", "--silent", "--output", output}, kinds, []string{"./" + dir})...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOFLAGS="+strings.TrimSpace(os.Getenv("GOFLAGS")+" -short -vet=off"))
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", gremlins, err, out)
	}
	found, err := os.ReadFile(output)
	if err != nil {
		return nil, err
	}
	return parseMutants(found, root, dir, files)
}

// parseMutants reads what gremlins found.
func parseMutants(found []byte, root, dir string, files *regexp.Regexp) ([]mutant, error) {
	var result struct {
		Files []struct {
			Name      string `json:"file_name"`
			Mutations []struct {
				Type   string `json:"type"`
				Line   int    `json:"line"`
				Column int    `json:"column"`
			} `json:"mutations"`
		} `json:"files"`
	}
	if err := json.Unmarshal(found, &result); err != nil {
		return nil, err
	}
	var mutants []mutant
	for _, f := range result.Files {
		if !files.MatchString(f.Name) {
			continue
		}
		file := dir + "/" + f.Name
		source, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
		if err != nil {
			return nil, err
		}
		for _, found := range f.Mutations {
			m, err := mutate(source, mutant{file: file, line: found.Line, column: found.Column, kind: found.Type})
			if err != nil {
				return nil, err
			}
			mutants = append(mutants, m)
		}
	}
	slices.SortFunc(mutants, func(a, b mutant) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column), cmp.Compare(a.kind, b.kind))
	})
	return slices.CompactFunc(mutants, func(a, b mutant) bool { return a.file == b.file && bytes.Equal(a.source, b.source) }), nil
}
