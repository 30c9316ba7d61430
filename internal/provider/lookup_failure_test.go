package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A look-up that Asana refuses has not found out whether the object exists, and
// its title says so.
func TestAccLookup_notAllowed(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		block  string // WORKSPACE and PROJECT stand for gids
		op     asanatest.Op
		status int
		want   []string
	}{
		"name, 401": {
			`data "asana_project" "it" { name = "Launch" }`, asanatest.GetProjectsForWorkspace, http.StatusUnauthorized,
			[]string{"Error: Not authorized to read project", `the project "Launch" in workspace WORKSPACE`, "401 Unauthorized", "Asana did not accept the access token"},
		},
		"name, 403": {
			`data "asana_team" "it" { name = "T" }`, asanatest.GetTeamsForWorkspace, http.StatusForbidden,
			[]string{"Error: Access to team forbidden", `the team "T" in workspace WORKSPACE`, "403 Forbidden", "The token has no access to the object"},
		},
		"gid, 403": {
			`data "asana_project" "it" { id = "PROJECT" }`, asanatest.GetProject, http.StatusForbidden,
			[]string{"Error: Access to project forbidden", "project PROJECT"},
		},
		"gid, 404": {
			`data "asana_project" "it" { id = "404404" }`, asanatest.GetUser, http.StatusForbidden, // which is not called
			[]string{"Error: Project not found", "project 404404", "404 Not Found"},
		},
		"gid, 500": {
			`data "asana_project" "it" { id = "PROJECT" }`, asanatest.GetProject, http.StatusInternalServerError,
			[]string{"Error: Project not read"},
		},
		"webhook, 401": {
			`data "asana_webhook" "it" { id = "7001" }`, asanatest.GetWebhook, http.StatusUnauthorized,
			[]string{"Error: Not authorized to read webhook", "webhook 7001"},
		},
		"webhook of a target, 403": {
			`data "asana_webhook" "it" {
  resource = "PROJECT"
  target   = "https://hooks.example.com/asana"
}`, asanatest.GetWebhooks, http.StatusForbidden,
			[]string{"Error: Access to webhook forbidden", "a webhook on resource PROJECT"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			a.Inject(asanatest.Fault{Op: tc.op, Status: tc.status, Times: -1})
			gids := strings.NewReplacer("WORKSPACE", a.workspace, "PROJECT", a.project)
			out := newWorkdir(t, a.provider(fmt.Sprintf("workspace = %q\nmax_retries = 0", a.workspace))+gids.Replace(tc.block)+"\n").run(t, "plan")
			for _, want := range tc.want {
				out.contains(t, gids.Replace(want))
			}
			if out.code != 1 {
				t.Errorf("exit code %d", out.code)
			}
		})
	}
}

// A proxy's refusal is not Asana's.
func TestAccLookup_notAllowedByAProxy(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Inject(asanatest.Fault{Op: asanatest.GetProject, Status: http.StatusForbidden, HTML: true, Times: -1})
	newWorkdir(t, a.provider("")+fmt.Sprintf("data \"asana_project\" \"it\" {\n  id = %q\n}\n", a.project)).run(t, "plan").
		contains(t, "Error: Project not read", "This answer does not come from Asana's API")
}

// Which workspaces there are is only a help, unless the token is the problem.
func TestAccLookup_whichWorkspaceWithABadToken(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for status, want := range map[int]string{http.StatusUnauthorized: "Error: Not authorized to read workspaces", http.StatusForbidden: "Error: Missing workspace"} {
		a.Inject(asanatest.Fault{Op: asanatest.GetWorkspaces, Status: status})
		newWorkdir(t, a.provider("")+"data \"asana_project\" \"it\" {\n  name = \"Launch\"\n}\n", withoutAsana()...).run(t, "plan").contains(t, want)
	}
}
