package asanatest

// lookup is a kind of object that can only be looked at: one by gid, and lists.
type lookup struct {
	kind    string
	getPath string // path of one object
	getOp   Op
	lists   []listEndpoint
}

// listEndpoint is a list of objects, and what it filters by.
type listEndpoint struct {
	op           Op
	path         string
	pathFilter   *listFilter  // what the gid in the path stands for; nil if there is none
	queryFilters []listFilter // the parameters that filter
	alsoKind     string       // another kind that it shows
	ownedOnly    bool         // it shows only what belongs to the token's user
}

// lookups are the objects that a webhook may refer to. Their lists have all the
// filters that Asana's OpenAPI document describes for them.
var lookups = []lookup{
	{kindWorkspace, "/workspaces/{gid}", GetWorkspace, []listEndpoint{
		{op: GetWorkspaces, path: "/workspaces"},
	}},
	{kindProject, "/projects/{gid}", GetProject, []listEndpoint{
		{op: GetProjects, path: "/projects", queryFilters: []listFilter{ofWorkspace, ofTeam, isArchived}},
		{op: GetProjectsForWorkspace, path: "/workspaces/{gid}/projects", pathFilter: &ofWorkspace, queryFilters: []listFilter{isArchived}},
		{op: GetProjectsForTeam, path: "/teams/{gid}/projects", pathFilter: &ofTeam, queryFilters: []listFilter{isArchived}},
		{op: GetItemsForPortfolio, path: "/portfolios/{gid}/items", pathFilter: &inPortfolio, alsoKind: kindPortfolio},
	}},
	{kindUser, "/users/{gid}", GetUser, []listEndpoint{
		{op: GetUsers, path: "/users", queryFilters: []listFilter{ofWorkspace, memberOfTeam}},
	}},
	{kindTeam, "/teams/{gid}", GetTeam, []listEndpoint{
		{op: GetTeamsForWorkspace, path: "/workspaces/{gid}/teams", pathFilter: &ofWorkspace},
	}},
	{kindPortfolio, "/portfolios/{gid}", GetPortfolio, []listEndpoint{
		// Only a service account may list what others own, and no token is one here.
		{op: GetPortfolios, path: "/portfolios", queryFilters: []listFilter{ofWorkspace.required(), ownedBy}, ownedOnly: true},
	}},
	{kindSection, "/sections/{gid}", GetSection, []listEndpoint{
		{op: GetSectionsForProject, path: "/projects/{gid}/sections", pathFilter: &ofProject},
	}},
	{kindTag, "/tags/{gid}", GetTag, []listEndpoint{
		{op: GetTags, path: "/tags", queryFilters: []listFilter{ofWorkspace}},
		{op: GetTagsForWorkspace, path: "/workspaces/{gid}/tags", pathFilter: &ofWorkspace},
	}},
	{kindTask, "/tasks/{gid}", GetTask, nil},
	{kindGoal, "/goals/{gid}", GetGoal, nil},
	{kindUserTaskList, "/user_task_lists/{gid}", GetUserTaskList, nil},
}

// records writes the full record of an object, by its kind.
var records = map[string]func(*Server, *object) any{
	kindWorkspace:    wireWorkspace,
	kindProject:      wireProject,
	kindUser:         wireUser,
	kindTeam:         wireTeam,
	kindPortfolio:    wirePortfolio,
	kindSection:      wireSection,
	kindTag:          wireTag,
	kindTask:         wireTask,
	kindGoal:         wireGoal,
	kindUserTaskList: wireUserTaskList,
}
