package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A list without opt_fields lacks what the provider compares, and one without a limit
// takes more calls than it needs. The contract with Asana allows both.
func TestAccLists_query(t *testing.T) {
	t.Parallel()
	const webhookFields = "active created_at delivery_retry_count failure_deletion_timestamp filters last_failure_at " +
		"last_failure_content last_success_at next_attempt_after resource resource.name target"
	const projectFields = "archived name permalink_url team"
	for name, tc := range map[string]struct {
		block string // with WORKSPACE, PROJECT and TEAM in place of gids
		op    asanatest.Op
		want  map[string]string
	}{
		"webhooks": {
			`data "asana_webhooks" "it" { workspace = "WORKSPACE" }`, asanatest.GetWebhooks,
			map[string]string{"workspace": "WORKSPACE", "opt_fields": webhookFields, "limit": "100"},
		},
		"webhooks of a resource": {
			"data \"asana_webhooks\" \"it\" {\n  workspace = \"WORKSPACE\"\n  resource = \"PROJECT\"\n}", asanatest.GetWebhooks,
			map[string]string{"workspace": "WORKSPACE", "resource": "PROJECT", "opt_fields": webhookFields, "limit": "100"},
		},
		"projects of a workspace": {
			`data "asana_projects" "it" { workspace = "WORKSPACE" }`, "getProjectsForWorkspace",
			map[string]string{"opt_fields": projectFields, "limit": "100", "archived": "false"},
		},
		"projects of a team": {
			`data "asana_projects" "it" { team = "TEAM" }`, "getProjectsForTeam",
			map[string]string{"opt_fields": projectFields, "limit": "100", "archived": "false"},
		},
		"project by name": {
			"data \"asana_project\" \"it\" {\n  workspace = \"WORKSPACE\"\n  name = \"Launch\"\n}", "getProjectsForWorkspace",
			map[string]string{"limit": "100"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			gids := strings.NewReplacer("WORKSPACE", a.workspace, "PROJECT", a.project, "TEAM", a.AddTeam(a.workspace, "Marketing"))
			w := newWorkdir(t, a.provider("")+gids.Replace(tc.block))
			w.apply(t)
			requests := a.Requests(tc.op)
			if len(requests) == 0 {
				t.Fatal("no list was asked for")
			}
			want := map[string]string{}
			for parameter, value := range tc.want {
				want[parameter] = gids.Replace(value)
			}
			for _, r := range requests {
				got := map[string]string{}
				for parameter, values := range r.Query {
					got[parameter] = strings.Join(values, " and ")
				}
				if fields, ok := got["opt_fields"]; ok {
					got["opt_fields"] = strings.Join(slices.Sorted(slices.Values(strings.Split(fields, ","))), " ")
				}
				if !maps.Equal(got, want) {
					t.Errorf("asked with %v, want %v", got, want)
				}
			}
		})
	}
}
