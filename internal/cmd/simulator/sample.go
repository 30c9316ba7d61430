package main

import (
	"fmt"
	"io"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// sample is what there is to play with.
type sample struct {
	token                                     string
	workspace, team, project, portfolio, task string
}

// seed fills a server with one object of each kind.
func seed(sim *asanatest.Server) sample {
	s := sample{token: sim.Token()}
	s.workspace = sim.AddWorkspace("Sample Workspace")
	s.team = sim.AddTeam(s.workspace, "Sample Team")
	s.project = sim.AddProject(s.team, "Sample Project")
	s.portfolio = sim.AddPortfolio(s.workspace, "Sample Portfolio")
	sim.AddToPortfolio(s.portfolio, s.project)
	s.task = sim.AddTask(s.project, "Sample Task")
	return s
}

// print writes lines to copy into a shell.
func (s sample) print(out io.Writer, baseURL string) {
	fmt.Fprintf(out, `export ASANA_BASE_URL=%s
export ASANA_ACCESS_TOKEN=%s
export ASANA_WORKSPACE=%s
export ASANA_TEAM=%s
export ASANA_PROJECT=%s
export ASANA_PORTFOLIO=%s
export ASANA_TASK=%s

# Who am I?
curl -s -H "Authorization: Bearer $ASANA_ACCESS_TOKEN" "$ASANA_BASE_URL/users/me"

# Create a webhook. The target must echo the X-Hook-Secret of the handshake.
curl -s -H "Authorization: Bearer $ASANA_ACCESS_TOKEN" -H "Content-Type: application/json" \
  -d '{"data":{"resource":"%s","target":"http://127.0.0.1:8080/hook"}}' "$ASANA_BASE_URL/webhooks"

# List the webhooks of the workspace.
curl -s -H "Authorization: Bearer $ASANA_ACCESS_TOKEN" "$ASANA_BASE_URL/webhooks?workspace=$ASANA_WORKSPACE"

# Enter changes the sample task's name, which sends an event to the webhooks that
# hear of it. So do: changed due_on, added, removed, deleted, undeleted.
# Ctrl-C ends the simulator.
`, baseURL, s.token, s.workspace, s.team, s.project, s.portfolio, s.task, s.project)
}
