package provider

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func dataSourceCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	d := withAnswers(t, serverFailure)
	project, user := lookupOf(t, "project").dataSource(), lookupOf(t, "user").dataSource()
	listed := func(err error) func(*diag.Diagnostics) {
		return func(diags *diag.Diagnostics) {
			d.addFailure(diags, failure{"Webhooks not listed", "the webhooks of workspace " + goldenWorkspace, err})
		}
	}
	cases := []diagnosticsCase{
		validatedConfig(t, "asana_webhook has neither id nor resource and target", newWebhookDataSource(), nil),
		validatedConfig(t, "asana_webhook has an id and a target", newWebhookDataSource(), map[string]string{"id": goldenWebhook, "target": goldenTarget}),
		validatedConfig(t, "asana_webhook has a resource without a target", newWebhookDataSource(), map[string]string{"resource": goldenProject}),
		validatedConfig(t, "asana_webhook has a target without a resource", newWebhookDataSource(), map[string]string{"target": goldenTarget}),
		missingWebhook(t),
		validatedConfig(t, "asana_project has an id and a name", project, map[string]string{"id": goldenProject, "name": "Launch"}),
		validatedConfig(t, "asana_project has neither an id nor a name", project, nil),
		validatedConfig(t, "asana_section has a name and no project", lookupOf(t, "section").dataSource(), map[string]string{"name": "To do"}),
		validatedConfig(t, "asana_projects has a team and a portfolio", newProjectsDataSource(), map[string]string{"team": goldenProject, "portfolio": goldenProject}),
		validatedConfig(t, "asana_projects has archived and include_archived", newProjectsDataSource(), map[string]string{"archived": "true", "include_archived": "true"}),
		shown("the webhooks of a workspace can't be listed", listed(listForbidden())),
	}
	cases = append(cases, nameCases(t)...)
	cases = append(cases, workspaceCases(t)...)
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusInternalServerError} {
		name := strings.ToLower(http.StatusText(status))
		err := answerTo("getWebhook", "GET", "/webhooks/"+goldenWebhook, status, http.StatusText(status))
		cases = append(cases, shown("asana_webhook by its gid: "+name, func(diags *diag.Diagnostics) {
			d.addFailure(diags, notFound("webhook", "webhook "+goldenWebhook, err))
		}))
	}
	return append(cases, readConfig(t, "asana_user with an email address that nobody has", user, map[string]string{"id": "ada@example.com"},
		withAnswers(t, func(*http.Request) (int, string) {
			return http.StatusNotFound, `{"errors":[{"message":"user: Not a recognized ID: ada@example.com"}]}`
		})))
}

// lookupOf is the look-up of a kind of object.
func lookupOf(t *testing.T, kind string) lookup {
	t.Helper()
	for _, l := range lookups() {
		if l.kind == kind {
			return l
		}
	}
	t.Fatalf("there is no look-up of a %s", kind)
	return lookup{}
}

// configOf is a configuration of a data source in which some strings are set.
func configOf(t *testing.T, source datasource.DataSource, set map[string]string) tfsdk.Config {
	t.Helper()
	var schema datasource.SchemaResponse
	source.Schema(t.Context(), datasource.SchemaRequest{}, &schema)
	return tfsdk.Config{Schema: schema.Schema, Raw: rawValue(t.Context(), t, schema.Schema, set)}
}

func validatedConfig(t *testing.T, when string, source datasource.DataSource, set map[string]string) diagnosticsCase {
	t.Helper()
	return shown(when, func(diags *diag.Diagnostics) {
		var resp datasource.ValidateConfigResponse
		validating, ok := source.(datasource.DataSourceWithValidateConfig)
		if !ok {
			t.Fatal("the data source does not validate its configuration")
		}
		validating.ValidateConfig(t.Context(), datasource.ValidateConfigRequest{Config: configOf(t, source, set)}, &resp)
		diags.Append(resp.Diagnostics...)
	})
}

func readConfig(t *testing.T, when string, source datasource.DataSource, set map[string]string, d *providerData) diagnosticsCase {
	t.Helper()
	return shown(when, func(diags *diag.Diagnostics) {
		configured, ok := source.(datasource.DataSourceWithConfigure)
		if !ok {
			t.Fatal("the data source can't be configured")
		}
		var configure datasource.ConfigureResponse
		configured.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: d}, &configure)
		config := configOf(t, source, set)
		d.warnings.shown.Store("Asana API change announced: string_ids", true) // which has a case of its own
		d.warnings.shown.Store("Asana API change announced: new_goals", true)
		resp := datasource.ReadResponse{State: tfsdk.State(config)}
		source.Read(t.Context(), datasource.ReadRequest{Config: config}, &resp)
		diags.Append(resp.Diagnostics...)
	})
}

// missingWebhook is a pair that no webhook has.
func missingWebhook(t *testing.T) diagnosticsCase {
	t.Helper()
	d := withAnswers(t, func(*http.Request) (int, string) { return http.StatusOK, `{"data":[],"next_page":null}` })
	return readConfig(t, "asana_webhook finds no webhook with the resource and the target", newWebhookDataSource(),
		map[string]string{"resource": goldenProject, "target": goldenTarget + "?key=hush-key", "workspace": goldenWorkspace}, d)
}

// nameCases are look-ups by a name.
func nameCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	named := func(when string, status int, body string) diagnosticsCase {
		d := withAnswers(t, func(*http.Request) (int, string) { return status, body })
		source := &lookupDataSource{dataSource{data: d}, lookupOf(t, "project")}
		return shown(when, func(diags *diag.Diagnostics) { source.find(t.Context(), "Launch", goldenWorkspace, diags) })
	}
	projects := func(when string, names ...string) diagnosticsCase {
		var records []string
		for i, name := range names {
			records = append(records, fmt.Sprintf(`{"gid":"%d","name":%q}`, 1203455211902876+int64(i), name))
		}
		return named(when, http.StatusOK, `{"data":[`+strings.Join(records, ",")+`],"next_page":null}`)
	}
	refused := func(message string) string { return fmt.Sprintf(`{"errors":[{"message":%q}]}`, message) }
	return []diagnosticsCase{
		projects("several projects have the name", "Launch", "Other", "Launch"),
		projects("no project has the name", "Relaunch", "launch", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J"),
		projects("there are no projects"),
		named("the projects can't be listed: not authorized", http.StatusUnauthorized, refused("Not Authorized")),
		named("the projects can't be listed: forbidden", http.StatusForbidden, refused("You do not have access to this workspace.")),
		named("the projects can't be listed: the workspace does not exist", http.StatusNotFound, refused("workspace: Not a recognized ID: "+goldenWorkspace)),
	}
}

// workspaceCases are look-ups without a workspace.
func workspaceCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	without := func(when string, d *providerData) diagnosticsCase {
		return shown(when, func(diags *diag.Diagnostics) { d.workspaceOr(t.Context(), types.StringNull(), diags) })
	}
	unknown := withAnswers(t, serverFailure)
	unknown.workspaceUnknown = true
	return []diagnosticsCase{
		without("the workspace depends on something that does not exist yet", unknown),
		without("no workspace is set", withAnswers(t, func(*http.Request) (int, string) {
			return http.StatusOK, `{"data":[{"gid":"1200001111222233","name":"Example Corp"},{"gid":"1200001111222244","name":"Personal Projects"}],"next_page":null}`
		})),
		without("no workspace is set, and the workspaces can't be listed", withAnswers(t, serverFailure)),
		without("no workspace is set, and the token is not accepted", withAnswers(t, func(*http.Request) (int, string) {
			return http.StatusUnauthorized, `{"errors":[{"message":"Not Authorized"}]}`
		})),
	}
}
