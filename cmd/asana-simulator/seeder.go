package main

import (
	"errors"
	"fmt"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// seeder adds the objects of a seed file, up to the first mistake in it.
type seeder struct {
	sim   *asanatest.Server
	first seeded
	gids  map[string][]string // by type and name, or type and gid
	kind  string              // of the object at hand, as is its name
	named named
	err   error
}

func newSeeder(sim *asanatest.Server) *seeder {
	s := &seeder{sim: sim, first: seeded{}, gids: map[string][]string{}}
	s.index("user", "me", sim.Me())
	return s
}

// begin says which object of the file comes next.
func (s *seeder) begin(kind string, n named) { s.kind, s.named = kind, n }

// fail keeps the first error, and says which object it is about.
func (s *seeder) fail(err error) {
	if s.err == nil && err != nil {
		s.err = fmt.Errorf("%s %q: %w", s.kind, s.named.Name, err)
	}
}

func (s *seeder) index(kind, name, gid string) {
	s.gids[kind+" "+name] = append(s.gids[kind+" "+name], gid)
}

// add adds the object at hand and returns its gid.
func (s *seeder) add(o asanatest.Object) string {
	if s.err != nil {
		return ""
	}
	o.Type, o.GID, o.Name = s.kind, s.named.GID, s.named.Name
	gid, err := s.sim.Add(o)
	s.fail(err)
	s.first.note(s.kind, gid)
	s.index(s.kind, gid, gid)
	if o.Name != "" && o.Name != gid {
		s.index(s.kind, o.Name, gid)
	}
	if o.Email != "" {
		s.index(s.kind, o.Email, gid)
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
		s.fail(fmt.Errorf("there is no %s %q", kind, reference))
	default:
		s.fail(fmt.Errorf("there are %d objects of type %s named %q: refer to one by its gid", len(found), kind, reference))
	}
	return ""
}

// need is find for what the object at hand must refer to.
func (s *seeder) need(kind, reference string) string {
	if reference == "" {
		s.fail(fmt.Errorf("set %q to the gid or the name of one", kind))
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
		s.fail(errors.New(`set "workspace" to the gid or the name of one`))
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

// join makes a user a member of a team.
func (s *seeder) join(team, user string) {
	if s.err == nil {
		s.sim.AddMembership(team, user)
	}
}

// file puts a task where the seed file says that it belongs.
func (s *seeder) file(task, section string, tags []string, assignee string) {
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

// fill puts projects and portfolios into a portfolio.
func (s *seeder) fill(portfolio string, items []string) {
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
