// Command vet runs the analyzers of go vet for every platform that goreleaser's
// configuration names.
//
// It loads all dependencies from source. go vet would compile them once for each
// platform, which takes about eight times as long.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

func main() {
	log.SetFlags(0)
	config := flag.String("config", ".goreleaser.yml", "goreleaser's configuration")
	dir := flag.String("dir", ".", "the module to check")
	flag.Parse()
	platforms, err := releasedPlatforms(*config)
	if err != nil {
		log.Fatal(err)
	}
	failed := false
	for i, p := range platforms {
		fmt.Printf("vet %d/%d %s\n", i+1, len(platforms), p)
		if err := vet(os.Stderr, *dir, p); err != nil {
			log.Printf("%s: %v", p, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

// vet checks all packages below dir, tests included, for one platform. It writes what is
// wrong to out.
func vet(out io.Writer, dir string, p platform) error {
	config := &packages.Config{
		Mode:  packages.LoadAllSyntax,
		Dir:   dir,
		Env:   append(os.Environ(), "GOOS="+p.OS, "GOARCH="+p.Arch, "CGO_ENABLED=0"),
		Tests: true,
	}
	loaded, err := packages.Load(config, "./...")
	if err != nil {
		return err
	}
	if printErrors(out, loaded) {
		return errors.New("does not compile")
	}
	graph, err := checker.Analyze(suite, loaded, nil)
	if err != nil {
		return err
	}
	var found bytes.Buffer
	if err := graph.PrintText(&found, -1); err != nil {
		return err
	}
	if found.Len() > 0 {
		_, err := found.WriteTo(out)
		return errors.Join(errors.New("go vet finds something"), err)
	}
	return nil
}

// printErrors writes each error of each package once, and reports whether there were any.
func printErrors(out io.Writer, loaded []*packages.Package) bool {
	printed := map[string]bool{}
	packages.Visit(loaded, nil, func(p *packages.Package) {
		for _, err := range p.Errors {
			if text := err.Error(); !printed[text] {
				fmt.Fprintln(out, text)
				printed[text] = true
			}
		}
	})
	return len(printed) > 0
}
