package provider_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

// asanaSchema is the schema of the provider, as Terraform gets it.
var asanaSchema = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	return providerserver.NewProtocol6(provider.New("test", nil))().GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// checkAsanaAttribute fails the test if an object is of the provider's, and has
// no such attribute.
func checkAsanaAttribute(t *testing.T, where, address, attribute string) {
	t.Helper()
	meta := []string{"", "depends_on", "for_each", "count", "lifecycle", "provider", "alias", "config", "include_resource", "limit"}
	kind, name, _ := strings.Cut(address, ".")
	if strings.HasPrefix(kind, "asana_") {
		kind, name = "resource", kind
	}
	name, _, _ = strings.Cut(name, ".")
	kinds := []string{"provider", "resource", "data", "ephemeral", "list", "action"}
	if !slices.Contains(kinds, kind) || !strings.HasPrefix(name+"_", "asana_") || slices.Contains(meta, attribute) {
		return
	}
	schema := asanaSchemaOf(t, kind, name)
	if schema == nil {
		t.Errorf("%s: the provider has no %s %s", where, kind, name)
		return
	}
	if !slices.ContainsFunc(schema.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == attribute }) {
		t.Errorf("%s: %s has no attribute %q", where, address, attribute)
	}
}

// asanaSchemaOf is the schema of an object of the provider's, or of the provider
// itself; nil if there is none.
func asanaSchemaOf(t *testing.T, kind, name string) *tfprotov6.Schema {
	t.Helper()
	schemas, err := asanaSchema()
	if err != nil {
		t.Fatal(err)
	}
	switch kind {
	case "provider":
		return schemas.Provider
	case "resource":
		return schemas.ResourceSchemas[name]
	case "data":
		return schemas.DataSourceSchemas[name]
	case "ephemeral":
		return schemas.EphemeralResourceSchemas[name]
	case "list":
		return schemas.ListResourceSchemas[name]
	case "action":
		if action := schemas.ActionSchemas[name]; action != nil {
			return action.Schema
		}
	}
	return nil
}
