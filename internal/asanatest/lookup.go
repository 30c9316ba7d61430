package asanatest

import (
	"net/http"
	"strings"
)

// lookupRoutes turns the table into routes.
func lookupRoutes() []route {
	var list []route
	for _, l := range lookups {
		list = append(list, route{l.oneOp, http.MethodGet, l.one, func(s *Server, c *call) (answer, error) {
			return s.lookupOne(c, l.kind)
		}})
		for _, in := range l.lists {
			list = append(list, route{in.op, http.MethodGet, in.path, func(s *Server, c *call) (answer, error) {
				return s.lookupList(c, l.kind, in)
			}})
		}
	}
	return list
}

// lookupOne answers with the full record of one object.
func (s *Server) lookupOne(c *call, kind string) (answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	gid := c.gid
	if kind == kindUser {
		gid = s.userGID(gid, c.user)
	}
	o, err := s.find(kind, gid, c.user, kind)
	if err != nil {
		return answer{}, err
	}
	return s.recordAnswer(c, o), nil
}

// recordAnswer is the full record of an object. The caller holds s.mu.
func (s *Server) recordAnswer(c *call, o *object) answer {
	return dataAnswer(http.StatusOK, choose(records[o.kind](s, o), optFields(c.query, nil)))
}

// userGID resolves the other two ways of naming a user: "me" and the address.
func (s *Server) userGID(name, me string) string {
	if name == "me" {
		return me
	}
	for _, o := range s.sortedObjects(kindUser) {
		if o.email != "" && strings.EqualFold(o.email, name) {
			return o.gid
		}
	}
	return name
}

// userTaskListForUser answers GET /users/{gid}/user_task_list.
func (s *Server) userTaskListForUser(c *call) (answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, err := s.find(kindUser, s.userGID(c.gid, c.user), c.user, kindUser)
	if err != nil {
		return answer{}, err
	}
	gid := c.query.Get("workspace")
	if gid == "" {
		return answer{}, errMissing("workspace")
	}
	workspace, err := s.find("workspace", gid, c.user, kindWorkspace)
	if err != nil {
		return answer{}, err
	}
	if !s.visible(workspace, user.gid) { // Our choice of words.
		return answer{}, refuse(http.StatusForbidden, "The user is not a member of this workspace.")
	}
	return s.recordAnswer(c, s.objects[s.userTaskList(user, workspace)]), nil
}

// lookupList answers with the compact records of what the user may see.
func (s *Server) lookupList(c *call, kind string, in listing) (answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown, err := s.filter(c, in)
	if err != nil {
		return answer{}, err
	}
	fields := optFields(c.query, []string{"resource_type", "name"})
	var found []listRecord
	for _, o := range s.sortedObjects(kind, in.also) {
		if s.visible(o, c.user) && shown(o) && (!in.own || o.user == c.user) {
			found = append(found, listRecord{o.gid, func() any { return choose(records[o.kind](s, o), fields) }})
		}
	}
	return s.page(c, found)
}
