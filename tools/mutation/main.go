// Command mutation shows which changes of the code no test notices.
//
// gremlins lists the mutants: conditions, arithmetic, signs, increments, logical
// operators, breaks and continues of the other kind. This program compiles each, runs
// the tests of its package and reports the mutants that survive. It does not use gremlins
// to run them, because gremlins leaves out conditions after case, counts mutants that
// don't compile as killed, and passes no flags to the tests.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"regexp"
	"slices"
)

// subject is a package whose mutants are tested.
type subject struct {
	dir   string // below the module
	limit int    // percent of the mutants that may survive
	// quick are flags of the tests for the first run, which leaves out what takes long.
	// What survives it has to survive all tests as well.
	quick []string
}

var subjects = []subject{
	{dir: "internal/handshake"},
	{dir: "internal/registration", quick: []string{"-test.short"}},
	{dir: "internal/asana", limit: 5, quick: []string{"-test.short", "-test.skip=^Test(ReadWebhook|Limit)_"}},
}

func main() {
	log.SetFlags(0)
	gremlins := flag.String("gremlins", "gremlins", "the program gremlins")
	root := flag.String("root", ".", "the module")
	list := flag.String("equivalent", "equivalent.txt", "the file with the equivalent mutants")
	files := flag.String("files", "", "a regular expression for the names of the files to mutate; empty for all")
	workers := flag.Int("workers", 2, "how many mutants are tested at a time")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: mutation [flags] [package ...]")
		flag.PrintDefaults()
	}
	flag.Parse()
	pattern, err := regexp.Compile(*files)
	if err != nil {
		log.Fatal(err)
	}
	known, err := readEquivalents(*list)
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	r := runner{root: *root, gremlins: *gremlins, workers: *workers, files: pattern, known: known, out: os.Stdout}
	results, err := r.run(ctx, chosen(flag.Args()))
	stop()
	good := report(os.Stdout, results)
	if err != nil {
		log.Fatalf("not all mutants were tested: %v", err)
	}
	if !good {
		os.Exit(1)
	}
}

// chosen returns the subjects with these folders, or all if there are none.
func chosen(dirs []string) []subject {
	if len(dirs) == 0 {
		return subjects
	}
	var found []subject
	for _, dir := range dirs {
		i := slices.IndexFunc(subjects, func(s subject) bool { return s.dir == dir })
		if i < 0 {
			log.Fatalf("%s is none of the packages whose mutants are tested", dir)
		}
		found = append(found, subjects[i])
	}
	return found
}
