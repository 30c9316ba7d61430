package main

import (
	"bufio"
	"cmp"
	"io"
	"log"
	"slices"
	"strings"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// makeEvents emits what each line says of an object, until there are no more: an
// action and, with changed, a field. An empty line changes the name.
func makeEvents(emit func(asanatest.Event), gid string, lines io.Reader, logger *log.Logger) {
	actions := []string{"changed", "added", "removed", "deleted", "undeleted"}
	for scanner := bufio.NewScanner(lines); scanner.Scan(); {
		action, field, _ := strings.Cut(strings.TrimSpace(scanner.Text()), " ")
		event := asanatest.Event{Resource: gid, Action: cmp.Or(action, "changed")}
		if event.Action == "changed" {
			event.Field = cmp.Or(strings.TrimSpace(field), "name")
		}
		if slices.Contains(actions, event.Action) {
			emit(event)
		} else {
			logger.Printf("no event: %q is not one of %s", action, strings.Join(actions, ", "))
		}
	}
}
