package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"gotest.tools/gotestsum/testjson"
)

// report prints what go test does, as its events come.
type report struct {
	execution *testjson.Execution
	module    string

	mu      sync.Mutex
	out     io.Writer
	started time.Time
	printed time.Time         // when the last line was printed
	running map[string]int    // finished tests of each package that runs
	done    int               // finished tests
	seeds   map[string]string // by package, with which its tests were shuffled
}

func newReport(out io.Writer, module string) *report {
	now := time.Now()
	return &report{module: module, out: out, started: now, printed: now, running: map[string]int{}, seeds: map[string]string{}}
}

// Event is called for each event of go test -json.
func (r *report) Event(event testjson.TestEvent, _ *testjson.Execution) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if event.Action == testjson.ActionBuild {
		return nil // an error of the compiler, for later
	}
	if event.PackageEvent() {
		r.packageEvent(event)
		return nil
	}
	if event.Action.IsTerminal() {
		r.done++
		r.running[event.Package]++
		if event.Action == testjson.ActionFail && !testjson.TestName(event.Test).IsSubTest() {
			r.print(fmt.Sprintf("FAIL %s %s\n", r.relative(event.Package), event.Test))
		}
	}
	return nil
}

func (r *report) packageEvent(event testjson.TestEvent) {
	switch {
	case event.Action == "start":
		r.running[event.Package] = 0
	case event.Action.IsTerminal():
		delete(r.running, event.Package)
	case strings.HasPrefix(event.Output, "ok  \t"), strings.HasPrefix(event.Output, "FAIL\t"):
		r.print(event.Output)
	default:
		if seed, ok := strings.CutPrefix(event.Output, "-test.shuffle "); ok {
			r.seeds[event.Package] = strings.TrimSpace(seed)
		}
	}
}

// Err is called for each line that is no event: of go itself, or of a program that a test
// has left behind.
func (r *report) Err(text string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.print(text + "\n")
	return nil
}

func (r *report) print(text string) {
	r.printed = time.Now()
	io.WriteString(r.out, text)
}

// reportProgress prints a line where nothing else was printed for a while.
func (r *report) reportProgress(done <-chan struct{}) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case now := <-ticker.C:
			r.mu.Lock()
			if now.Sub(r.printed) >= silence {
				r.print(r.progress(now))
			}
			r.mu.Unlock()
		}
	}
}

// progress says what is going on: which packages run, with how many tests of each done.
func (r *report) progress(now time.Time) string {
	elapsed := now.Sub(r.started).Round(time.Second)
	if len(r.running) == 0 {
		return fmt.Sprintf("  %s, %d tests done, compiling\n", elapsed, r.done)
	}
	var packages []string
	for _, name := range slices.Sorted(maps.Keys(r.running)) {
		packages = append(packages, fmt.Sprintf("%s (%d)", r.relative(name), r.running[name]))
	}
	return fmt.Sprintf("  %s, %d tests done, running %s\n", elapsed, r.done, strings.Join(packages, ", "))
}

// relative returns the path of a package as go test takes it in the module.
func (r *report) relative(pkg string) string {
	return "." + strings.TrimPrefix(pkg, r.module)
}
