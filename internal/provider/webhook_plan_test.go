package provider_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// someValue is a known value of an attribute's type.
func someValue(t *testing.T, of tftypes.Type) tftypes.Value {
	t.Helper()
	switch {
	case of.Is(tftypes.String):
		return tftypes.NewValue(of, "1")
	case of.Is(tftypes.Bool):
		return tftypes.NewValue(of, true)
	case of.Is(tftypes.Number):
		return tftypes.NewValue(of, 1)
	}
	t.Fatalf("there is no value of type %s yet: add one", of)
	return tftypes.Value{}
}

// Every computed attribute, whatever is added to the schema, is known in a plan
// that changes nothing but the filters.
func TestWebhookPlan_filtersAlone(t *testing.T) {
	t.Parallel()
	server := newServer()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	block := schemas.ResourceSchemas["asana_webhook"].Block
	typ := block.ValueType().(tftypes.Object)
	config, state := map[string]tftypes.Value{}, map[string]tftypes.Value{}
	for _, a := range block.Attributes {
		config[a.Name], state[a.Name] = tftypes.NewValue(a.ValueType(), nil), tftypes.NewValue(a.ValueType(), nil)
		if a.Computed {
			state[a.Name] = someValue(t, a.ValueType())
		}
	}
	state["replace_existing"] = tftypes.NewValue(tftypes.Bool, false)
	state["secret_storage"] = tftypes.NewValue(tftypes.String, "state")
	for name, value := range map[string]string{"resource": "1", "target": target} {
		config[name], state[name] = tftypes.NewValue(tftypes.String, value), tftypes.NewValue(tftypes.String, value)
	}
	filters := typ.AttributeTypes["filters"].(tftypes.Set)
	members := map[string]tftypes.Value{}
	for name, of := range filters.ElementType.(tftypes.Object).AttributeTypes {
		members[name] = tftypes.NewValue(of, nil)
	}
	members["resource_type"] = tftypes.NewValue(tftypes.String, "task")
	config["filters"] = tftypes.NewValue(filters, []tftypes.Value{tftypes.NewValue(filters.ElementType, members)})
	proposed := maps.Clone(state)
	proposed["filters"] = config["filters"]

	resp, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "asana_webhook", Config: dynamic(t, tftypes.NewValue(typ, config)),
		PriorState: dynamic(t, tftypes.NewValue(typ, state)), ProposedNewState: dynamic(t, tftypes.NewValue(typ, proposed)),
	})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, texts(resp.Diagnostics))
	}
	planned, err := resp.PlannedState.Unmarshal(typ)
	if err != nil {
		t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := planned.As(&attributes); err != nil {
		t.Fatal(err)
	}
	for name, value := range attributes {
		if want := proposed[name]; !value.Equal(want) {
			t.Errorf("%s is planned as %s, want %s", name, value, want)
		}
	}
}

// What is computed over attributes of a webhook stays as it is when the
// filters change.
func TestAccWebhook_filterChangeKeepsDependents(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	config := func(filters string) string {
		return a.webhook(filters) + `
resource "terraform_data" "active" {
  count = asana_webhook.test.active ? 1 : 0
}
resource "terraform_data" "name" {
  for_each = toset([asana_webhook.test.resource_name])
}
resource "terraform_data" "type" {
  triggers_replace = asana_webhook.test.resource_type
}
`
	}
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	w.write(t, config(``))
	w.apply(t)
	w.write(t, config(`filters = [{ resource_type = "task" }]`))
	plan := w.must(t, "plan", "-out=saved.plan")
	plan.contains(t, "Plan: 0 to add, 1 to change, 0 to destroy.")
	plan.keepsQuiet(t, "known after apply")

	// What changes between plan and apply is for the next refresh to show.
	a.EditWebhook(a.only(t).GID, func(w *asanatest.Webhook) { w.Active = false })
	a.Rename(a.project, "Launch 2")
	w.must(t, "apply", "saved.plan").contains(t, "0 added, 1 changed, 0 destroyed")
	if got := stateAttribute(t, w, "active"); got != true {
		t.Errorf("active is %v, which is not what was planned", got)
	}
	w.must(t, "apply", "-auto-approve", "-refresh-only")
	if active, name := stateAttribute(t, w, "active"), stateAttribute(t, w, "resource_name"); active != false || name != "Launch 2" {
		t.Errorf("active is %v and resource_name %v after a refresh", active, name)
	}
}
