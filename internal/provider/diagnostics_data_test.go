package provider

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/registration"
)

// What the cases of the golden file are about.
const (
	goldenWebhook   = "1204619611402340"
	goldenProject   = "1203455211902876"
	goldenWorkspace = "1200001111222233"
	goldenUser      = "1201112223334445"
	goldenTarget    = "https://hooks.example.com/asana"
	// addressTarget needs no name server.
	addressTarget = "https://203.0.113.7/asana"

	goldenToken   = "hush-token"
	goldenSecret  = "hush-client-secret"
	goldenRefresh = "hush-refresh-token"
)

// goldenSecrets are in no diagnostic.
var goldenSecrets = []string{goldenToken, goldenSecret, goldenRefresh, "hush-key", "hush-new"}

// goldenTime is when everything begins.
var goldenTime = time.Date(2026, time.November, 24, 9, 41, 7, 0, time.UTC)

// fixedAnswers answers requests without a network.
type fixedAnswers func(*http.Request) (status int, body string)

func (f fixedAnswers) RoundTrip(req *http.Request) (*http.Response, error) {
	status, body := f(req)
	return &http.Response{
		StatusCode: status, Request: req, ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{
			"Content-Type": {"application/json; charset=UTF-8"},
			"Asana-Change": {"name=string_ids;info=https://asa.na/string-ids;affected=true", "name=new_goals;affected=true"},
		},
		Body: io.NopCloser(bytes.NewBufferString(body)), ContentLength: int64(len(body)),
	}, nil
}

// serverFailure answers every request.
func serverFailure(*http.Request) (status int, body string) {
	return http.StatusInternalServerError, `{"errors":[{"message":"Server Error","phrase":"6 sad squid snuggle softly"}]}`
}

// withAnswers is a configured provider.
func withAnswers(t *testing.T, answer fixedAnswers) *providerData {
	t.Helper()
	return withClient(t, asana.Config{Token: goldenToken, Transport: answer})
}

func withClient(t *testing.T, cfg asana.Config) *providerData {
	t.Helper()
	client, err := asana.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	fromEnvironment := func(name string) setting { return setting{source: "the environment variable " + name} }
	return &providerData{
		client: client, registrar: registration.New(client, "", func(context.Context, string) {}), publicAPI: true,
		credential: "the environment variable ASANA_ACCESS_TOKEN", engineEnded: func() bool { return false },
		oauth: &oauthSettings{
			clientID: fromEnvironment("ASANA_CLIENT_ID"), clientSecret: fromEnvironment("ASANA_CLIENT_SECRET"),
			refreshToken: fromEnvironment("ASANA_REFRESH_TOKEN"),
		},
	}
}

// canceled is a context that has ended, with which nothing is looked up.
func canceled(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}

// answerTo is an answer of Asana's to a request.
func answerTo(op, method, path string, status int, message string) *asana.Error {
	return &asana.Error{Op: op, Method: method, Path: path, Status: status, Details: []asana.ErrorDetail{{Message: message}}}
}

// refusedCreation is an answer of Asana's to a creation.
func refusedCreation(status int, message string) *asana.Error {
	return answerTo("createWebhook", "POST", "/webhooks", status, message)
}

// unreachable is a request that was lost.
func unreachable(method, path string, sent bool, err error) *asana.TransportError {
	return &asana.TransportError{Method: method, Path: path, Sent: sent, Err: err}
}

// goldenRecord is a webhook as Asana describes it.
func goldenRecord(edit func(*asana.Webhook)) *asana.Webhook {
	w := &asana.Webhook{
		GID: goldenWebhook, Active: true, Target: goldenTarget, CreatedAt: goldenTime,
		Resource: asana.NamedResource{GID: goldenProject, ResourceType: "project", Name: "Launch"},
	}
	if edit != nil {
		edit(w)
	}
	return w
}

// goldenModel is a webhook of the state.
func goldenModel() webhookModel {
	var diags diag.Diagnostics
	var m webhookModel
	m.Filters = types.SetNull(filterType())
	m.setRecord(context.Background(), goldenRecord(nil), &diags)
	m.setDefaults()
	return m
}

// goldenFilter is a filter of a configuration.
func goldenFilter(resourceType, action attr.Value, fields ...string) attr.Value {
	set := types.SetNull(types.StringType)
	if len(fields) > 0 {
		var members []attr.Value
		for _, field := range fields {
			members = append(members, types.StringValue(field))
		}
		set = types.SetValueMust(types.StringType, members)
	}
	return types.ObjectValueMust(filterType().AttrTypes, map[string]attr.Value{
		"resource_type": resourceType, "resource_subtype": types.StringNull(), "action": action, "fields": set,
	})
}

// schemaType is what the schemas of all kinds have in common.
type schemaType interface{ Type() attr.Type }

// rawValue is an object of a schema in which some strings are set.
func rawValue(ctx context.Context, t *testing.T, schema schemaType, set map[string]string) tftypes.Value {
	t.Helper()
	object, ok := schema.Type().TerraformType(ctx).(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	values := make(map[string]tftypes.Value)
	for name, kind := range object.AttributeTypes {
		values[name] = tftypes.NewValue(kind, nil)
		switch text, given := set[name]; {
		case given && kind.Is(tftypes.Bool):
			values[name] = tftypes.NewValue(kind, text == "true")
		case given:
			values[name] = tftypes.NewValue(kind, text)
		}
	}
	return tftypes.NewValue(object, values)
}

// privateData is the private state of a resource.
type privateData map[string]string

func (p privateData) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return []byte(p[key]), nil
}

// emptyState is a state without a webhook, and emptyIdentity its identity.
func emptyState(ctx context.Context) tfsdk.State {
	schema := webhookSchema(ctx)
	return tfsdk.State{Schema: schema, Raw: tftypes.NewValue(schema.Type().TerraformType(ctx), nil)}
}

func emptyIdentity(ctx context.Context) *tfsdk.ResourceIdentity {
	schema := webhookIdentity()
	return &tfsdk.ResourceIdentity{Schema: schema, Raw: tftypes.NewValue(schema.Type().TerraformType(ctx), nil)}
}

// member is JSON of an answer about one object.
func member(format string, args ...any) string {
	return `{"data":` + fmt.Sprintf(format, args...) + `}`
}

// isPath reports whether a request is about a path below the API's address.
func isPath(req *http.Request, path string) bool { return strings.HasSuffix(req.URL.Path, path) }
