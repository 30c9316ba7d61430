package asanatest

import (
	"net/http"
	"strings"
)

// route is an operation, where it is found and what it does.
type route struct {
	op      Op
	method  string
	path    string // {gid} stands for one segment
	perform func(*Server, *call) (response, error)
}

// routes are the operations served.
var routes = append([]route{
	{CreateWebhook, http.MethodPost, "/webhooks", (*Server).createWebhook},
	{GetWebhooks, http.MethodGet, "/webhooks", (*Server).getWebhooks},
	{GetWebhook, http.MethodGet, "/webhooks/{gid}", (*Server).getWebhook},
	{UpdateWebhook, http.MethodPut, "/webhooks/{gid}", (*Server).updateWebhook},
	{DeleteWebhook, http.MethodDelete, "/webhooks/{gid}", (*Server).deleteWebhook},
	{GetUserTaskListForUser, http.MethodGet, "/users/{gid}/user_task_list", (*Server).userTaskListForUser},
}, lookupRoutes()...)

// Ops returns the operations that the simulator serves.
func Ops() []Op {
	ops := []Op{oauthRoute.op}
	for _, r := range routes {
		ops = append(ops, r.op)
	}
	return ops
}

// matchRoute finds the route of a request and the gid in its path. A known path
// with another method matches nothing: Asana answers 404 there, never 405.
func matchRoute(method, path string) (found *route, gid string) {
	if method == oauthRoute.method && path == oauthRoute.path {
		return &oauthRoute, ""
	}
	rest, ok := strings.CutPrefix(path, basePath)
	if !ok {
		return nil, ""
	}
	for i := range routes {
		if routes[i].method != method {
			continue
		}
		if gid, ok := matchPath(routes[i].path, rest); ok {
			return &routes[i], gid
		}
	}
	return nil, ""
}

// matchPath compares segment by segment.
func matchPath(pattern, path string) (gid string, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return "", false
	}
	for i := range want {
		switch {
		case want[i] == "{gid}" && got[i] != "":
			gid = got[i]
		case want[i] != got[i]:
			return "", false
		}
	}
	return gid, true
}
