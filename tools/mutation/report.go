package main

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"text/tabwriter"
)

// describe names a mutant.
func describe(m mutant) string {
	return fmt.Sprintf("%s:%d:%d %s\n  - %s\n  + %s", m.file, m.line, m.column, m.kind, m.before, m.after)
}

func packageOf(file string) string { return path.Dir(file) }

// report writes the survivors and a table, and returns whether all is well: no more
// mutants survive than may, and each that is listed as equivalent exists.
func report(out io.Writer, results []result) bool {
	good := true
	for _, r := range results {
		slices.SortFunc(r.survivors, func(a, b mutant) int {
			return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
		})
		for _, m := range r.survivors {
			fmt.Fprintf(out, "\nsurvivor: %s\n", describe(m))
		}
		for _, id := range r.stale {
			good = false
			fmt.Fprintf(out, "\nlisted as equivalent, but there is no such mutant: %s\n  - %s\n  + %s\n", id.file, id.before, id.after)
		}
	}
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintln(table, "| package\t| mutants\t| killed\t| timed out\t| survived\t| may survive\t| equivalent\t|")
	fmt.Fprintln(table, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for _, r := range results {
		all := r.mutants()
		allowed := all * r.limit / 100
		if r.count[survived] > allowed {
			good = false
		}
		fmt.Fprintf(table, "| `%s`\t| %d\t| %d\t| %d\t| %d\t| %d\t| %d\t|\n", r.dir, all, r.count[killed], r.count[timedOut], r.count[survived], allowed, r.count[equivalent])
	}
	if err := table.Flush(); err != nil {
		return false
	}
	return good
}

// mutants counts the mutants that compile.
func (r result) mutants() int {
	return r.count[killed] + r.count[timedOut] + r.count[survived] + r.count[equivalent]
}
