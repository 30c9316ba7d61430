package asanatest

import (
	"slices"
	"strconv"
)

// listFilter is what a list filters by: a query parameter, or the gid in its
// path. Our choice: a list ignores the parameters that it does not know.
type listFilter struct {
	param      string // how the parameter is named, also in refusals
	kind       string // of the object that its value is the gid of; empty for a boolean
	isRequired bool   // the parameter is required
	matches    func(s *Server, o *object, value string) bool
}

var (
	ofWorkspace = listFilter{param: "workspace", kind: kindWorkspace, matches: func(_ *Server, o *object, gid string) bool {
		return slices.Contains(o.workspaces, gid)
	}}
	ofTeam    = listFilter{param: "team", kind: kindTeam, matches: hasParent}
	ofProject = listFilter{param: "project", kind: kindProject, matches: hasParent}

	inPortfolio = listFilter{param: "portfolio", kind: kindPortfolio, matches: func(_ *Server, o *object, gid string) bool {
		return slices.Contains(o.containers, gid)
	}}
	isArchived = listFilter{param: "archived", matches: func(_ *Server, o *object, value string) bool {
		return strconv.FormatBool(o.archived) == value
	}}
	memberOfTeam = listFilter{param: "team", kind: kindTeam, matches: func(s *Server, o *object, gid string) bool {
		return slices.ContainsFunc(s.sortedObjects(kindTeamMembership), func(m *object) bool {
			return m.parent == gid && m.user == o.gid
		})
	}}
	ownedBy = listFilter{param: "owner", kind: kindUser, matches: func(_ *Server, o *object, gid string) bool {
		return o.user == gid
	}}
)

func hasParent(_ *Server, o *object, gid string) bool { return o.parent == gid }

// required returns the filter for a list that can't do without it.
func (f listFilter) required() listFilter {
	f.isRequired = true
	return f
}

// value checks the parameter's value, and resolves names of users. The caller
// holds s.mu.
func (f listFilter) value(s *Server, c *call, text string) (string, error) {
	switch f.kind {
	case "":
		if text != "true" && text != "false" {
			return "", errInvalid(f.param, "Value is not a boolean: %s", text)
		}
		return text, nil
	case kindUser:
		text = s.userGID(text, c.user)
	}
	_, err := s.findVisible(f.param, text, c.user, f.kind)
	return text, err
}

// listPredicate returns which objects a list shows. The caller holds s.mu.
func (s *Server) listPredicate(c *call, in listEndpoint) (func(*object) bool, error) {
	var filters []func(*object) bool
	add := func(f listFilter, text string) error {
		value, err := f.value(s, c, text)
		filters = append(filters, func(o *object) bool { return f.matches(s, o, value) })
		return err
	}
	if in.pathFilter != nil {
		if err := add(*in.pathFilter, c.gid); err != nil {
			return nil, err
		}
	}
	for _, f := range in.queryFilters {
		text := c.query.Get(f.param)
		switch {
		case text != "":
			if err := add(f, text); err != nil {
				return nil, err
			}
		case f.isRequired:
			return nil, errMissing(f.param)
		}
	}
	return func(o *object) bool {
		return !slices.ContainsFunc(filters, func(keep func(*object) bool) bool { return !keep(o) })
	}, nil
}
