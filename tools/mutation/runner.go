package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"sync"
	"time"
)

// outcome is what became of a mutant.
type outcome int

const (
	killed outcome = iota
	timedOut
	survived
	equivalent
	notCompiled // the compiler notices it
)

// result is what became of the mutants of a package.
type result struct {
	subject
	count     map[outcome]int
	survivors []mutant
	stale     []mutantID // listed as equivalent, and not among the mutants
}

// runner tests mutants.
type runner struct {
	root, gremlins string
	workers        int
	files          *regexp.Regexp
	known          map[mutantID]string
	out            io.Writer
}

// run tests the mutants of packages, one package after the other. With an error, it
// returns what it has found so far.
func (r *runner) run(ctx context.Context, subjects []subject) ([]result, error) {
	dir, err := os.MkdirTemp("", "mutation-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var results []result
	for _, s := range subjects {
		fmt.Fprintf(r.out, "%s: looking for mutants\n", s.dir)
		mutants, err := listMutants(ctx, r.gremlins, r.root, s.dir, r.files)
		if err != nil {
			return nil, err
		}
		tests, err := newTests(ctx, r.root, dir, s)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(r.out, "%s: %d mutants, each with at most %s for the tests\n", s.dir, len(mutants), tests.quickLimit.Round(time.Second))
		res, err := r.test(ctx, tests, mutants)
		if r.files.String() == "" {
			res.stale = stale(r.known, s.dir, mutants)
		}
		results = append(results, res)
		if err != nil {
			return results, err
		}
	}
	return results, nil
}

// test tests the mutants of a package, up to the first error.
func (r *runner) test(ctx context.Context, tests *tests, mutants []mutant) (result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	res := result{subject: tests.subject, count: make(map[outcome]int)}
	var mu sync.Mutex
	var wg sync.WaitGroup
	queue := make(chan mutant)
	for worker := range r.workers {
		wg.Go(func() {
			for m := range queue {
				what, err := equivalent, error(nil)
				if r.known[m.id()] == "" {
					what, err = tests.outcome(ctx, worker, m)
				}
				mu.Lock()
				switch {
				case err != nil:
					cancel(err)
				case what == survived:
					res.survivors = append(res.survivors, m)
					fmt.Fprintf(r.out, "survives: %s\n", describe(m))
					fallthrough
				default:
					res.count[what]++
				}
				mu.Unlock()
			}
		})
	}
	last := time.Now()
	for i, m := range mutants {
		if now := time.Now(); now.Sub(last) >= 10*time.Second {
			last = now
			fmt.Fprintf(r.out, "  %s: %d of %d\n", tests.subject.dir, i, len(mutants))
		}
		select {
		case queue <- m:
		case <-ctx.Done():
		}
	}
	close(queue)
	wg.Wait()
	return res, context.Cause(ctx)
}

// stale returns what is listed as equivalent in a package, and is not among its mutants.
func stale(known map[mutantID]string, dir string, mutants []mutant) []mutantID {
	exists := make(map[mutantID]bool)
	for _, m := range mutants {
		exists[m.id()] = true
	}
	var missing []mutantID
	for id := range known {
		if packageOf(id.file) == dir && !exists[id] {
			missing = append(missing, id)
		}
	}
	return missing
}
