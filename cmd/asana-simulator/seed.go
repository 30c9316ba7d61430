package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// firstGIDs has the gid of the first object of each type.
type firstGIDs map[string]string

// recordFirst keeps a gid if it is the first of its type.
func (s firstGIDs) recordFirst(kind, gid string) string {
	if s[kind] == "" {
		s[kind] = gid
	}
	return gid
}

// seedSample fills a server with one object of each type.
func seedSample(sim *asanatest.Server) firstGIDs {
	s := firstGIDs{}
	workspace := s.recordFirst("workspace", sim.AddWorkspace("Sample Workspace"))
	team := s.recordFirst("team", sim.AddTeam(workspace, "Sample Team"))
	project := s.recordFirst("project", sim.AddProject(team, "Sample Project"))
	section := s.recordFirst("section", sim.AddSection(project, "Sample Section"))
	sim.AddToPortfolio(s.recordFirst("portfolio", sim.AddPortfolio(workspace, "Sample Portfolio")), project)
	tag := s.recordFirst("tag", sim.AddTag(workspace, "Sample Tag"))
	s.recordFirst("goal", sim.AddGoal(team, "Sample Goal"))
	task := s.recordFirst("task", sim.AddTask(project, "Sample Task"))
	sim.AddToSection(section, task)
	sim.AddToTag(tag, task)
	sim.Assign(task, sim.Me())
	return s
}

// recordUser records the user of the token, and their task list in the first
// workspace.
func (s firstGIDs) recordUser(sim *asanatest.Server) {
	s["user"] = sim.Me()
	if workspace := s["workspace"]; workspace != "" {
		s["user_task_list"] = sim.UserTaskList(sim.Me(), workspace)
	}
}

// addProjects adds so many projects to the first team, or to the first
// workspace if there is no team.
func (s firstGIDs) addProjects(sim *asanatest.Server, count int) error {
	parent := cmp.Or(s["team"], s["workspace"])
	if parent == "" && count > 0 {
		return errors.New("projects need a workspace, and the seed file has none")
	}
	for i := range count {
		s.recordFirst("project", sim.AddProject(parent, fmt.Sprintf("Project %d", i+1)))
	}
	return nil
}
