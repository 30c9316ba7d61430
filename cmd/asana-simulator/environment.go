package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// variable is a line of the file for other programs.
type variable struct{ name, value string }

// environment is what other programs and people need to know of a simulator.
type environment struct {
	sim       *simulator
	address   string // scheme and host
	variables []variable
}

// kinds are the types of object of which the first one has a variable.
var kinds = []string{"workspace", "team", "project", "section", "portfolio", "goal", "tag", "task", "user", "user_task_list"}

func newEnvironment(sim *simulator, address string) *environment {
	server, first := sim.current(), sim.seeded
	e := &environment{sim: sim, address: address, variables: []variable{
		{"ASANA_BASE_URL", address + "/api/1.0"},
		{"ASANA_ACCESS_TOKEN", server.Token()},
		{"ASANA_SIMULATOR_URL", address + strings.TrimSuffix(controlPath, "/")},
	}}
	for _, kind := range kinds {
		if gid := first[kind]; gid != "" {
			e.variables = append(e.variables, variable{"ASANA_" + strings.ToUpper(kind), gid})
		}
	}
	return e
}

// eventObject is what typed lines make events of.
func (e *environment) eventObject() string {
	first := e.sim.seeded
	return cmp.Or(first["task"], first["project"], first["workspace"], e.sim.current().Me())
}

// print says to a person what there is.
func (e *environment) print(out io.Writer, env string) {
	fmt.Fprintf(out, "A simulated Asana runs at %s\n\n", e.address)
	for _, v := range e.variables {
		fmt.Fprintf(out, "  %-22s %s\n", v.name, v.value)
	}
	load := "Run with -env FILE to have these in a file that a shell, make or CI can load."
	if env != "" {
		if !filepath.IsAbs(env) {
			env = "./" + env // a shell looks for a bare name on its PATH
		}
		load = "They are in " + env + ". In a shell: set -a; . " + env + "; set +a"
	}
	fmt.Fprintf(out, `
%s

Register a webhook with a target on this machine, or with Terraform.
Press Enter to change the name of the first task. This sends an event to the webhooks
on the task and on the objects that contain it. These lines send other events:
changed due_on, added, removed, deleted, undeleted.
Ctrl-C ends the simulator.
`, load)
}
