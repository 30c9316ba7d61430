package asanatest

// Op names an operation of the API by its operationId in Asana's OpenAPI
// document. Faults, holds and the request log use it; the empty Op stands for any
// operation, and for requests that match no route.
type Op string

// The operations that the simulator serves.
const (
	CreateWebhook           Op = "createWebhook"
	GetWebhook              Op = "getWebhook"
	GetWebhooks             Op = "getWebhooks"
	UpdateWebhook           Op = "updateWebhook"
	DeleteWebhook           Op = "deleteWebhook"
	GetWorkspaces           Op = "getWorkspaces"
	GetWorkspace            Op = "getWorkspace"
	GetProjects             Op = "getProjects"
	GetProjectsForWorkspace Op = "getProjectsForWorkspace"
	GetProjectsForTeam      Op = "getProjectsForTeam"
	GetProject              Op = "getProject"
	GetSectionsForProject   Op = "getSectionsForProject"
	GetSection              Op = "getSection"
	GetUsers                Op = "getUsers"
	GetUser                 Op = "getUser"
	GetUserTaskListForUser  Op = "getUserTaskListForUser"
	GetUserTaskList         Op = "getUserTaskList"
	GetTask                 Op = "getTask"
	GetTags                 Op = "getTags"
	GetTagsForWorkspace     Op = "getTagsForWorkspace"
	GetTag                  Op = "getTag"
	GetTeamsForWorkspace    Op = "getTeamsForWorkspace"
	GetTeam                 Op = "getTeam"
	GetPortfolios           Op = "getPortfolios"
	GetPortfolio            Op = "getPortfolio"
	GetItemsForPortfolio    Op = "getItemsForPortfolio"
	GetGoal                 Op = "getGoal"
)
