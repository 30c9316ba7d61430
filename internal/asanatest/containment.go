package asanatest

import "slices"

// AddToPortfolio puts a project, or another portfolio, into a portfolio. The
// portfolio receives a project's events from then on.
func (s *Server) AddToPortfolio(portfolioGID, itemGID string) {
	s.addTo(portfolioGID, itemGID, kindPortfolio, kindProject, kindPortfolio)
}

// AddToSection puts a task into a section, which receives its events from then on.
func (s *Server) AddToSection(sectionGID, taskGID string) {
	s.addTo(sectionGID, taskGID, kindSection, kindTask)
}

// AddToTag tags a task. The tag receives its events from then on.
func (s *Server) AddToTag(tagGID, taskGID string) {
	s.addTo(tagGID, taskGID, kindTag, kindTask)
}

// Assign makes a user the assignee of a task. Their task list receives its events
// from then on.
func (s *Server) Assign(taskGID, userGID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	task := s.mustFindObject(taskGID, kindTask)
	list := s.userTaskList(s.mustFindObject(userGID, kindUser), s.mustFindObject(task.workspaces[0]))
	task.containers = slices.DeleteFunc(task.containers, func(gid string) bool {
		return s.objects[gid].kind == kindUserTaskList
	})
	task.containers = append(task.containers, list)
}

// addTo makes an object of one kind contain another, of one of the kinds.
func (s *Server) addTo(containerGID, itemGID, kind string, kinds ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustFindObject(containerGID, kind)
	item := s.mustFindObject(itemGID, kinds...)
	if !slices.Contains(item.containers, containerGID) {
		item.containers = append(item.containers, containerGID)
	}
}
