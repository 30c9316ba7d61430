package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// lister asks the provider for lists on the level of Terraform's protocol,
// which every engine's tests can reach.
type lister struct {
	recordingServer
	resource, identity tftypes.Type
}

func newLister(tb testing.TB, a *api, workspace any) *lister {
	tb.Helper()
	server := newServer()
	schemas, err := server.GetProviderSchema(tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(tb.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	configured, err := server.ConfigureProvider(tb.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: object(tb, schemas.Provider.ValueType(), map[string]any{"token": a.Token(), "base_url": a.url, "workspace": workspace}),
	})
	if err != nil || len(configured.Diagnostics) > 0 {
		tb.Fatal(err, texts(configured.Diagnostics))
	}
	return &lister{server, schemas.ResourceSchemas["asana_webhook"].ValueType(), identities.IdentitySchemas["asana_webhook"].ValueType()}
}

// object makes a configuration of an object type: what is not given is null.
func object(tb testing.TB, of tftypes.Type, given map[string]any) *tfprotov6.DynamicValue {
	tb.Helper()
	values := make(map[string]tftypes.Value)
	for name, kind := range of.(tftypes.Object).AttributeTypes {
		values[name] = tftypes.NewValue(kind, given[name])
	}
	return dynamic(tb, tftypes.NewValue(of, values))
}

// list returns what the provider streams.
func (l *lister) list(t *testing.T, limit int64, whole bool, arguments map[string]any) []tfprotov6.ListResourceResult {
	t.Helper()
	kind := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"workspace": tftypes.String, "resource": tftypes.String, "target_prefix": tftypes.String}}
	stream, err := l.ListResource(t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: "asana_webhook", Config: object(t, kind, arguments), Limit: limit, IncludeResource: whole,
	})
	if err != nil {
		t.Fatal(err)
	}
	var results []tfprotov6.ListResourceResult
	for r := range stream.Results {
		results = append(results, r)
	}
	return results
}

func TestWebhookList_identityNameAndResource(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.failing(t)
	l := newLister(t, a, nil)
	results := l.list(t, 10, true, map[string]any{"workspace": a.workspace})
	if len(results) != 1 || len(results[0].Diagnostics) > 0 {
		t.Fatalf("%d results: %s", len(results), texts(results[0].Diagnostics))
	}
	r := results[0]
	if want := "Launch → " + target; r.DisplayName != want {
		t.Errorf("display name %q, want %q", r.DisplayName, want)
	}
	if got := stringsIn(t, r.Identity.IdentityData, l.identity); got["gid"] != gid || len(got) != 1 {
		t.Errorf("identity %v", got)
	}
	got := stringsIn(t, r.Resource, l.resource)
	for name, want := range map[string]string{
		"id": gid, "resource": a.project, "target": target, "resource_name": "Launch", "resource_type": "project",
		"created_at": "2026-03-04T05:06:07.008Z", "secret_storage": "state", "secret": "", "secret_sha256": "",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
}

// The name that a query prints is a line; the attribute is what Asana says.
func TestWebhookList_displayNameIsSafeToPrint(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	hostile := "Launch\x1b[2J\r\nforged " + strings.Repeat("x", 900)
	a.Rename(a.project, hostile)
	a.failing(t)
	l := newLister(t, a, nil)
	results := l.list(t, 10, true, map[string]any{"workspace": a.workspace})
	if len(results) != 1 || len(results[0].Diagnostics) > 0 {
		t.Fatalf("%d results: %s", len(results), texts(results[0].Diagnostics))
	}
	got := results[0].DisplayName
	if want := "Launch[2J forged xxx"; !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "x… → "+target) || len(got) > 300 {
		t.Errorf("display name %q", got)
	}
	if got := stringsIn(t, results[0].Resource, l.resource)["resource_name"]; got != hostile {
		t.Errorf("resource_name is %q", got)
	}
}

func TestWebhookList_pagesLimitAndFilters(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	other := a.AddProject(a.workspace, "Other")
	for i := range 1000 {
		project := a.project
		if i >= 990 {
			project = other
		}
		a.AddWebhook(asanatest.Webhook{Resource: project, Target: fmt.Sprintf("%s/%d/x", receivers, i)})
	}
	l := newLister(t, a, a.workspace)
	for name, tc := range map[string]struct {
		limit          int64
		arguments      map[string]any
		results, pages int
	}{
		"all":            {10000, nil, 1000, 10},
		"first hundred":  {100, nil, 100, 1},
		"first of all":   {1, nil, 1, 1},
		"of a resource":  {10000, map[string]any{"resource": other}, 10, 1},
		"by target":      {10000, map[string]any{"target_prefix": receivers + "/99"}, 11, 10},
		"by target, one": {1, map[string]any{"target_prefix": receivers + "/150/"}, 1, 2},
	} {
		a.ResetRequests()
		results := l.list(t, tc.limit, false, tc.arguments)
		if len(results) != tc.results {
			t.Errorf("%s: %d results, want %d", name, len(results), tc.results)
		}
		if pages, all := len(a.Requests(asanatest.GetWebhooks)), len(a.Requests()); pages != tc.pages || all != pages {
			t.Errorf("%s: %d pages and %d calls in all, want %d", name, pages, all, tc.pages)
		}
	}
}

func TestWebhookList_brokenPageIsAnError(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	for i := range 150 {
		a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: fmt.Sprintf("%s/%d", receivers, i)})
	}
	a.Inject(asanatest.Fault{Op: asanatest.GetWebhooks, Skip: 1, Status: 403})
	results := newLister(t, a, a.workspace).list(t, 1000, false, nil)
	if len(results) != 101 {
		t.Fatalf("%d results, want a page and the error", len(results))
	}
	if last := texts(results[100].Diagnostics); !strings.Contains(last, "Webhooks not listed") || !strings.Contains(last, "403 Forbidden") {
		t.Errorf("the last result says %q", last)
	}
}

func TestWebhookList_whichWorkspace(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	results := newLister(t, a, nil).list(t, 10, false, nil)
	if len(results) != 1 || !strings.Contains(texts(results[0].Diagnostics), "- Example Corp ("+a.workspace+")") {
		t.Errorf("got %d results, %s", len(results), texts(results[0].Diagnostics))
	}
}

func TestAccWebhookList_query(t *testing.T) {
	t.Parallel()
	needsTerraform(t, "queries", 14)
	a := newAPI(t)
	a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target})
	a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: "https://other.example.com/"})
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Query: true,
			Config: a.provider("") + fmt.Sprintf(`
list "asana_webhook" "ours" {
  provider = asana
  config {
    workspace     = %q
    target_prefix = %q
  }
}`, a.workspace, receivers),
			QueryResultChecks: []querycheck.QueryResultCheck{querycheck.ExpectLength("asana_webhook.ours", 1)},
		}},
	})
}

// The configuration that a query generates imports what it found, and there is
// nothing left to change.
func TestAccWebhookList_generatedConfigurationApplies(t *testing.T) {
	t.Parallel()
	needsTerraform(t, "queries", 14)
	a := newAPI(t)
	a.failing(t)
	a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target + "/plain"})
	query := strings.ReplaceAll(example(t, "list-resources/asana_webhook/list-resource.tfquery.hcl"), "1208000000000001", a.workspace)
	w := newWorkdir(t, a.provider(""))
	w.writeFile(t, "webhooks.tfquery.hcl", query)
	w.must(t, "query", "-generate-config-out=generated.tf")
	w.apply(t).contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
	w.must(t, "plan", "-detailed-exitcode")
}
