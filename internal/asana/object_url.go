package asana

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// ObjectURL is what the URL of a page in Asana's web application says of the
// object that the page shows. What it does not say is empty.
type ObjectURL struct {
	// Type is the object's resource_type: task, project, section, tag, story,
	// portfolio, goal, team, user or workspace.
	Type string
	// GID is the object's.
	GID string
	// Workspace is the gid of the workspace; only URLs that begin with /1/ have it.
	Workspace string
	// Project is the gid of the project in which the object is shown, or of
	// the project itself.
	Project string
}

// objectURLs are the known forms of paths. A name in braces stands for the gid
// of such an object, the last one being the object that the page shows;
// {view} is one of views, and {} a number that means nothing here.
//
// Asana announced the forms with /1/ in 2025 ("New V1 Asana URL format in the
// browser", in its forum) and promised to support the others for good; it lists
// neither completely. Most of those here were seen in announcements or in use,
// some (goal, profile, section and tag under /1/, stories under /0/ and in inboxes) are our
// reading of the pattern. URLs with /0/ do not tell
// a tag or somebody's "My tasks" from a project.
var objectURLs = []string{
	"/0/0/{task}",
	"/0/{project}",
	"/0/{project}/{view}",
	"/0/{project}/{view}/{}",
	"/0/{project}/{task}",
	"/0/{project}/{task}/{story}",
	"/0/search/{}/{task}",
	"/0/home/{}/{task}",
	"/0/inbox/{}/{task}",
	"/0/inbox/{}/{task}/{story}",
	"/0/portfolio/{portfolio}",
	"/0/portfolio/{portfolio}/{}",
	"/0/portfolio/{portfolio}/{view}",
	"/0/goal/{goal}",
	"/0/goal/{goal}/{view}",
	"/0/team/{team}",
	"/0/team/{team}/{view}",
	"/0/profile/{user}",

	"/1/{workspace}",
	"/1/{workspace}/home",
	"/1/{workspace}/search",
	"/1/{workspace}/inbox",
	"/1/{workspace}/inbox/{}",
	"/1/{workspace}/inbox/{}/item/{}/story/{story}",
	"/1/{workspace}/task/{task}",
	"/1/{workspace}/task/{task}/comment/{story}",
	"/1/{workspace}/task/{task}/story/{story}",
	"/1/{workspace}/project/{project}",
	"/1/{workspace}/project/{project}/{view}",
	"/1/{workspace}/project/{project}/{view}/{}",
	"/1/{workspace}/project/{project}/section/{section}",
	"/1/{workspace}/project/{project}/task/{task}",
	"/1/{workspace}/project/{project}/task/{task}/comment/{story}",
	"/1/{workspace}/project/{project}/task/{task}/story/{story}",
	"/1/{workspace}/portfolio/{portfolio}",
	"/1/{workspace}/portfolio/{portfolio}/{view}",
	"/1/{workspace}/portfolio/{portfolio}/{view}/{}",
	"/1/{workspace}/goal/{goal}",
	"/1/{workspace}/goal/{goal}/{view}",
	"/1/{workspace}/tag/{tag}",
	"/1/{workspace}/tag/{tag}/{view}",
	"/1/{workspace}/team/{team}",
	"/1/{workspace}/team/{team}/{view}",
	"/1/{workspace}/profile/{user}",
}

// views are the tabs of projects, portfolios, goals and teams.
var views = []string{
	"list", "board", "timeline", "gantt", "calendar", "overview", "dashboard", "progress",
	"workload", "workflow", "messages", "conversations", "files", "note", "members",
}

const knownObjectURLs = "known are https://app.asana.com/0/PROJECT/TASK, …/0/PROJECT/list (or board, timeline, calendar, overview …), " +
	"…/0/portfolio/GID, …/0/goal/GID, …/0/team/GID and …/0/profile/GID, and https://app.asana.com/1/WORKSPACE/project/PROJECT/task/TASK, " +
	"…/1/WORKSPACE/task/TASK, …/1/WORKSPACE/project/PROJECT/list, …/1/WORKSPACE/portfolio/GID and the like"

// ParseObjectURL reads the URL of a page in Asana's web application, of either
// generation. Query, fragment, a final /f (full screen) and white space around
// it make no difference. Errors never quote more of the URL than its host.
func ParseObjectURL(s string) (ObjectURL, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	switch {
	case err != nil, u.Scheme == "", u.Opaque != "":
		return ObjectURL{}, errors.New("this is not an absolute URL: " + knownObjectURLs)
	case u.Scheme != "https" && u.Scheme != "http", !strings.EqualFold(u.Host, "app.asana.com"):
		return ObjectURL{}, fmt.Errorf("this is not a URL of Asana's web application, which is at https://app.asana.com, but of %q: %s", u.Scheme+"://"+u.Host, knownObjectURLs)
	}
	path := strings.TrimSuffix(strings.TrimSuffix(u.EscapedPath(), "/"), "/f")
	segments := strings.Split(path, "/")
	for _, form := range objectURLs {
		if o, ok := matchObjectURL(form, segments); ok {
			return o, nil
		}
	}
	return ObjectURL{}, errors.New("no object can be read from this URL of Asana: " + knownObjectURLs)
}

// matchObjectURL holds a path against a form, segment by segment.
func matchObjectURL(form string, segments []string) (ObjectURL, bool) {
	wanted := strings.Split(form, "/")
	if len(wanted) != len(segments) {
		return ObjectURL{}, false
	}
	var o ObjectURL
	for i, want := range wanted {
		got := segments[i]
		name, isName := strings.CutPrefix(want, "{")
		switch name = strings.TrimSuffix(name, "}"); {
		case !isName && got == want, name == "view" && slices.Contains(views, got):
			continue
		case !isName, name == "view", CheckGID(got) != nil, strings.Trim(got, "0") == "":
			return ObjectURL{}, false
		case name == "":
			continue
		case name == "workspace":
			o.Workspace = got
		case name == "project":
			o.Project = got
		}
		o.Type, o.GID = name, got
	}
	return o, true
}
