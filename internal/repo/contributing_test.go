package repo

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// inBackticks matches what a text shows as code.
var inBackticks = regexp.MustCompile("`([^`]+)`")

// repositoryPath matches what the recipes call a file or a folder.
var repositoryPath = regexp.MustCompile(`^(cmd|examples|internal|templates|tools)/[a-z0-9_./-]+$`)

// The recipes name files, and functions and types in them, which are renamed now and then.
func TestContributing_recipesNameWhatExists(t *testing.T) {
	t.Parallel()
	_, recipes, _ := strings.Cut(readFile(t, "CONTRIBUTING.md"), "\n## Recipes\n")
	recipes, _, _ = strings.Cut(recipes, "\n## ")
	identifier := regexp.MustCompile(`^[A-Za-z_]*[a-z][A-Za-z_]*$`)
	names := 0
	for line := range strings.Lines(recipes) {
		code, identifiers := "", []string{}
		for _, match := range inBackticks.FindAllStringSubmatch(line, -1) {
			switch {
			case repositoryPath.MatchString(match[1]) && path.Ext(match[1]) != "":
				code += readFile(t, match[1])
			case identifier.MatchString(match[1]):
				identifiers = append(identifiers, match[1])
			}
		}
		for _, name := range identifiers {
			names++
			if code != "" && !regexp.MustCompile(`\b`+name+`\b`).MatchString(code) {
				t.Errorf("no file in this step has %s: %s", name, line)
			}
		}
	}
	if names < 20 {
		t.Errorf("only %d names found", names)
	}
}

// What the other chapters name exists, too.
func TestContributing_filesExist(t *testing.T) {
	t.Parallel()
	for _, match := range inBackticks.FindAllStringSubmatch(readFile(t, "CONTRIBUTING.md"), -1) {
		if !repositoryPath.MatchString(match[1]) {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(match[1]))); err != nil {
			t.Errorf("CONTRIBUTING.md names what does not exist: %v", err)
		}
	}
}

// The paragraph of a package names files of that package.
func TestContributing_packagesHaveTheirFiles(t *testing.T) {
	t.Parallel()
	_, chapter, _ := strings.Cut(readFile(t, "CONTRIBUTING.md"), "\n## Folders and packages\n")
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	packages := regexp.MustCompile("\\*\\*`([a-z/-]+)`\\*\\*").FindAllStringSubmatchIndex(chapter, -1)
	if len(packages) < 10 {
		t.Errorf("only %d packages found", len(packages))
	}
	for i, at := range packages {
		folder, end := chapter[at[2]:at[3]], len(chapter)
		if i+1 < len(packages) {
			end = packages[i+1][0]
		}
		for _, match := range inBackticks.FindAllStringSubmatch(chapter[at[1]:end], -1) {
			if path.Ext(match[1]) != ".go" || strings.Contains(match[1], "/") {
				continue
			}
			if files, err := filepath.Glob(filepath.Join(root, folder, match[1])); err != nil || len(files) == 0 {
				t.Errorf("%s has no file %s", folder, match[1])
			}
		}
	}
}

// The table below the steps of a creation names functions of internal/registration.
func TestContributing_stepsAreFunctions(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	for _, file := range []string{"attempt.go", "create.go", "creation.go", "find.go"} {
		code.WriteString(readFile(t, "internal/registration/"+file))
	}
	_, table, _ := strings.Cut(readFile(t, "CONTRIBUTING.md"), "| step | in `internal/registration` |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	names := regexp.MustCompile("`([A-Za-z]+)`").FindAllStringSubmatch(table, -1)
	if len(names) < 10 {
		t.Errorf("only %d functions found", len(names))
	}
	for _, name := range names {
		if !regexp.MustCompile(`(?m)^func (\([^)]*\) )?` + name[1] + `\(`).MatchString(code.String()) {
			t.Errorf("internal/registration has no function %s", name[1])
		}
	}
}
