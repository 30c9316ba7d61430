// Command prose checks the wording of what users read:
//
//	prose [-text] FILE|FOLDER...
//
// It reads Markdown files and templates, and in a folder all of them. It reports each
// phrase for which a rule has a plainer one, and each sentence that is too long.
package main

import (
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	text := flag.Bool("text", false, `check the code blocks in "text", too: they show messages`)
	flag.Parse()
	found, err := run(os.Stdout, *text, flag.Args())
	if err == nil && found > 0 {
		err = fmt.Errorf("%d phrases to change", found)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "prose:", err)
		os.Exit(1)
	}
}

// run checks all files at paths, and returns how many findings it has written.
func run(out io.Writer, text bool, paths []string) (int, error) {
	found := 0
	for _, path := range paths {
		files, err := documents(path)
		if err != nil {
			return found, err
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				return found, err
			}
			for _, f := range check(string(source), text) {
				fmt.Fprintf(out, "%s:%d: %s\n", filepath.ToSlash(file), f.line, f.message)
				found++
			}
		}
	}
	return found, nil
}

// documents returns path if it is a file, and otherwise the documents below it. Finding
// none is an error, because the check would then pass whatever the texts are.
func documents(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var files []string
	err = filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "node_modules":
			return fs.SkipDir
		case strings.HasSuffix(file, ".md"), strings.HasSuffix(file, ".md.tmpl"):
			files = append(files, file)
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s has no Markdown files", path)
	}
	return files, err
}
