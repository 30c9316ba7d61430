package main

import (
	"fmt"
	"strings"
)

// What the runs with most webhooks are held against. The latency and the
// parallelism are those that internal/cmd/bench measures with.
const (
	latency     = 0.1 // seconds a call
	parallelism = 10  // Terraform's default
)

// bounds is a table of what was aimed at and what was measured.
func bounds(all []figure) string {
	n := 0
	for _, f := range all {
		n = max(n, f.Count)
	}
	of := func(subject, phase string) figure {
		for _, f := range all {
			if f.Count == n && f.Subject == subject && f.Phase == phase {
				return f
			}
		}
		return figure{}
	}
	var b strings.Builder
	b.WriteString("| | aim | bound | measured | |\n|---|---|---:|---:|---|\n")
	row := func(what, aim, unit string, bound, beside, measured, large float64) {
		if beside == 0 || measured == 0 {
			fmt.Fprintf(&b, "| %s | %s | | | not measured |\n", what, aim)
			return
		}
		verdict := "met"
		if measured > bound {
			verdict = "**missed**"
			if large > bound {
				verdict += fmt.Sprintf("; as large, the empty provider takes %.1f %s itself", large, unit)
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %.1f %s | %.1f %s | %s |\n", what, aim, bound, unit, measured, unit, verdict)
	}
	floor := of("terraform_data", "refresh").Seconds
	row("refresh", "1.25 × `terraform_data` + 3 s", "s", 1.25*floor+3, floor, of("asana_webhook", "refresh").Seconds, 0)
	calls := float64(n) * latency / parallelism
	for _, phase := range []string{"apply", "destroy"} {
		measured, large := of("asana_webhook", phase).Seconds, of("empty provider, as large", phase).Seconds
		for _, name := range []string{"empty provider", "empty provider, as large"} {
			empty := of(name, phase).Seconds
			row(phase, fmt.Sprintf("1.2 × (calls of 100 ms, 10 at a time + %s)", name), "s", 1.2*(calls+empty), empty, measured, large)
		}
	}
	for _, phase := range []string{"apply", "plan", "refresh", "destroy"} {
		empty := of("empty provider", phase).PeakMB
		row("memory, "+phase, "empty provider + 20 MB", "MB", empty+20, empty, of("asana_webhook", phase).PeakMB, 0)
	}
	return b.String()
}
