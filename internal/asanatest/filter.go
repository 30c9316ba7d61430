package asanatest

import (
	"encoding/json"
	"slices"
)

var filterActions = []string{"changed", "added", "removed", "deleted", "undeleted"}

// higherLevel says whether webhooks on a kind of resource need filters.
func higherLevel(kind string) bool {
	return kind == kindWorkspace || kind == kindTeam || kind == kindPortfolio
}

// parseFilters reads filters. Null, absent and empty mean none.
func parseFilters(raw json.RawMessage) ([]Filter, error) {
	if isNull(raw) {
		return nil, nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil, errInvalid("filters", "Value is not a list")
	}
	var filters []Filter
	for _, item := range list {
		f, err := parseFilter(item)
		if err != nil {
			return nil, err
		}
		filters = append(filters, f)
	}
	return filters, nil
}

func parseFilter(raw json.RawMessage) (f Filter, err error) {
	members, err := decodeObject(raw)
	if err != nil {
		return f, errInvalid("filters", "Value is not an object: %s", raw)
	}
	if err := allowOnly(members, "resource_type", "resource_subtype", "action", "fields"); err != nil {
		return f, err
	}
	texts := map[string]*string{"resource_type": &f.ResourceType, "resource_subtype": &f.ResourceSubtype, "action": &f.Action}
	for _, name := range []string{"resource_type", "resource_subtype", "action"} {
		if *texts[name], err = textMember(members, name); err != nil {
			return f, err
		}
	}
	if !isNull(members["fields"]) && json.Unmarshal(members["fields"], &f.Fields) != nil {
		return f, errInvalid("fields", "Value is not a list of strings: %s", members["fields"])
	}
	if len(f.Fields) == 0 {
		f.Fields = nil
	}
	return f, nil
}

// checkFilters refuses filters that do not suit the kind of resource. Large
// resources have rules and a refusal of their own. Our choice: the words for the
// others.
func (s *Server) checkFilters(filters []Filter, kind string) error {
	if higherLevel(kind) {
		return s.checkLargeFilters(filters)
	}
	for _, f := range filters {
		if f.Action != "" && !slices.Contains(filterActions, f.Action) {
			return errInvalid("filters", "Not a valid action: %s", f.Action)
		}
		if len(f.Fields) > 0 && f.Action != "changed" {
			return errInvalid("filters", "fields is only valid for the action changed")
		}
	}
	return nil
}

// checkLargeFilters wants at least one filter, and each as the documentation
// lists them for workspaces and teams. Our choice: the same holds for
// portfolios.
func (s *Server) checkLargeFilters(filters []Filter) error {
	refused := func(f Filter) bool { return !s.isAllowedOnLarge(f) }
	if len(filters) == 0 || slices.ContainsFunc(filters, refused) {
		return errFilters(s.opts.FilterRefusalStatus)
	}
	return nil
}

// isAllowedOnLarge reports whether a webhook on a workspace, a team or a
// portfolio can have the filter.
func (s *Server) isAllowedOnLarge(f Filter) bool {
	switch {
	case len(f.Fields) > 0:
		return false
	case f.ResourceType == kindProject, f.ResourceType == kindTask && s.opts.AllowTaskFilters:
		return f.Action == "" || slices.Contains(filterActions, f.Action)
	case f.ResourceType == kindTeamMembership, f.ResourceType == kindWorkspaceMembership:
		return f.Action == "" || f.Action == "added" || f.Action == "removed"
	}
	return false
}

// reachesHigherLevel says whether events of a kind of object reach workspaces,
// teams and portfolios. Those of tasks and stories never do.
func reachesHigherLevel(kind string) bool {
	return kind == kindProject || kind == kindTeamMembership || kind == kindWorkspaceMembership
}

// matchesFilters says whether an event gets through the filters: any one that
// matches is enough, and so are none.
func matchesFilters(filters []Filter, o *object, action, field string) bool {
	return len(filters) == 0 || slices.ContainsFunc(filters, func(f Filter) bool {
		return (f.ResourceType == "" || f.ResourceType == o.kind) &&
			(f.ResourceSubtype == "" || f.ResourceSubtype == o.subtype) &&
			(f.Action == "" || f.Action == action) &&
			(len(f.Fields) == 0 || slices.Contains(f.Fields, field))
	})
}
