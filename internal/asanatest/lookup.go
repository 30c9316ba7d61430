package asanatest

import (
	"net/http"
	"strings"
)

// lookupRoutes turns the table into routes.
func lookupRoutes() []route {
	var list []route
	for _, l := range lookups {
		list = append(list, route{l.getOp, http.MethodGet, l.getPath, func(s *Server, c *call) (response, error) {
			return s.getObject(c, l.kind)
		}})
		for _, in := range l.lists {
			list = append(list, route{in.op, http.MethodGet, in.path, func(s *Server, c *call) (response, error) {
				return s.listObjects(c, l.kind, in)
			}})
		}
	}
	return list
}

// getObject answers with the full record of one object.
func (s *Server) getObject(c *call, kind string) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	gid := c.gid
	if kind == kindUser {
		gid = s.userGID(gid, c.user)
	}
	o, err := s.findVisible(kind, gid, c.user, kind)
	if err != nil {
		return response{}, err
	}
	return s.recordResponse(c, o), nil
}

// recordResponse is the full record of an object. The caller holds s.mu.
func (s *Server) recordResponse(c *call, o *object) response {
	return dataResponse(http.StatusOK, selectFields(records[o.kind](s, o), optFields(c.query, nil)))
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
func (s *Server) userTaskListForUser(c *call) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, err := s.findVisible(kindUser, s.userGID(c.gid, c.user), c.user, kindUser)
	if err != nil {
		return response{}, err
	}
	gid := c.query.Get("workspace")
	if gid == "" {
		return response{}, errMissing("workspace")
	}
	workspace, err := s.findVisible("workspace", gid, c.user, kindWorkspace)
	if err != nil {
		return response{}, err
	}
	if !s.visible(workspace, user.gid) { // Our choice of words.
		return response{}, refuse(http.StatusForbidden, "The user is not a member of this workspace.")
	}
	return s.recordResponse(c, s.objects[s.userTaskList(user, workspace)]), nil
}

// listObjects answers with the compact records of what the user may see.
func (s *Server) listObjects(c *call, kind string, in listEndpoint) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown, err := s.listPredicate(c, in)
	if err != nil {
		return response{}, err
	}
	fields := optFields(c.query, []string{"resource_type", "name"})
	var found []listRecord
	for _, o := range s.sortedObjects(kind, in.alsoKind) {
		if s.visible(o, c.user) && shown(o) && (!in.ownedOnly || o.user == c.user) {
			found = append(found, listRecord{o.gid, func() any { return selectFields(records[o.kind](s, o), fields) }})
		}
	}
	return s.page(c, found)
}
