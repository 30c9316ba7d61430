package main

import (
	"bufio"
	"cmp"
	"io"
	"log"
	"strings"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// makeEvents emits what each line says of an object, until there are no more: an
// action and, with changed, a field. An empty line changes the name.
func makeEvents(emit func(asanatest.Event), gid string, lines io.Reader, logger *log.Logger) {
	for scanner := bufio.NewScanner(lines); scanner.Scan(); {
		action, field, _ := strings.Cut(strings.TrimSpace(scanner.Text()), " ")
		event := asanatest.Event{Resource: gid, Action: cmp.Or(action, "changed")}
		if event.Action == "changed" {
			event.Field = cmp.Or(strings.TrimSpace(field), "name")
		}
		if err := asana.CheckAction(event.Action); err != nil {
			logger.Printf("no event: %v", err)
			continue
		}
		emit(event)
	}
}
