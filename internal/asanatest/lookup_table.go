package asanatest

// lookup is a kind of object that can only be looked at: one by gid, and lists.
type lookup struct {
	kind  string
	one   string // path of one object
	oneOp Op
	lists []listing
}

// listing is a list of objects, and what it filters by.
type listing struct {
	op    Op
	path  string
	in    *criterion  // what the gid in the path stands for; nil if there is none
	query []criterion // the parameters that filter
	also  string      // another kind that it shows
	own   bool        // it shows only what belongs to the token's user
}

// lookups are the objects that a webhook may refer to. Their lists have all the
// filters that Asana's OpenAPI document describes for them.
var lookups = []lookup{
	{kindWorkspace, "/workspaces/{gid}", GetWorkspace, []listing{
		{op: GetWorkspaces, path: "/workspaces"},
	}},
	{kindProject, "/projects/{gid}", GetProject, []listing{
		{op: GetProjects, path: "/projects", query: []criterion{ofWorkspace, ofTeam, isArchived}},
		{op: GetProjectsForWorkspace, path: "/workspaces/{gid}/projects", in: &ofWorkspace, query: []criterion{isArchived}},
		{op: GetProjectsForTeam, path: "/teams/{gid}/projects", in: &ofTeam, query: []criterion{isArchived}},
		{op: GetItemsForPortfolio, path: "/portfolios/{gid}/items", in: &inPortfolio, also: kindPortfolio},
	}},
	{kindUser, "/users/{gid}", GetUser, []listing{
		{op: GetUsers, path: "/users", query: []criterion{ofWorkspace, memberOfTeam}},
	}},
	{kindTeam, "/teams/{gid}", GetTeam, []listing{
		{op: GetTeamsForWorkspace, path: "/workspaces/{gid}/teams", in: &ofWorkspace},
	}},
	{kindPortfolio, "/portfolios/{gid}", GetPortfolio, []listing{
		// Only a service account may list what others own, and no token is one here.
		{op: GetPortfolios, path: "/portfolios", query: []criterion{ofWorkspace.required(), ownedBy}, own: true},
	}},
	{kindSection, "/sections/{gid}", GetSection, []listing{
		{op: GetSectionsForProject, path: "/projects/{gid}/sections", in: &ofProject},
	}},
	{kindTag, "/tags/{gid}", GetTag, []listing{
		{op: GetTags, path: "/tags", query: []criterion{ofWorkspace}},
		{op: GetTagsForWorkspace, path: "/workspaces/{gid}/tags", in: &ofWorkspace},
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
