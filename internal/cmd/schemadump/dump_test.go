package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// fakeProvider offers one of everything, more than ours does.
type fakeProvider struct {
	tfprotov6.ProviderServer
	schemas    tfprotov6.GetProviderSchemaResponse
	identities tfprotov6.GetResourceIdentitySchemasResponse
}

func (p *fakeProvider) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &p.schemas, nil
}

func (p *fakeProvider) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &p.identities, nil
}

func oneAttribute(a tfprotov6.SchemaAttribute) *tfprotov6.Schema {
	return &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{&a}}}
}

func newFakeProvider() *fakeProvider {
	filters := tfprotov6.SchemaAttribute{
		Name:     "filters",
		Optional: true,
		NestedType: &tfprotov6.SchemaObject{
			Nesting:    tfprotov6.SchemaObjectNestingModeSet,
			Attributes: []*tfprotov6.SchemaAttribute{{Name: "fields", Optional: true, Type: tftypes.Set{ElementType: tftypes.String}}},
		},
	}
	hook := oneAttribute(filters)
	hook.Version = 3
	hook.Block.DescriptionKind = tfprotov6.StringKindMarkdown
	hook.Block.Description = "A *hook* <&>."
	hook.Block.BlockTypes = []*tfprotov6.SchemaNestedBlock{{
		TypeName: "timeouts",
		Nesting:  tfprotov6.SchemaNestedBlockNestingModeSingle,
		Block:    &tfprotov6.SchemaBlock{},
	}}

	return &fakeProvider{
		schemas: tfprotov6.GetProviderSchemaResponse{
			Provider:                 oneAttribute(tfprotov6.SchemaAttribute{Name: "token", Type: tftypes.String, Optional: true, Sensitive: true}),
			ResourceSchemas:          map[string]*tfprotov6.Schema{"asana_hook": hook},
			DataSourceSchemas:        map[string]*tfprotov6.Schema{"asana_hook": oneAttribute(tfprotov6.SchemaAttribute{Name: "id", Type: tftypes.String, Computed: true})},
			EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"asana_secret": oneAttribute(tfprotov6.SchemaAttribute{Name: "value", Type: tftypes.String, Computed: true})},
			ListResourceSchemas:      map[string]*tfprotov6.Schema{"asana_hook": oneAttribute(tfprotov6.SchemaAttribute{Name: "prefix", Type: tftypes.String, Required: true})},
			ActionSchemas: map[string]*tfprotov6.ActionSchema{
				"asana_probe": {Schema: oneAttribute(tfprotov6.SchemaAttribute{Name: "url", Type: tftypes.String, Required: true})},
			},
			Functions: map[string]*tfprotov6.Function{"sign": {
				Summary:           "Signs",
				Parameters:        []*tfprotov6.FunctionParameter{{Name: "body", Type: tftypes.String}},
				VariadicParameter: &tfprotov6.FunctionParameter{Name: "more", Type: tftypes.Number, AllowNullValue: true},
				Return:            &tfprotov6.FunctionReturn{Type: tftypes.Bool},
			}},
		},
		identities: tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"asana_hook": {
				Version:            1,
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{{Name: "gid", Type: tftypes.String, RequiredForImport: true}},
			}},
		},
	}
}

func TestDump_everyKindOfSchema(t *testing.T) {
	t.Parallel()

	got, err := dump(t.Context(), newFakeProvider())
	if err != nil {
		t.Fatal(err)
	}

	const want = `{
	"format_version": "1.0",
	"provider_schemas": {"asana": {
		"provider": {"version": 0, "block": {"description_kind": "plain", "attributes": {
			"token": {"type": "string", "description_kind": "plain", "optional": true, "sensitive": true}}}},
		"resource_schemas": {"asana_hook": {"version": 3, "block": {
			"description": "A *hook* <&>.",
			"description_kind": "markdown",
			"attributes": {"filters": {"description_kind": "plain", "optional": true, "nested_type": {
				"nesting_mode": "set",
				"attributes": {"fields": {"type": ["set", "string"], "description_kind": "plain", "optional": true}}}}},
			"block_types": {"timeouts": {"nesting_mode": "single", "block": {"description_kind": "plain"}}}}}},
		"data_source_schemas": {"asana_hook": {"version": 0, "block": {"description_kind": "plain", "attributes": {
			"id": {"type": "string", "description_kind": "plain", "computed": true}}}}},
		"ephemeral_resource_schemas": {"asana_secret": {"version": 0, "block": {"description_kind": "plain", "attributes": {
			"value": {"type": "string", "description_kind": "plain", "computed": true}}}}},
		"list_resource_schemas": {"asana_hook": {"version": 0, "block": {"description_kind": "plain", "attributes": {
			"prefix": {"type": "string", "description_kind": "plain", "required": true}}}}},
		"action_schemas": {"asana_probe": {"block": {"description_kind": "plain", "attributes": {
			"url": {"type": "string", "description_kind": "plain", "required": true}}}}},
		"functions": {"sign": {
			"summary": "Signs",
			"return_type": "bool",
			"parameters": [{"name": "body", "type": "string"}],
			"variadic_parameter": {"name": "more", "type": "number", "is_nullable": true}}},
		"resource_identity_schemas": {"asana_hook": {"version": 1, "attributes": {
			"gid": {"type": "string", "required_for_import": true}}}}
	}}}`
	if got, want := canonical(t, got), canonical(t, json.RawMessage(want)); got != want {
		t.Errorf("dump:\n%s\nwant:\n%s", got, want)
	}
}

// canonical prints JSON with its keys in order.
func canonical(t *testing.T, v any) string {
	t.Helper()
	encoded, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var generic any
	if err := json.Unmarshal(encoded, &generic); err != nil {
		t.Fatal(err)
	}
	sorted, err := json.MarshalIndent(generic, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(sorted)
}

func TestDump_providerReportsAnError(t *testing.T) {
	t.Parallel()

	server := newFakeProvider()
	server.schemas.Diagnostics = []*tfprotov6.Diagnostic{{
		Severity: tfprotov6.DiagnosticSeverityError,
		Summary:  "Reserved name",
		Detail:   "count is taken",
	}}

	_, err := dump(t.Context(), server)
	if err == nil || !strings.Contains(err.Error(), "count is taken") {
		t.Errorf("dump: %v, want the provider's own words", err)
	}
}

func TestRun_ownProviderTwiceTheSame(t *testing.T) {
	t.Parallel()

	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := run(t.Context(), out); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(first.String(), `"asana_webhook"`) {
		t.Errorf("no asana_webhook in\n%s", first.String())
	}
	if first.String() != second.String() {
		t.Error("two dumps differ, so the documentation would change by itself")
	}
}
