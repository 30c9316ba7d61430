package asana

import (
	"context"
	"net/url"
	"slices"
	"time"
)

// NameList is a list of objects in which to look for a name.
type NameList struct {
	op    string
	query url.Values
	path  []string
}

// WorkspaceNames is the list of the workspaces that the token's user belongs to.
func WorkspaceNames() NameList { return NameList{op: opGetWorkspaces, path: []string{"workspaces"}} }

// ProjectNames is the list of the projects of a workspace.
func ProjectNames(workspace string) NameList {
	return NameList{op: "getProjectsForWorkspace", path: []string{"workspaces", workspace, "projects"}}
}

// SectionNames is the list of the sections of a project.
func SectionNames(project string) NameList {
	return NameList{op: "getSectionsForProject", path: []string{"projects", project, "sections"}}
}

// TagNames is the list of the tags of a workspace.
func TagNames(workspace string) NameList {
	return NameList{op: "getTagsForWorkspace", path: []string{"workspaces", workspace, "tags"}}
}

// TeamNames is the list of the teams of a workspace.
func TeamNames(workspace string) NameList {
	return NameList{op: "getTeamsForWorkspace", path: []string{"workspaces", workspace, "teams"}}
}

// PortfolioNames is the list of the portfolios of a workspace that the token's user
// owns: Asana's document says that other people's can't be listed.
func PortfolioNames(workspace string) NameList {
	return NameList{op: "getPortfolios", query: url.Values{"workspace": {workspace}, "owner": {"me"}}, path: []string{"portfolios"}}
}

// UserNames is the list of the users of a workspace.
func UserNames(workspace string) NameList {
	return NameList{op: "getUsers", query: url.Values{"workspace": {workspace}}, path: []string{"users"}}
}

// Names returns gid and name of the objects of a list that the token's user can see.
// Calls share lists, which may be a minute old. But a list without the name that is
// looked for was requested after the call began, because the object may be new.
// The result is shared, too, and must not be changed.
func (c *Client) Names(ctx context.Context, l NameList, name string) ([]NamedResource, error) {
	called := time.Now()
	hasName := func(r NamedResource) bool { return r.Name == name }
	s, err := c.nameLists.read(ctx, l, time.Time{})
	if err == nil && s.startedAt.Before(called) && !slices.ContainsFunc(s.records, hasName) {
		s, err = c.nameLists.read(ctx, l, called)
	}
	if err != nil {
		return nil, err
	}
	return s.records, nil
}
