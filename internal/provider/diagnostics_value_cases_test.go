package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// validated is the case in which a validator refuses a string.
func validated(t *testing.T, when string, v validator.String, at path.Path, value string) diagnosticsCase {
	t.Helper()
	return shown(when, func(diags *diag.Diagnostics) {
		var resp validator.StringResponse
		v.ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: types.StringValue(value)}, &resp)
		diags.Append(resp.Diagnostics...)
	})
}

func validatorCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	object := path.Root("resource")
	filter := path.Root("filters").AtSetValue(goldenFilter(types.StringValue("task"), types.StringValue("changed"), ""))
	return []diagnosticsCase{
		validated(t, "a gid is a name", isGID, path.Root("workspace"), "Example Corp"),
		validated(t, "a gid is empty", isGID, path.Root("workspace"), ""),
		validated(t, "the resource is a name", isObject, object, "Launch"),
		validated(t, "the resource is the URL of a project", isObject, object, "https://app.asana.com/0/"+goldenProject+"/list"),
		validated(t, "the resource is the URL of a task in a project", isResource, object, "https://app.asana.com/0/"+goldenProject+"/"+goldenWebhook),
		validated(t, "a user is a name", isUser, path.Root("id"), "Ada"),
		validated(t, "an optional value is empty", isNotEmpty, path.Root("name"), ""),
		validated(t, "a duration has no unit", isTimeout, path.Root("timeouts").AtName("create"), "30"),
		validated(t, "a duration is zero", isTimeout, path.Root("timeouts").AtName("create"), "0s"),
		validated(t, "secret_storage is unknown", isStorage, path.Root("secret_storage"), "vault"),
		validated(t, "base_url is http", isBaseURL, path.Root("base_url"), "http://asana.example.com/api/1.0"),
		validated(t, "a member of a filter is empty", isNotEmpty, filter.AtName("fields").AtSetValue(types.StringValue("")), ""),
		shown("max_retries is out of range", func(diags *diag.Diagnostics) {
			var resp validator.Int64Response
			isRetryCount().ValidateInt64(t.Context(), validator.Int64Request{Path: path.Root("max_retries"), ConfigValue: types.Int64Value(1000)}, &resp)
			diags.Append(resp.Diagnostics...)
		}),
		shown("filters have a null member", func(diags *diag.Diagnostics) {
			var resp validator.SetResponse
			set := types.SetValueMust(filterType(), []attr.Value{types.ObjectNull(filterType().AttrTypes)})
			hasNoNulls{}.ValidateSet(t.Context(), validator.SetRequest{Path: path.Root("filters"), ConfigValue: set}, &resp)
			diags.Append(resp.Diagnostics...)
		}),
	}
}

func targetCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	at := path.Root("target")
	var cases []diagnosticsCase
	for _, c := range []struct{ when, target string }{
		{"the target is empty", ""},
		{"the target is relative", "/asana"},
		{"the target begins with a space", " " + goldenTarget},
		{"the target ends with a tab", goldenTarget + "\t"},
		{"the target ends with a line break", goldenTarget + "\n"},
	} {
		cases = append(cases, validated(t, c.when, isAbsoluteURL, at, c.target))
	}
	for _, c := range []struct{ when, target string }{
		{"the target has a space inside", "https://hooks.example.com/asana events"},
		{"the target has a tab inside", "https://hooks.example.com/asana\tevents"},
		{"the target can't be parsed", "https://hooks.example.com/%zz"},
		{"the target has another scheme", "ftp://hooks.example.com"},
		{"the target has no host", "https:///asana"},
		{"the target has a port that does not exist", "https://hooks.example.com:99999/asana"},
		{"the target has a user part", "https://me@hooks.example.com/asana"},
		{"the target has a fragment", goldenTarget + "#events"},
	} {
		cases = append(cases, validated(t, c.when, isTarget, at, c.target))
	}
	r := &webhookResource{data: &providerData{publicAPI: true}}
	for _, c := range []struct{ when, target string }{
		{"the target is a private address", "https://192.168.1.20/asana"},
		{"the target's host is a number", "https://127.1/asana"},
		{"the target's host has a single label", "https://localhost/asana"},
		{"the target's host is in a local domain", "https://hooks.home.arpa/asana"},
		{"the target is plain http", "http://hooks.example.com/asana"},
	} {
		cases = append(cases, shown(c.when, func(diags *diag.Diagnostics) {
			var resp resource.ModifyPlanResponse
			r.checkTarget(webhookModel{webhookCommonModel: webhookCommonModel{Target: types.StringValue(c.target)}}, &resp)
			diags.Append(resp.Diagnostics...)
		}))
	}
	return cases
}
