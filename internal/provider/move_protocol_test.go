package provider_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// moveServer is the provider's side of the protocol, without an engine.
func moveServer(t *testing.T) tfprotov6.ProviderServer {
	t.Helper()
	server, err := factories["asana"]()
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// movedTypes returns the types of asana_webhook and of its identity.
func movedTypes(t *testing.T, server tfprotov6.ProviderServer) (resource, identity tftypes.Type) {
	t.Helper()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return schemas.ResourceSchemas["asana_webhook"].ValueType(), identities.IdentitySchemas["asana_webhook"].ValueType()
}

// move asks the provider to take a state over.
func move(ctx context.Context, t *testing.T, server tfprotov6.ProviderServer, provider, typeName, state string) *tfprotov6.MoveResourceStateResponse {
	t.Helper()
	resp, err := server.MoveResourceState(ctx, &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: provider, SourceTypeName: typeName,
		SourceState: &tfprotov6.RawState{JSON: []byte(state)}, TargetTypeName: "asana_webhook",
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

var movedHook = asanatest.Webhook{GID: "7001", Resource: "42", Target: "https://hooks.example.com/asana", Secret: "0123456789abcdef"}

// stringsIn reads the attributes that are strings and known.
func stringsIn(t *testing.T, value *tfprotov6.DynamicValue, typ tftypes.Type) map[string]string {
	t.Helper()
	v, err := value.Unmarshal(typ)
	if err != nil {
		t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := v.As(&attributes); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for name, a := range attributes {
		var s string
		if a.Type().Is(tftypes.String) && !a.IsNull() && a.As(&s) == nil {
			found[name] = s
		}
	}
	return found
}

func TestMoveState_identityOnEveryEngine(t *testing.T) {
	t.Parallel()
	for name, state := range workaroundStates() {
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org", "registry.example.com"} {
			t.Run(name+" of "+host, func(t *testing.T) {
				t.Parallel()
				server := moveServer(t)
				resourceType, identityType := movedTypes(t, server)
				address := host + strings.TrimPrefix(state.provider, "registry.terraform.io")
				resp := move(t.Context(), t, server, address, state.typeName, state.fill(movedHook))
				if len(resp.Diagnostics) != 0 {
					t.Fatalf("%s: %s", resp.Diagnostics[0].Summary, resp.Diagnostics[0].Detail)
				}
				attributes := stringsIn(t, resp.TargetState, resourceType)
				for attribute, want := range map[string]string{
					"id": "7001", "secret": "0123456789abcdef", "resource": "42", "target": "https://hooks.example.com/asana", "secret_storage": "state",
					"secret_sha256": "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f",
				} {
					if attributes[attribute] != want {
						t.Errorf("%s is %q", attribute, attributes[attribute])
					}
				}
				if got := stringsIn(t, resp.TargetIdentity.IdentityData, identityType)["gid"]; got != "7001" {
					t.Errorf("the identity's gid is %q", got)
				}
			})
		}
	}
}

func TestMoveState_refused(t *testing.T) {
	t.Parallel()
	restapi := workaroundStates()["restapi_object"]
	for name, tc := range map[string]struct{ provider, typeName, state, want string }{
		"other type":     {restapi.provider, "restapi_other", restapi.fill(movedHook), "State can't be moved"},
		"other provider": {"registry.terraform.io/example/restapi", "restapi_object", restapi.fill(movedHook), "State can't be moved"},
		"namespace alike": {
			"registry.terraform.io/notmastercard/restapi", "restapi_object", restapi.fill(movedHook), "State can't be moved",
		},
		"no state":  {restapi.provider, "restapi_object", "null", "State can't be moved"},
		"no object": {restapi.provider, "restapi_object", `["0123456789abcdef"]`, "State can't be moved"},
		"empty":     {restapi.provider, "restapi_object", `{}`, "State can't be moved"},
		"other types": {
			restapi.provider, "restapi_object", `{"path":7,"id":["7001"],"api_response":{"data":["0123456789abcdef"]},"create_response":true,"data":1.5}`, "State can't be moved",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := move(t.Context(), t, moveServer(t), tc.provider, tc.typeName, tc.state)
			if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError || resp.Diagnostics[0].Summary != tc.want {
				t.Fatalf("the diagnostics are not one error: %v", len(resp.Diagnostics))
			}
			if strings.HasPrefix(name, "other ") && name != "other types" || name == "namespace alike" {
				for _, want := range []string{tc.typeName + " of " + tc.provider, "restapi_object (mastercard/restapi)", "terracurl_request (devops-rob/terracurl)", "import {"} {
					if !strings.Contains(resp.Diagnostics[0].Detail, want) {
						t.Errorf("lacks %q: %s", want, resp.Diagnostics[0].Detail)
					}
				}
			}
			if strings.Contains(resp.Diagnostics[0].Detail, "0123456789abcdef") {
				t.Error("the error shows the secret")
			}
		})
	}
}
