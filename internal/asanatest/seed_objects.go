package asanatest

// Me returns the gid of the default user, whose token Token returns.
func (s *Server) Me() string { return s.me }

// AddUser adds a member of the given workspaces and returns the gid.
func (s *Server) AddUser(name, email string, workspaceGIDs ...string) string {
	return s.mustAdd(Object{Type: kindUser, Name: name, Email: email, Workspaces: workspaceGIDs})
}

// AddWorkspace adds a workspace, of which the default user is a member, and
// returns its gid.
func (s *Server) AddWorkspace(name string) string {
	return s.mustAdd(Object{Type: kindWorkspace, Name: name})
}

// AddTeam adds a team to a workspace and returns its gid.
func (s *Server) AddTeam(workspaceGID, name string) string {
	return s.mustAdd(Object{Type: kindTeam, Parent: workspaceGID, Name: name})
}

// AddProject adds a project to a workspace, or to a team of one, and returns
// its gid.
func (s *Server) AddProject(workspaceGID, name string) string {
	return s.mustAdd(Object{Type: kindProject, Parent: workspaceGID, Name: name})
}

// AddSection adds a section to a project and returns its gid.
func (s *Server) AddSection(projectGID, name string) string {
	return s.mustAdd(Object{Type: kindSection, Parent: projectGID, Name: name})
}

// AddPortfolio adds a portfolio of the default user to a workspace and returns
// its gid.
func (s *Server) AddPortfolio(workspaceGID, name string) string {
	return s.mustAdd(Object{Type: kindPortfolio, Parent: workspaceGID, Name: name})
}

// AddGoal adds a goal of the default user to a workspace, or to a team of one,
// and returns its gid.
func (s *Server) AddGoal(parentGID, name string) string {
	return s.mustAdd(Object{Type: kindGoal, Parent: parentGID, Name: name})
}

// AddTag adds a tag to a workspace and returns its gid.
func (s *Server) AddTag(workspaceGID, name string) string {
	return s.mustAdd(Object{Type: kindTag, Parent: workspaceGID, Name: name})
}

// AddTask adds a task to a project or to a user's task list, or a subtask to a
// task, and returns its gid.
func (s *Server) AddTask(parentGID, name string) string {
	return s.mustAdd(Object{Type: kindTask, Parent: parentGID, Name: name})
}

// AddStory adds a comment to a task and returns its gid.
func (s *Server) AddStory(taskGID, text string) string {
	return s.mustAdd(Object{Type: kindStory, Parent: taskGID, Name: text})
}

// AddMembership makes a user a member of a workspace or a team and returns the
// gid of the membership, which is an object with events of its own.
func (s *Server) AddMembership(parentGID, userGID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	parent, user := s.mustFindObject(parentGID, kindWorkspace, kindTeam), s.mustFindObject(userGID, kindUser)
	return s.mustAddLocked(Object{Type: parent.kind + "_membership", Parent: parentGID, User: userGID, Name: user.name})
}

// UserTaskList returns the gid of a user's task list in a workspace. There is
// one for each pair.
func (s *Server) UserTaskList(userGID, workspaceGID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.userTaskList(s.mustFindObject(userGID, kindUser), s.mustFindObject(workspaceGID, kindWorkspace))
}

// userTaskList is UserTaskList for callers that hold s.mu.
func (s *Server) userTaskList(user, workspace *object) string {
	for _, o := range s.sortedObjects(kindUserTaskList) {
		if o.user == user.gid && o.parent == workspace.gid {
			return o.gid
		}
	}
	return s.mustAddLocked(Object{
		Type: kindUserTaskList, Parent: workspace.gid, User: user.gid, Name: "My tasks in " + workspace.name,
	})
}
