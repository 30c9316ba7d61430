package serve

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/provider"
)

const targetHost = "https://hooks.example.com"

// engine sends the requests that Terraform sends to a server.
type engine struct {
	tfprotov6.ProviderServer
	api      *api
	webhook  tftypes.Object // the type of an asana_webhook
	identity tftypes.Object
}

// instance is a webhook in a state.
type instance struct {
	config          tftypes.Value
	state, identity *tfprotov6.DynamicValue
	private         []byte
}

// api is a simulated Asana.
type api struct {
	sim                     *asanatest.Server
	url, workspace, project string
}

func newAPI(tb testing.TB) *api {
	tb.Helper()
	sim := asanatest.New(asanatest.Options{})
	tb.Cleanup(sim.Close)
	sim.Mount(targetHost, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Hook-Secret", r.Header.Get("X-Hook-Secret"))
	}))
	listener := httptest.NewServer(sim)
	tb.Cleanup(listener.Close)
	workspace := sim.AddWorkspace("Test")
	return &api{sim: sim, url: listener.URL + "/api/1.0", workspace: workspace, project: sim.AddProject(workspace, "Test")}
}

// connect configures a server, as Terraform does at the start of a walk.
func (a *api) connect(tb testing.TB, server tfprotov6.ProviderServer) *engine {
	tb.Helper()
	e := &engine{ProviderServer: server, api: a}
	schemas, err := server.GetProviderSchema(tb.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	e.webhook, _ = schemas.ResourceSchemas[provider.WebhookType].ValueType().(tftypes.Object)
	identities, err := server.GetResourceIdentitySchemas(tb.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		tb.Fatal(err)
	}
	e.identity, _ = identities.IdentitySchemas[provider.WebhookType].ValueType().(tftypes.Object)
	providerType, _ := schemas.Provider.ValueType().(tftypes.Object)
	config := object(providerType, map[string]tftypes.Value{
		"token": text(a.sim.Token()), "base_url": text(a.url), "workspace": text(a.workspace),
	})
	resp, err := server.ConfigureProvider(tb.Context(), &tfprotov6.ConfigureProviderRequest{Config: encode(tb, config)})
	if err != nil || len(resp.Diagnostics) > 0 {
		tb.Fatal(err, resp)
	}
	return e
}

// object is a value of a type in which the attributes that are not given are null.
func object(ty tftypes.Object, attributes map[string]tftypes.Value) tftypes.Value {
	all := make(map[string]tftypes.Value, len(ty.AttributeTypes))
	for name, attributeType := range ty.AttributeTypes {
		value, ok := attributes[name]
		if !ok {
			value = tftypes.NewValue(attributeType, nil)
		}
		all[name] = value
	}
	return tftypes.NewValue(ty, all)
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

func encode(tb testing.TB, v tftypes.Value) *tfprotov6.DynamicValue {
	tb.Helper()
	encoded, err := tfprotov6.NewDynamicValue(v.Type(), v)
	if err != nil {
		tb.Fatal(err)
	}
	return &encoded
}

// config is a webhook without options.
func (e *engine) config(n int) tftypes.Value {
	return object(e.webhook, map[string]tftypes.Value{"resource": text(e.api.project), "target": text(fmt.Sprintf("%s/%d", targetHost, n))})
}

// creation asks for the plan of a new webhook. What Terraform proposes where there is no state
// is the configuration.
func (e *engine) creation(tb testing.TB, config tftypes.Value) *tfprotov6.PlanResourceChangeRequest {
	tb.Helper()
	proposed := encode(tb, config)
	return &tfprotov6.PlanResourceChangeRequest{
		TypeName: provider.WebhookType, Config: proposed, ProposedNewState: proposed, PriorState: encode(tb, tftypes.NewValue(e.webhook, nil)),
	}
}

func (e *engine) planCreation(tb testing.TB, config tftypes.Value) *tfprotov6.PlanResourceChangeResponse {
	tb.Helper()
	planned, err := e.PlanResourceChange(tb.Context(), e.creation(tb, config))
	if err != nil {
		tb.Fatal(err)
	}
	return planned
}

// create applies a configuration.
func (e *engine) create(tb testing.TB, config tftypes.Value) instance {
	tb.Helper()
	planned := e.planCreation(tb, config)
	if len(planned.Diagnostics) > 0 {
		tb.Fatal(planned)
	}
	applied, err := e.ApplyResourceChange(tb.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: provider.WebhookType, Config: encode(tb, config), PriorState: encode(tb, tftypes.NewValue(e.webhook, nil)),
		PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	if err != nil || len(applied.Diagnostics) > 0 {
		tb.Fatal(err, applied)
	}
	return instance{config, applied.NewState, applied.NewIdentity.IdentityData, applied.Private}
}

// refresh stores what Asana says of a webhook, unless it no longer exists.
func (e *engine) refresh(tb testing.TB, i *instance) {
	tb.Helper()
	resp, err := e.ReadResource(tb.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: provider.WebhookType, CurrentState: i.state, Private: i.private, CurrentIdentity: &tfprotov6.ResourceIdentityData{IdentityData: i.identity},
	})
	if err != nil {
		tb.Fatal(err)
	}
	if state, err := resp.NewState.Unmarshal(e.webhook); err == nil && !state.IsNull() {
		i.state, i.private = resp.NewState, resp.Private
	}
}

// stateJSON is the state as Terraform stores it.
func (e *engine) stateJSON(tb testing.TB, state *tfprotov6.DynamicValue) []byte {
	tb.Helper()
	v, err := state.Unmarshal(e.webhook)
	if err != nil {
		tb.Fatal(err)
	}
	j, err := json.Marshal(plain(tb, v))
	if err != nil {
		tb.Fatal(err)
	}
	return j
}

// plain is a value as encoding/json writes it.
func plain(tb testing.TB, v tftypes.Value) any {
	tb.Helper()
	switch ty := v.Type(); {
	case v.IsNull():
		return nil
	case ty.Is(tftypes.String):
		return as[string](tb, v)
	case ty.Is(tftypes.Bool):
		return as[bool](tb, v)
	case ty.Is(tftypes.Object{}), ty.Is(tftypes.Map{}):
		members := make(map[string]any)
		for name, member := range attributesOf(tb, v) {
			members[name] = plain(tb, member)
		}
		return members
	default:
		elements := []any{}
		for _, element := range as[[]tftypes.Value](tb, v) {
			elements = append(elements, plain(tb, element))
		}
		return elements
	}
}

// attributesOf is a copy of what is in an object or a map.
func attributesOf(tb testing.TB, v tftypes.Value) map[string]tftypes.Value {
	tb.Helper()
	return maps.Clone(as[map[string]tftypes.Value](tb, v))
}

// as is a value as a Go type that can hold it.
func as[T any](tb testing.TB, v tftypes.Value) T {
	tb.Helper()
	var to T
	if err := v.As(&to); err != nil {
		tb.Fatal(err)
	}
	return to
}
