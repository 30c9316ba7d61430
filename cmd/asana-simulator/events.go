package main

import (
	"bufio"
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// emitEvents emits what each line says of an object, until there are no more: an
// action and, with changed, a field. An empty line changes the name.
func emitEvents(sim *simulator, gid string, lines io.Reader) {
	for scanner := bufio.NewScanner(lines); scanner.Scan(); {
		action, field, _ := strings.Cut(strings.TrimSpace(scanner.Text()), " ")
		event := asanatest.Event{Resource: gid, Action: cmp.Or(action, "changed")}
		if event.Action == "changed" {
			event.Field = cmp.Or(strings.TrimSpace(field), "name")
		}
		if !slices.Contains(asanatest.Actions(), event.Action) {
			sim.log("no event: " + unknownAction(event.Action))
			continue
		}
		sim.current().Emit(event)
	}
}

// unknownAction says which actions there are.
func unknownAction(action string) string {
	return "the action " + action + " is none of " + strings.Join(asanatest.Actions(), ", ")
}
