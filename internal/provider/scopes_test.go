package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/contract"
)

// The scopes in the guide are those that Asana's document asks for the calls
// that each object makes.
func TestAccGuide_scopes(t *testing.T) {
	t.Parallel()
	contract.Require(t)
	tests := map[string]func(*api) string{
		"`asana_webhook`, the resource": func(a *api) string {
			a.existing()
			return a.webhookTo(target, "replace_existing = true")
		},
		"`asana_webhook`, the data source, by `id`": func(a *api) string {
			return `data "asana_webhook" "test" { id = "` + a.existing() + `" }`
		},
		"`asana_webhook`, the data source, by `resource` and `target`": func(a *api) string {
			a.existing()
			return "data \"asana_webhook\" \"test\" {\n  resource = \"" + a.project + "\"\n  target = \"" + target + "\"\n}"
		},
		"`asana_webhooks`, `terraform query`": func(a *api) string {
			return `data "asana_webhooks" "test" { workspace = "` + a.workspace + `" }`
		},
		"`asana_projects` of a workspace or a team": func(a *api) string {
			return "data \"asana_projects\" \"workspace\" {\n  workspace = \"" + a.workspace + "\"\n}\n" +
				"data \"asana_projects\" \"team\" {\n  team = \"" + a.AddTeam(a.workspace, "Marketing") + "\"\n}\n"
		},
		"`asana_projects` of a portfolio": func(a *api) string {
			return `data "asana_projects" "test" { portfolio = "` + a.AddPortfolio(a.workspace, "Roadmap") + `" }`
		},
		"`asana_workspace`": func(*api) string { return `data "asana_workspace" "test" { name = "Example Corp" }` },
		"`asana_project`":   func(a *api) string { return byNameAndGID(a, "project", "Launch", a.project) },
		"`asana_section` by `id` or by `name`": func(a *api) string {
			return "data \"asana_section\" \"name\" {\n  name = \"To do\"\n  project = \"" + a.project + "\"\n}\n" +
				"data \"asana_section\" \"gid\" {\n  id = \"" + a.AddSection(a.project, "To do") + "\"\n}\n"
		},
		"`asana_tag`": func(a *api) string { return byNameAndGID(a, "tag", "Urgent", a.AddTag(a.workspace, "Urgent")) },
		"`asana_user_task_list`": func(a *api) string {
			return "data \"asana_user_task_list\" \"mine\" {\n  workspace = \"" + a.workspace + "\"\n}\n" +
				"data \"asana_user_task_list\" \"gid\" {\n  id = \"" + a.UserTaskList(a.Me(), a.workspace) + "\"\n}\n"
		},
		"`asana_team`": func(a *api) string {
			return byNameAndGID(a, "team", "Marketing", a.AddTeam(a.workspace, "Marketing"))
		},
		"`asana_portfolio`": func(a *api) string {
			return byNameAndGID(a, "portfolio", "Roadmap", a.AddPortfolio(a.workspace, "Roadmap"))
		},
		"`asana_user`": func(a *api) string {
			return byNameAndGID(a, "user", "Ann", a.AddUser("Ann", "ann@example.com", a.workspace))
		},
		"functions, `asana_webhook_secret`, `asana_probe_target`": nil, // no call: their own tests show it
	}
	for name, scopes := range scopesInTheGuide(t) {
		config, known := tests[name]
		if !known {
			t.Errorf("nothing shows what %s needs", name)
			continue
		}
		delete(tests, name)
		if config == nil {
			if scopes != "none" {
				t.Errorf("%s: %s", name, scopes)
			}
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			w := newWorkdir(t, a.provider("")+config(a))
			w.apply(t)
			if len(a.Webhooks()) > 0 { // which only the resource deletes
				w.must(t, "destroy", "-auto-approve")
			}
			if needed := scopesOf(t, a.Requests()); needed != scopes {
				t.Errorf("needs %s, and the guide says %s", needed, scopes)
			}
		})
	}
	for name := range tests {
		t.Errorf("the guide says nothing of %s", name)
	}
}

func byNameAndGID(a *api, kind, name, gid string) string {
	return "data \"asana_" + kind + "\" \"name\" {\n  name = \"" + name + "\"\n  workspace = \"" + a.workspace + "\"\n}\n" +
		"data \"asana_" + kind + "\" \"gid\" {\n  id = \"" + gid + "\"\n}\n"
}

// scopesInTheGuide reads the table: which scopes for what.
func scopesInTheGuide(t *testing.T) map[string]string {
	t.Helper()
	_, table, _ := strings.Cut(guide(t, "permissions-and-scopes"), "| what you use | scopes |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := map[string]string{}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		if len(cells) != 2 {
			t.Fatalf("what is %q?", line)
		}
		scopes := strings.Split(strings.NewReplacer("`", "", " |", "").Replace(cells[1]), ", ")
		slices.Sort(scopes)
		rows[strings.TrimPrefix(cells[0], "| ")] = strings.Join(scopes, " ")
	}
	return rows
}

func scopesOf(t *testing.T, requests []asanatest.Request) string {
	t.Helper()
	needed := map[string]bool{}
	for _, r := range requests {
		scopes := contract.Scopes(t, r.Method, r.Path)
		if len(scopes) == 0 { // the document names none
			scopes = []string{"default"}
		}
		for _, scope := range scopes {
			needed[scope] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(needed)), " ")
}
