package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// company is an account with one object of each kind.
type company struct {
	*api
	team, portfolio, user, section, tag string
}

func newCompany(t *testing.T) *company {
	t.Helper()
	a := newAPI(t)
	return &company{
		api:  a,
		team: a.AddTeam(a.workspace, "Marketing"), portfolio: a.AddPortfolio(a.workspace, "Roadmap"),
		user:    a.AddUser("Ann", "ann@example.com", a.workspace),
		section: a.AddSection(a.project, "In review"), tag: a.AddTag(a.workspace, "Urgent"),
	}
}

// in is a provider block with the company's workspace as its own.
func (c *company) in() string { return c.provider("workspace = \"" + c.workspace + "\"") }

// outputs are outputs of some attributes of a data source, by name.
func outputs(source string, attributes ...string) string {
	var b strings.Builder
	for _, a := range attributes {
		fmt.Fprintf(&b, "output %q {\n  value = jsonencode(%s.%s)\n}\n", a, source, a)
	}
	return b.String()
}

func TestAccLookup_byIDAndByName(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	in := map[string]string{"section": fmt.Sprintf("project = %q", c.project)}
	for kind, tc := range map[string]struct {
		gid, name string
		want      map[string]string // further attributes, as JSON
	}{
		"workspace": {c.workspace, "Example Corp", map[string]string{"is_organization": "true", "email_domains": `["example.com"]`}},
		"project":   {c.project, "Launch", map[string]string{"workspace": `"` + c.workspace + `"`, "archived": "false", "team": "null", "permalink_url": `"https://app.asana.com/1/` + c.workspace + `/project/` + c.project + `"`}},
		"section":   {c.section, "In review", map[string]string{"project": `"` + c.project + `"`}},
		"tag":       {c.tag, "Urgent", map[string]string{"workspace": `"` + c.workspace + `"`, "permalink_url": `"https://app.asana.com/0/` + c.tag + `/list"`}},
		"team":      {c.team, "Marketing", map[string]string{"workspace": `"` + c.workspace + `"`}},
		"portfolio": {c.portfolio, "Roadmap", map[string]string{"workspace": `"` + c.workspace + `"`, "owner": `"` + c.Me() + `"`}},
		"user":      {c.user, "Ann", map[string]string{"email": `"ann@example.com"`, "workspaces": `["` + c.workspace + `"]`}},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			names := []string{"id", "name"}
			for name := range tc.want {
				names = append(names, name)
			}
			for _, argument := range []string{fmt.Sprintf("id = %q", tc.gid), fmt.Sprintf("name = %q\n  %s", tc.name, in[kind])} {
				w := newWorkdir(t, c.in()+fmt.Sprintf("data \"asana_%s\" \"it\" {\n  %s\n}\n", kind, argument)+outputs("data.asana_"+kind+".it", names...))
				w.apply(t)
				tc.want["id"], tc.want["name"] = `"`+tc.gid+`"`, `"`+tc.name+`"`
				for name, want := range tc.want {
					if got := w.must(t, "output", "-raw", name).text; got != want {
						t.Errorf("by %s: %s is %s, want %s", argument, name, got, want)
					}
				}
			}
		})
	}
}

func TestAccLookup_user(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	for argument, want := range map[string]string{"": c.Me(), `id = "me"`: c.Me(), `id = "ann@example.com"`: c.user} {
		w := newWorkdir(t, c.provider("")+fmt.Sprintf("data \"asana_user\" \"it\" {\n  %s\n}\n", argument)+outputs("data.asana_user.it", "id"))
		w.apply(t)
		w.must(t, "output", "-raw", "id").contains(t, `"`+want+`"`)
	}
}

func TestAccLookup_userTaskList(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	mine, anns := c.UserTaskList(c.Me(), c.workspace), c.UserTaskList(c.user, c.workspace)
	for argument, want := range map[string][2]string{
		"":                               {mine, c.Me()},
		`user = "me"`:                    {mine, "me"},
		`user = "ann@example.com"`:       {anns, "ann@example.com"},
		fmt.Sprintf("user = %q", c.user): {anns, c.user},
		fmt.Sprintf("id = %q", anns):     {anns, c.user},
	} {
		w := newWorkdir(t, c.in()+fmt.Sprintf("data \"asana_user_task_list\" \"it\" {\n  %s\n}\n", argument)+
			outputs("data.asana_user_task_list.it", "id", "user", "workspace", "name"), withoutAsana()...)
		w.apply(t)
		for name, want := range map[string]string{"id": want[0], "user": want[1], "workspace": c.workspace, "name": "My tasks in Example Corp"} {
			if got := w.must(t, "output", "-raw", name).text; got != `"`+want+`"` {
				t.Errorf("by %q: %s is %s, want %s", argument, name, got, want)
			}
		}
	}
	if n := len(c.Requests()); n != 5 {
		t.Errorf("%d calls, want one for each", n)
	}
}

// Sections of other projects have nothing to do with it.
func TestAccLookup_sectionOfAnotherProject(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	other := c.AddProject(c.workspace, "Other")
	c.AddSection(other, "To do")
	same := c.AddSection(other, "In review")
	w := newWorkdir(t, c.in()+fmt.Sprintf("data \"asana_section\" \"it\" {\n  name = \"In review\"\n  project = %q\n}\n", other)+outputs("data.asana_section.it", "id"))
	w.apply(t)
	w.must(t, "output", "-raw", "id").contains(t, `"`+same+`"`)
}

func TestAccLookup_refused(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	first, second := c.AddProject(c.workspace, "Twice"), c.AddProject(c.workspace, "Twice")
	for i := range 12 {
		c.AddProject(c.workspace, fmt.Sprintf("Other %02d", i))
	}
	other := c.AddWorkspace("Empty Corp")
	type refused struct {
		source, arguments string
		want              []string
	}
	for name, blocks := range map[string][]refused{
		"by the validation": {
			{"section", `name = "In review"`, []string{"Error: Missing argument", "Attribute project: The provider looks up a section by its name in one project. Set the gid of the project."}},
			{"user_task_list", `id = "1"` + "\n" + `user = "me"`, []string{"Error: Conflicting arguments", "Attribute user: Set the id or the user of the user task list, not both."}},
			{"project", `id = "1"` + "\n" + `name = "Launch"`, []string{"Error: Conflicting arguments", "Attribute name: Set the id or the name of the project, not both."}},
			{"team", ``, []string{"Error: Missing argument", "Attribute id: Set the id or the name of the team."}},
			{"portfolio", `id = "Roadmap"`, []string{`Attribute id: "Roadmap" is not a gid`}},
			{"user", `id = "Ann"`, []string{`Attribute id: "Ann" is not a user`}},
			{"project", `name = ""`, []string{"Attribute name: The value is empty"}},
			{"project", `name = "Launch"` + "\n" + `workspace = "Example Corp"`, []string{`Attribute workspace: "Example Corp" is not a gid`}},
		},
		"without a workspace": {
			{"project", `name = "Launch"`, []string{
				"Error: Missing workspace", "Attribute workspace: The look-up needs a workspace.", "ASANA_WORKSPACE", "- Example Corp (" + c.workspace + ")",
			}},
		},
		"by the look-up": {
			{"project", `name = "Twice"`, []string{
				"Error: Ambiguous name", "Attribute name: 2 projects in workspace " + c.workspace + ` are called "Twice".`,
				"- Twice (" + first + ")", "- Twice (" + second + ")",
			}},
			{"project", `name = "launch"`, []string{
				"Error: Project not found", `No project in workspace ` + c.workspace + ` is called "launch". Check the spelling. These exist: - Launch (` + c.project + ")", "- and 5 more",
			}},
			{"workspace", `name = "Example"`, []string{"Error: Workspace not found", "- Example Corp (" + c.workspace + ")"}},
			{"team", `name = "T"` + "\n workspace = \"" + other + `"`, []string{"The token's user can see no"}},
			{"project", `id = "404404"`, []string{"Error: Project not found", "project 404404", "404 Not Found"}},
			{"project", `name = "Launch"` + "\n" + `workspace = "404404"`, []string{
				"Error: Project not read", `the project "Launch" in workspace 404404`, "404 Not Found",
			}},
			{"section", `name = "Done"` + "\n" + fmt.Sprintf("project = %q", c.project), []string{
				"Error: Section not found", `No section in project ` + c.project + ` is called "Done". Check the spelling. These exist: - In review (` + c.section + ")",
			}},
			{"user_task_list", `id = "404404"`, []string{"Error: User task list not found", "user task list 404404"}},
			{"user_task_list", `user = "404404"`, []string{
				"Error: User task list not read", `the user task list of user "404404" in workspace ` + c.workspace, "404 Not Found",
			}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := c.in()
			if name == "without a workspace" {
				config = c.provider("")
			}
			for i, b := range blocks {
				config += fmt.Sprintf("data \"asana_%s\" \"it%d\" {\n  %s\n}\n", b.source, i, b.arguments)
			}
			out := newWorkdir(t, config, withoutAsana()...).run(t, "plan")
			for i, b := range blocks {
				out.contains(t, append(b.want, fmt.Sprintf("with data.asana_%s.it%d,", b.source, i))...)
			}
			if n := strings.Count(out.text, "Error: "); n != len(blocks) || out.code != 1 {
				t.Errorf("the plan ended with %d and %d errors, want %d:\n%s", out.code, n, len(blocks), out.text)
			}
		})
	}
}

// Any member of a workspace may name a project, and so write into the errors.
func TestAccLookup_namesAreSafeToPrint(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	c.Rename(c.project, "Launch\x1b[2J\r\nError: forged\u202e "+strings.Repeat("x", 900))
	c.AddWorkspace("Other\x1b[2J\nCorp")
	for name, tc := range map[string]struct{ provider, want string }{
		"not found":       {c.in(), "- Launch[2J Error: forged xxx"},
		"which workspace": {c.provider(""), "- Other[2J Corp ("},
	} {
		w := newWorkdir(t, tc.provider+"data \"asana_project\" \"it\" {\n  name = \"Launch\"\n}\n", withoutAsana()...)
		out := w.run(t, "plan")
		out.contains(t, tc.want)
		out.keepsQuiet(t, "\x1b", "\u202e", strings.Repeat("x", 200))
		if out.code != 1 {
			t.Errorf("%s: exit code %d", name, out.code)
		}
	}
}

func TestAccLookup_pages(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	for range 250 {
		c.AddProject(c.workspace, "One of many")
	}
	last := c.AddProject(c.workspace, "The last")
	w := newWorkdir(t, c.in()+"data \"asana_project\" \"it\" {\n  name = \"The last\"\n}\n"+outputs("data.asana_project.it", "id"))
	w.must(t, "apply", "-auto-approve")
	w.must(t, "output", "-raw", "id").contains(t, `"`+last+`"`)
	if pages, single := len(c.Requests(asanatest.GetProjectsForWorkspace)), len(c.Requests(asanatest.GetProject)); pages != 3 || single != 1 {
		t.Errorf("%d pages and %d single reads, want 3 and 1", pages, single)
	}
}

// Many look-ups by name in one run list the workspace once.
func TestAccLookup_manyByName(t *testing.T) {
	t.Parallel()
	c := newCompany(t)
	for i := range 100 {
		c.AddProject(c.workspace, fmt.Sprintf("Project %d", i))
	}
	w := newWorkdir(t, c.in()+`
data "asana_project" "many" {
  count = 100
  name  = "Project ${count.index}"
}
`+"output \"found\" {\n  value = length(distinct(data.asana_project.many[*].id))\n}\n")
	w.must(t, "apply", "-auto-approve")
	w.must(t, "output", "-raw", "found").contains(t, "100")
	if pages, single := c.calls(asanatest.GetProjectsForWorkspace), c.calls(asanatest.GetProject); pages != 2 || single != 100 {
		t.Errorf("%d pages and %d single reads, want the 2 pages of one list and 100", pages, single)
	}
}

// The page of each data source has an example that works.
func TestAccLookup_examples(t *testing.T) {
	t.Parallel()
	for address := range mockable(t) {
		kind, isData := strings.CutPrefix(address, "data.asana_")
		if !isData || kind == "webhook" { // see TestAccWebhookData_exampleWarnsOfFailures
			continue
		}
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			c := newCompany(t)
			c.AddWebhook(asanatest.Webhook{Resource: c.project, Target: target + "/older"})
			c.AddProject(c.team, "Of the team")
			w := newWorkdir(t, example(t, "data-sources/asana_"+kind+"/data-source.tf"), append(withoutAsana(), "ASANA_ACCESS_TOKEN="+c.Token(), "ASANA_BASE_URL="+c.url)...)
			out := w.apply(t)
			if kind == "user" {
				out.contains(t, "Warning: Check block assertion failed", "The token is Test User's, not the service account's.")
			}
			w.must(t, "plan", "-detailed-exitcode")
		})
	}
}
