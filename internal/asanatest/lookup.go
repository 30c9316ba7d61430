package asanatest

import (
	"net/http"
	"slices"
	"strings"
)

// lookup is a kind of object that can only be looked at: one by gid, and lists.
type lookup struct {
	kind  string
	one   string // path of one object
	oneOp Op
	lists []listing
	wire  func(*Server, *object) any // the full record
}

// listing is a list of the objects of a kind. in says where the workspace to
// list is named: as a required or an optional query parameter or in the path.
type listing struct {
	op   Op
	path string
	in   place
}

type place int

const (
	nowhere place = iota
	optionalQuery
	requiredQuery
	pathGID
)

// lookups are the objects that a webhook may refer to.
var lookups = []lookup{
	{kindWorkspace, "/workspaces/{gid}", GetWorkspace, []listing{
		{GetWorkspaces, "/workspaces", nowhere},
	}, wireWorkspace},
	{kindProject, "/projects/{gid}", GetProject, []listing{
		{GetProjects, "/projects", optionalQuery},
		{GetProjectsForWorkspace, "/workspaces/{gid}/projects", pathGID},
	}, wireProject},
	{kindUser, "/users/{gid}", GetUser, []listing{
		{GetUsers, "/users", optionalQuery},
	}, wireUser},
	{kindTeam, "/teams/{gid}", GetTeam, []listing{
		{GetTeamsForWorkspace, "/workspaces/{gid}/teams", pathGID},
	}, wireTeam},
	{kindPortfolio, "/portfolios/{gid}", GetPortfolio, []listing{
		{GetPortfolios, "/portfolios", requiredQuery},
	}, wirePortfolio},
	{kindTask, "/tasks/{gid}", GetTask, nil, wireTask},
}

// lookupRoutes turns the table into routes.
func lookupRoutes() []route {
	var list []route
	for _, l := range lookups {
		list = append(list, route{l.oneOp, http.MethodGet, l.one, func(s *Server, c *call) (answer, error) {
			return s.lookupOne(c, l)
		}})
		for _, in := range l.lists {
			list = append(list, route{in.op, http.MethodGet, in.path, func(s *Server, c *call) (answer, error) {
				return s.lookupList(c, l, in)
			}})
		}
	}
	return list
}

// lookupOne answers with the full record of one object.
func (s *Server) lookupOne(c *call, l lookup) (answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	gid := c.gid
	if l.kind == kindUser {
		gid = s.userGID(gid, c.user)
	}
	o, err := s.find(l.kind, gid, c.user, l.kind)
	if err != nil {
		return answer{}, err
	}
	return dataAnswer(http.StatusOK, choose(l.wire(s, o), optFields(c.query, nil))), nil
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

// lookupList answers with the compact records of what the user may see.
func (s *Server) lookupList(c *call, l lookup, in listing) (answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	workspace := c.query.Get("workspace")
	switch {
	case in.in == nowhere:
		workspace = ""
	case in.in == pathGID:
		workspace = c.gid
	case in.in == requiredQuery && workspace == "":
		return answer{}, errMissing("workspace")
	}
	if workspace != "" {
		if _, err := s.find("workspace", workspace, c.user, kindWorkspace); err != nil {
			return answer{}, err
		}
	}
	fields := optFields(c.query, []string{"resource_type", "name"})
	var records []listRecord
	for _, o := range s.sortedObjects(l.kind) {
		if s.visible(o, c.user) && (workspace == "" || slices.Contains(o.workspaces, workspace)) {
			records = append(records, listRecord{o.gid, func() any { return choose(l.wire(s, o), fields) }})
		}
	}
	return s.page(c, records)
}
