package provider

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

func providerBlockCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	token := types.StringValue(goldenToken)
	configured := func(when string, m providerModel) diagnosticsCase {
		return shown(when, func(diags *diag.Diagnostics) { m.configure(t.Context(), "", diags) })
	}
	fromEnvironment := func(when string, m providerModel, variables map[string]string) (c diagnosticsCase) {
		t.Run(strings.ReplaceAll(when, " ", "_"), func(t *testing.T) {
			for name, value := range variables {
				t.Setenv(name, value)
			}
			c = configured(when, m)
		})
		return c
	}
	oauth := func(id, secret, refresh types.String) types.Object {
		members := map[string]attr.Value{"client_id": id, "client_secret": secret, "refresh_token": refresh}
		return types.ObjectValueMust(map[string]attr.Type{
			"client_id": types.StringType, "client_secret": types.StringType, "refresh_token": types.StringType,
		}, members)
	}
	notReady := func(names ...string) func(*diag.Diagnostics) {
		return func(diags *diag.Diagnostics) { (&providerData{unknownArguments: names}).ready(diags) }
	}
	return []diagnosticsCase{
		configured("neither the provider block nor the environment has credentials", providerModel{}),
		shown("the provider block has a token and OAuth credentials", providerModel{
			Token: token, OAuth: oauth(types.StringValue("1"), types.StringNull(), types.StringNull()),
		}.checkOneKind),
		fromEnvironment("the environment has a token and OAuth credentials", providerModel{}, map[string]string{
			"ASANA_ACCESS_TOKEN": goldenToken, "ASANA_CLIENT_ID": "1", "ASANA_CLIENT_SECRET": goldenSecret, "ASANA_REFRESH_TOKEN": goldenRefresh,
		}),
		configured("the provider block has some of the OAuth credentials", providerModel{
			OAuth: oauth(types.StringValue("1"), types.StringNull(), types.StringNull()),
		}),
		configured("the provider block has oauth = {}, and the environment has no OAuth credentials", providerModel{
			OAuth: oauth(types.StringNull(), types.StringNull(), types.StringNull()),
		}),
		configured("the token contains a line break", providerModel{Token: types.StringValue(goldenToken + "\n")}),
		configured("base_url is http", providerModel{Token: token, BaseURL: types.StringValue("http://asana.example.com/api/1.0")}),
		fromEnvironment("ASANA_BASE_URL is relative", providerModel{Token: token}, map[string]string{"ASANA_BASE_URL": "app.asana.com"}),
		configured("base_url has a query", providerModel{Token: token, BaseURL: types.StringValue("https://app.asana.com/api/1.0?x=1")}),
		configured("base_url has a user name", providerModel{Token: token, BaseURL: types.StringValue("https://me@app.asana.com/api/1.0")}),
		configured("base_url has another scheme", providerModel{Token: token, BaseURL: types.StringValue("ftp://app.asana.com")}),
		configured("base_url can't be parsed", providerModel{Token: token, BaseURL: types.StringValue("https://[app")}),
		fromEnvironment("ASANA_WORKSPACE is a name", providerModel{Token: token}, map[string]string{"ASANA_WORKSPACE": "Example Corp"}),
		fromEnvironment("ASANA_REQUEST_TIMEOUT has no unit", providerModel{Token: token}, map[string]string{"ASANA_REQUEST_TIMEOUT": "45"}),
		configured("request_timeout is negative", providerModel{Token: token, RequestTimeout: types.StringValue("-1s")}),
		fromEnvironment("ASANA_MAX_RETRIES is no number", providerModel{Token: token}, map[string]string{"ASANA_MAX_RETRIES": "many"}),
		shown("a plan calls Asana before the token is known", notReady("token")),
		shown("a plan calls Asana before several arguments are known", notReady("base_url", "oauth.refresh_token")),
		shown("the framework passes data of another type", func(diags *diag.Diagnostics) { dataFrom("", diags) }),
	}
}

// runCases are the warnings that are not about one object.
func runCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	announced := withAnswers(t, func(*http.Request) (int, string) { return http.StatusOK, member(`{"gid":%q,"name":"Ada"}`, goldenUser) })
	if _, err := announced.client.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	rotated := withClient(t, asana.Config{
		OAuth: &asana.OAuth{ClientID: "1", ClientSecret: goldenSecret, RefreshToken: goldenRefresh},
		Transport: fixedAnswers(func(req *http.Request) (int, string) {
			if isPath(req, "/oauth_token") {
				return http.StatusOK, `{"access_token":"hush-new","token_type":"bearer","expires_in":3600,"refresh_token":"hush-new-refresh"}`
			}
			return http.StatusOK, member(`{"gid":%q,"name":"Ada"}`, goldenUser)
		}),
	})
	if _, err := rotated.client.Me(t.Context()); err != nil {
		t.Fatal(err)
	}
	ended := func(answer fixedAnswers) func(*diag.Diagnostics) {
		return func(diags *diag.Diagnostics) {
			withAnswers(t, answer).deleteUnstored(t.Context(), diags, goldenWebhook)
		}
	}
	return []diagnosticsCase{
		shown("answers announce changes of the API, with and without an address", announced.addRunWarnings),
		shown("Asana replaced the OAuth refresh token", rotated.warnOfRotation),
		shown("Terraform ended during a creation", ended(func(*http.Request) (int, string) { return http.StatusOK, `{"data":{}}` })),
		shown("Terraform ended during a creation, and the deletion fails", ended(serverFailure)),
	}
}
