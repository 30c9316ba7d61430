package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Every attribute of everything that the provider serves says what it means,
// in whole sentences.
func TestSchema_everyAttributeIsDescribed(t *testing.T) {
	t.Parallel()
	server, err := factories["asana"]()
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*tfprotov6.Schema{"provider": resp.Provider}
	for kind, schemas := range map[string]map[string]*tfprotov6.Schema{
		"resource": resp.ResourceSchemas, "data": resp.DataSourceSchemas, "ephemeral": resp.EphemeralResourceSchemas, "list": resp.ListResourceSchemas,
	} {
		for name, s := range schemas {
			all[kind+"."+name] = s
		}
	}
	for name, s := range resp.ActionSchemas {
		all["action."+name] = s.Schema
	}
	// The resource, eleven data sources, the ephemeral resource, the list
	// resource, the action and the provider itself.
	if len(all) != 16 {
		t.Errorf("%d schemas, want 16", len(all))
	}
	for name, s := range all {
		if s.Block.Description == "" {
			t.Errorf("%s has no description", name)
		}
		described(t, name, s.Block.Attributes)
	}
}

func described(t *testing.T, at string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, a := range attributes {
		name := at + "." + a.Name
		if !strings.HasSuffix(a.Description, ".") {
			t.Errorf("%s: %q is no sentence", name, a.Description)
		}
		if a.NestedType != nil {
			described(t, name, a.NestedType.Attributes)
		}
	}
}
