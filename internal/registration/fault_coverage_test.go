package registration_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// coverage counts how often each fault hit each call, and what came of it.
type coverage struct {
	hits     map[string]int // "fault/call"
	outcomes [2]int         // errors, successes
}

func (c *coverage) add(sim *simulation, results []result) {
	if c == nil {
		return
	}
	for op, faults := range sim.script.faults {
		for i, f := range faults {
			if i < sim.callCounts[op] {
				c.hits[f.name+"/"+string(op)]++
			}
		}
	}
	for _, r := range results {
		if r.err == nil {
			c.outcomes[1]++
		} else {
			c.outcomes[0]++
		}
	}
}

// check prints the table of faults and calls, and fails if a pair is missing.
func (c *coverage) check(t *testing.T) {
	t.Helper()
	var table strings.Builder
	fmt.Fprintf(&table, "%-16s", "")
	for _, op := range calls {
		fmt.Fprintf(&table, "%15s", op)
	}
	var names []string
	for _, f := range faultKinds(newRand()) {
		names = append(names, f.name)
	}
	anyCall := len(names)
	for _, f := range createFaults {
		names = append(names, f.name)
	}
	for i, name := range names {
		fmt.Fprintf(&table, "\n%-16s", name)
		for _, op := range calls {
			n := c.hits[name+"/"+string(op)]
			fmt.Fprintf(&table, "%15d", n)
			if n == 0 && (i < anyCall || op == asanatest.CreateWebhook) {
				t.Errorf("%s never hit %s", name, op)
			}
		}
	}
	t.Logf("%d creations failed, %d succeeded; how often each fault hit each call:\n%s", c.outcomes[0], c.outcomes[1], table.String())
}
