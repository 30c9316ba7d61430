package asanatest

import (
	"fmt"
	"slices"
)

// Me returns the gid of the default user, whose token Token returns.
func (s *Server) Me() string { return s.me }

// AddUser adds a member of the given workspaces and returns the gid.
func (s *Server) AddUser(name, email string, workspaceGIDs ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, gid := range workspaceGIDs {
		s.mustHave(gid, kindWorkspace)
	}
	return s.add(object{kind: kindUser, name: name, email: email, workspaces: slices.Clone(workspaceGIDs)})
}

// AddWorkspace adds a workspace, of which the default user is a member, and
// returns its gid.
func (s *Server) AddWorkspace(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	gid := s.add(object{kind: kindWorkspace, name: name})
	s.objects[gid].workspaces = []string{gid}
	if me, ok := s.objects[s.me]; ok {
		me.workspaces = append(me.workspaces, gid)
	}
	return gid
}

// AddTeam adds a team to a workspace and returns its gid.
func (s *Server) AddTeam(workspaceGID, name string) string {
	return s.addBelow(kindTeam, "", workspaceGID, name, kindWorkspace)
}

// AddProject adds a project to a workspace, or to a team of one, and returns
// its gid.
func (s *Server) AddProject(workspaceGID, name string) string {
	return s.addBelow(kindProject, "", workspaceGID, name, kindWorkspace, kindTeam)
}

// AddPortfolio adds a portfolio to a workspace and returns its gid.
func (s *Server) AddPortfolio(workspaceGID, name string) string {
	return s.addBelow(kindPortfolio, "", workspaceGID, name, kindWorkspace)
}

// AddToPortfolio puts a project into a portfolio, which gets the project's
// events from then on.
func (s *Server) AddToPortfolio(portfolioGID, projectGID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustHave(portfolioGID, kindPortfolio)
	project := s.mustHave(projectGID, kindProject)
	project.portfolios = append(project.portfolios, portfolioGID)
}

// AddTask adds a task to a project, or a subtask to a task, and returns its gid.
func (s *Server) AddTask(parentGID, name string) string {
	return s.addBelow(kindTask, "default_task", parentGID, name, kindProject, kindTask)
}

// AddStory adds a comment to a task and returns its gid.
func (s *Server) AddStory(taskGID, text string) string {
	return s.addBelow(kindStory, "comment_added", taskGID, text, kindTask)
}

// AddMembership makes a user a member of a workspace or a team and returns the
// gid of the membership, which is an object with events of its own.
func (s *Server) AddMembership(parentGID, userGID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	parent := s.mustHave(parentGID, kindWorkspace, kindTeam)
	user := s.mustHave(userGID, kindUser)
	workspace := parent.workspaces[0]
	if !slices.Contains(user.workspaces, workspace) {
		user.workspaces = append(user.workspaces, workspace)
	}
	return s.add(object{kind: parent.kind + "_membership", name: user.name, parent: parentGID, workspaces: []string{workspace}})
}

// Hide takes an object or a webhook out of everybody's sight: it exists, but
// asking for it gets 403.
func (s *Server) Hide(gid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w, ok := s.webhooks[gid]; ok {
		w.hidden = true
		return
	}
	s.mustHave(gid).hidden = true
}

// Remove deletes an object, what hangs below it, and their webhooks. That
// webhooks go with their resource is our choice.
func (s *Server) Remove(gid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustHave(gid)
	s.remove(gid)
}

// remove is Remove for callers that hold s.mu.
func (s *Server) remove(gid string) {
	delete(s.objects, gid)
	for _, w := range s.webhooks {
		if w.Resource == gid {
			delete(s.webhooks, w.GID)
		}
	}
	for _, o := range s.objects {
		o.workspaces = slices.DeleteFunc(o.workspaces, func(g string) bool { return g == gid })
		o.portfolios = slices.DeleteFunc(o.portfolios, func(g string) bool { return g == gid })
	}
	for _, o := range s.objects {
		if o.parent == gid {
			s.remove(o.gid)
		}
	}
}

// Rename gives an object another name.
func (s *Server) Rename(gid, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustHave(gid).name = name
}

// addBelow adds an object below a parent of one of the kinds.
func (s *Server) addBelow(kind, subtype, parentGID, name string, kinds ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	parent := s.mustHave(parentGID, kinds...)
	return s.add(object{kind: kind, subtype: subtype, name: name, parent: parentGID, workspaces: slices.Clone(parent.workspaces)})
}

// add stores o under a new gid.
func (s *Server) add(o object) string {
	o.gid = s.nextGID()
	o.createdAt = s.nowLocked()
	s.objects[o.gid] = &o
	return o.gid
}

// mustHave returns an object that the test says exists. A test that names
// another one is wrong, and better told so here than by a puzzling 404 later.
func (s *Server) mustHave(gid string, kinds ...string) *object {
	o, ok := s.objects[gid]
	if !ok || len(kinds) > 0 && !slices.Contains(kinds, o.kind) {
		panic(fmt.Sprintf("asanatest: no %v with gid %q has been seeded", kinds, gid))
	}
	return o
}
