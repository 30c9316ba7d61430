package provider

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/handshake"
)

// probeCases are targets that fail a probe, in words of package handshake.
func probeCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	var cases []diagnosticsCase
	for _, e := range []handshake.ProbeError{
		{Part: handshake.PartDNS, Problem: "The name hooks.example.com does not resolve: no such host."},
		{Part: handshake.PartConnect, Problem: "Port 443 does not answer: connect: connection refused."},
		{Part: handshake.PartTLS, Problem: "Its certificate is not valid: certificate has expired. It is for hooks.example.com, from 1 May 2025 to 30 July 2025, issued by CN=Example CA."},
		{Part: handshake.PartTimeout, Problem: "The endpoint accepted the request, but did not answer within 10s."},
		{Part: handshake.PartResponse, Problem: "The endpoint accepted the request, but sent no HTTP answer: the connection was closed."},
		{Part: handshake.PartRedirect, Status: http.StatusFound, Problem: `The endpoint answered 302 (Found) and points to "https://login.example.com/".`},
		{Part: handshake.PartStatus, Status: http.StatusUnauthorized, Problem: "The endpoint answered 401 (Unauthorized) instead of 200 or 204. Its answer begins: no token"},
		{Part: handshake.PartHeaderMissing, Status: http.StatusOK, Problem: "The endpoint answered 200 (OK), but without the header X-Hook-Secret."},
		{Part: handshake.PartHeaderWrong, Status: http.StatusOK, Problem: "The endpoint answered 200 (OK), but with another value in the header X-Hook-Secret: upper and lower case differ."},
	} {
		cases = append(cases, shown("the part that fails is: "+string(e.Part), func(diags *diag.Diagnostics) { addProbeFailure(diags, goldenTarget, &e) }))
	}
	a := &probeTargetAction{data: &providerData{publicAPI: true}}
	return append(cases,
		shown("the probe is interrupted", func(diags *diag.Diagnostics) {
			addProbeFailure(diags, goldenTarget, handshake.Probe(canceled(t), addressTarget, handshake.DefaultProbeTimeout, func(string) {}))
		}),
		shown("the target is invalid", func(diags *diag.Diagnostics) { a.checkTarget("/asana", diags) }),
		shown("the target is not public", func(diags *diag.Diagnostics) { a.checkTarget("https://localhost/asana", diags) }),
		shown("the timeout is no duration", func(diags *diag.Diagnostics) { probeTargetModel{Timeout: types.StringValue("5")}.limit(diags) }),
	)
}

func functionCases(t *testing.T) []diagnosticsCase {
	t.Helper()
	parsed := func(when, url string) diagnosticsCase {
		var resp function.RunResponse
		parseURLFunction{}.Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{types.StringValue(url)})}, &resp)
		return functionFailure(t, when, resp.Error)
	}
	var resp function.StringParameterValidatorResponse
	isNotEmptySecret{}.ValidateParameterString(t.Context(), function.StringParameterValidatorRequest{Value: types.StringValue("")}, &resp)
	return []diagnosticsCase{
		parsed("parse_url: the URL is relative", "/0/"+goldenProject),
		parsed("parse_url: the URL is at another host", "https://asana.com/0/"+goldenProject),
		parsed("parse_url: the page is not known", "https://app.asana.com/0/"+goldenProject+"/unknown"),
		functionFailure(t, "sign and verify_signature: the secret is empty", resp.Error),
	}
}

func functionFailure(t *testing.T, when string, failed *function.FuncError) diagnosticsCase {
	t.Helper()
	if failed == nil {
		t.Fatalf("%s: there is no error", when)
	}
	return diagnosticsCase{when: when, function: failed}
}
