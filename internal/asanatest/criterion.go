package asanatest

import (
	"slices"
	"strconv"
)

// criterion is something that a list filters by: a query parameter, or the gid
// in its path. Our choice: a list ignores the parameters that it does not know.
type criterion struct {
	param   string // how the parameter is named, also in refusals
	kind    string // of the object that its value is the gid of; empty for a boolean
	must    bool   // the parameter is required
	matches func(s *Server, o *object, value string) bool
}

var (
	ofWorkspace = criterion{param: "workspace", kind: kindWorkspace, matches: func(_ *Server, o *object, gid string) bool {
		return slices.Contains(o.workspaces, gid)
	}}
	ofTeam    = criterion{param: "team", kind: kindTeam, matches: hasParent}
	ofProject = criterion{param: "project", kind: kindProject, matches: hasParent}

	inPortfolio = criterion{param: "portfolio", kind: kindPortfolio, matches: func(_ *Server, o *object, gid string) bool {
		return slices.Contains(o.containers, gid)
	}}
	isArchived = criterion{param: "archived", matches: func(_ *Server, o *object, value string) bool {
		return strconv.FormatBool(o.archived) == value
	}}
	memberOfTeam = criterion{param: "team", kind: kindTeam, matches: func(s *Server, o *object, gid string) bool {
		return slices.ContainsFunc(s.sortedObjects(kindTeamMembership), func(m *object) bool {
			return m.parent == gid && m.user == o.gid
		})
	}}
	ownedBy = criterion{param: "owner", kind: kindUser, matches: func(_ *Server, o *object, gid string) bool {
		return o.user == gid
	}}
)

func hasParent(_ *Server, o *object, gid string) bool { return o.parent == gid }

// required is the criterion for a list that can't do without it.
func (k criterion) required() criterion {
	k.must = true
	return k
}

// value checks the parameter's value, and resolves names of users. The caller
// holds s.mu.
func (k criterion) value(s *Server, c *call, text string) (string, error) {
	switch k.kind {
	case "":
		if text != "true" && text != "false" {
			return "", errInvalid(k.param, "Value is not a boolean: %s", text)
		}
		return text, nil
	case kindUser:
		text = s.userGID(text, c.user)
	}
	_, err := s.find(k.param, text, c.user, k.kind)
	return text, err
}

// filter returns which objects a list shows. The caller holds s.mu.
func (s *Server) filter(c *call, in listing) (func(*object) bool, error) {
	var filters []func(*object) bool
	add := func(k criterion, text string) error {
		value, err := k.value(s, c, text)
		filters = append(filters, func(o *object) bool { return k.matches(s, o, value) })
		return err
	}
	if in.in != nil {
		if err := add(*in.in, c.gid); err != nil {
			return nil, err
		}
	}
	for _, k := range in.query {
		text := c.query.Get(k.param)
		switch {
		case text != "":
			if err := add(k, text); err != nil {
				return nil, err
			}
		case k.must:
			return nil, errMissing(k.param)
		}
	}
	return func(o *object) bool {
		return !slices.ContainsFunc(filters, func(keep func(*object) bool) bool { return !keep(o) })
	}, nil
}
