package main

import (
	"errors"
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// seeder adds the objects of a seed file, up to the first mistake in it.
type seeder struct {
	sim    *asanatest.Server
	first  firstGIDs
	gids   map[string][]string // by type and name, or type and gid
	kind   string              // of the object at hand, as is its name
	header objectHeader
	err    error
}

func newSeeder(sim *asanatest.Server) *seeder {
	s := &seeder{sim: sim, first: firstGIDs{}, gids: map[string][]string{}}
	s.addReference("user", "me", sim.Me())
	return s
}

// startObject sets which object of the file the calls that follow are about.
func (s *seeder) startObject(kind string, n objectHeader) { s.kind, s.header = kind, n }

// recordError keeps the first error, with the object that it is about.
func (s *seeder) recordError(err error) {
	if s.err == nil && err != nil {
		s.err = fmt.Errorf("%s %q: %w", s.kind, s.header.Name, err)
	}
}

func (s *seeder) addReference(kind, name, gid string) {
	s.gids[kind+" "+name] = append(s.gids[kind+" "+name], gid)
}

// add adds the object at hand and returns its gid.
func (s *seeder) add(o asanatest.Object) string {
	if s.err != nil {
		return ""
	}
	o.Type, o.GID, o.Name = s.kind, s.header.GID, s.header.Name
	gid, err := s.sim.Add(o)
	s.recordError(err)
	s.first.recordFirst(s.kind, gid)
	s.addReference(s.kind, gid, gid)
	if o.Name != "" && o.Name != gid {
		s.addReference(s.kind, o.Name, gid)
	}
	if o.Email != "" {
		s.addReference(s.kind, o.Email, gid)
	}
	return gid
}

// find returns the gid of what the object at hand refers to by gid, by name or,
// for a user, by address; of nothing, the empty string.
func (s *seeder) find(kind, reference string) string {
	if reference == "" {
		return ""
	}
	found := s.gids[kind+" "+reference]
	switch len(found) {
	case 1:
		return found[0]
	case 0:
		s.recordError(fmt.Errorf("there is no %s %q", kind, reference))
	default:
		s.recordError(fmt.Errorf("there are %d objects of type %s named %q: refer to one by its gid", len(found), kind, reference))
	}
	return ""
}

// findRequired is find for what the object at hand must refer to.
func (s *seeder) findRequired(kind, reference string) string {
	if reference == "" {
		s.recordError(fmt.Errorf("set %q to the gid or the name of one", kind))
	}
	return s.find(kind, reference)
}

// workspace finds one, which needs no reference where there is only one.
func (s *seeder) workspace(reference string) string {
	if reference != "" {
		return s.find("workspace", reference)
	}
	var all []string
	for _, o := range s.sim.Objects() {
		if o.Type == "workspace" {
			all = append(all, o.GID)
		}
	}
	if len(all) != 1 {
		s.recordError(errors.New(`set "workspace" to the gid or the name of one`))
		return ""
	}
	return all[0]
}

// workspaces finds those of a user.
func (s *seeder) workspaces(references []string) []string {
	if len(references) == 0 {
		return []string{s.workspace("")}
	}
	var found []string
	for _, reference := range references {
		found = append(found, s.find("workspace", reference))
	}
	return found
}

// addTeamMember makes a user a member of a team.
func (s *seeder) addTeamMember(team, user string) {
	if s.err == nil {
		s.sim.AddMembership(team, user)
	}
}

// placeTask puts a task where the seed file says that it belongs.
func (s *seeder) placeTask(task, section string, tags []string, assignee string) {
	section, assignee = s.find("section", section), s.find("user", assignee)
	var found []string
	for _, tag := range tags {
		found = append(found, s.find("tag", tag))
	}
	if s.err != nil {
		return
	}
	for _, tag := range found {
		s.sim.AddToTag(tag, task)
	}
	if section != "" {
		s.sim.AddToSection(section, task)
	}
	if assignee != "" {
		s.sim.Assign(task, assignee)
	}
}

// addPortfolioItems puts projects and portfolios into a portfolio.
func (s *seeder) addPortfolioItems(portfolio string, items []string) {
	for _, item := range items {
		kind := "project"
		if len(s.gids["project "+item]) == 0 && len(s.gids["portfolio "+item]) > 0 {
			kind = "portfolio"
		}
		if gid := s.find(kind, item); s.err == nil {
			s.sim.AddToPortfolio(portfolio, gid)
		}
	}
}
