package provider_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// hasFunctions skips on an engine that is too old for functions.
var hasFunctions = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)}

// jefe is the signature in RFC 4231's second test case.
const jefe = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

func TestAccSignFunction(t *testing.T) {
	t.Parallel()
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   hasFunctions,
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: `
output "rfc" {
  value = provider::asana::sign("Jefe", "what do ya want for nothing?")
}
output "empty" {
  value = provider::asana::sign("4f9c1f0b7a6e4d2e8b3a5c6d7e8f9012", "")
}`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("rfc", knownvalue.StringExact(jefe)),
				statecheck.ExpectKnownOutputValue("empty", knownvalue.StringExact("f82e25a32dd161f5b293fbbe7e2ae1fce78feaca8cc112210e80ddf399b85197")),
			},
		}},
	})
}

func TestAccVerifySignatureFunction(t *testing.T) {
	t.Parallel()
	const body = "what do ya want for nothing?"
	config, checks := "", []statecheck.StateCheck{}
	for name, tc := range map[string]struct {
		secret, body, signature string // in Terraform's language
		want                    bool
	}{
		"right":           {`"Jefe"`, `"` + body + `"`, `"` + jefe + `"`, true},
		"upper case":      {`"Jefe"`, `"` + body + `"`, `upper("` + jefe + `")`, true},
		"white space":     {`"Jefe"`, `"` + body + `"`, `"\t` + jefe + ` \r\n"`, true},
		"other secret":    {`"jefe"`, `"` + body + `"`, `"` + jefe + `"`, false},
		"other body":      {`"Jefe"`, `"` + body + `\n"`, `"` + jefe + `"`, false},
		"other signature": {`"Jefe"`, `"` + body + `"`, `"` + strings.Replace(jefe, "5b", "5c", 1) + `"`, false},
		"cut signature":   {`"Jefe"`, `"` + body + `"`, `"` + jefe[:62] + `"`, false},
		"not a signature": {`"Jefe"`, `"` + body + `"`, `"none"`, false},
		"no signature":    {`"Jefe"`, `"` + body + `"`, `""`, false},
	} {
		output := strings.ReplaceAll(name, " ", "_")
		config += fmt.Sprintf("output %q {\n  value = provider::asana::verify_signature(%s, %s, %s)\n}\n", output, tc.secret, tc.body, tc.signature)
		checks = append(checks, statecheck.ExpectKnownOutputValue(output, knownvalue.Bool(tc.want)))
	}
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   hasFunctions,
		ProtoV6ProviderFactories: factories,
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
}

func TestAccSignatureFunctions_badArguments(t *testing.T) {
	t.Parallel()
	for call, want := range map[string]string{
		`sign("", "{}")`:                              `The secret is empty: anybody could make signatures with it.`,
		`sign("hidden-key", null)`:                    `argument must not be null`,
		`verify_signature("hidden-key", "{}", null)`:  `Invalid value for "signature" parameter: argument must not be null`,
		`verify_signature("", "{}", "00")`:            `The secret is empty`,
		`verify_signature("hidden-key", null, "00")`:  `argument must not be null`,
		`parse_url(null)`:                             `argument must not be null`,
		`parse_url("https://example.com/0/11/22")`:    `this is not a URL of Asana's web application, which is at https://app.asana.com, but of "https://example.com": known are https://app.asana.com/0/PROJECT/TASK,`,
		`parse_url("https://app.asana.com/0/inbox")`:  `no object can be read from this URL of Asana: known are https://app.asana.com/0/PROJECT/TASK,`,
		`parse_url("1206043162733419")`:               `this is not an absolute URL: known are`,
		`parse_url("https://app.asana.com/1/5/x/11")`: `…/1/WORKSPACE/portfolio/GID and the like.`,
	} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			w := newWorkdir(t, "variable \"key\" {\n  default = \"hidden-key\"\n  sensitive = true\n}\noutput \"x\" {\n  sensitive = true\n  value = provider::asana::"+
				strings.ReplaceAll(call, `"hidden-key"`, "var.key")+"\n}")
			out := w.run(t, "plan")
			if !regexp.MustCompile("(?i)"+regexp.QuoteMeta(want)).MatchString(out.text) || out.code != 1 {
				t.Errorf("lacks %q:\n%s", want, out.text)
			}
			if strings.Contains(strings.ReplaceAll(out.text, "...", "…"), "..") {
				t.Errorf("a sentence ends twice:\n%s", out.text)
			}
			if strings.Contains(call, "hidden") {
				out.keepsQuiet(t, "hidden")
			}
		})
	}
}

// A null secret, as after an import, does not end the plan.
func TestAccSignatureFunctions_nullSecret(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target})
	w := newWorkdir(t, a.webhook(``)+fmt.Sprintf(`
import {
  to = asana_webhook.test
  id = %q
}
locals {
  none      = null
  signature = provider::asana::sign(asana_webhook.test.secret, "{}")
  genuine   = provider::asana::verify_signature(asana_webhook.test.secret, "{}", "00")
}
output "all" {
  sensitive = true
  value = [
    local.signature == null,
    local.genuine == null,
    provider::asana::sign(null, "{}") == null,
    provider::asana::verify_signature(local.none, "{}", "00") == null,
    coalesce(local.genuine, false) == false,
    coalesce(local.signature, "none") == "none",
  ]
}
check "guarded" {
  assert {
    condition     = coalesce(local.genuine, true)
    error_message = "Not genuine."
  }
}
`, gid))
	w.apply(t).keepsQuiet(t, "Not genuine", "Error")
	w.must(t, "output", "-json", "all").contains(t, "[true,true,true,true,true,true]")
}

// TestAccVerifySignatureFunction_ofADelivery checks an event that was signed
// with the secret in the state, which is not known before the webhook is made.
func TestAccVerifySignatureFunction_ofADelivery(t *testing.T) {
	t.Parallel()
	a, d := newAPI(t), &delivery{}
	a.Mount("https://deliveries.example.com", d)
	config := func() string {
		return a.provider("") + fmt.Sprintf(`
resource "asana_webhook" "test" {
  resource = %q
  target   = "https://deliveries.example.com/asana"
}
output "genuine" {
  value = nonsensitive(provider::asana::verify_signature(asana_webhook.test.secret, %q, %q))
}
output "again" {
  value     = provider::asana::sign(asana_webhook.test.secret, %q)
  sensitive = true
}`, a.project, d.body, d.signature, d.body)
	}
	w := newWorkdir(t, config())
	w.must(t, "plan").contains(t, "+ genuine = (known after apply)")
	w.apply(t).contains(t, "genuine = false")
	a.Emit(asanatest.Event{Resource: a.AddTask(a.project, "Ship"), Action: "added", Parent: a.project})
	if d.signature == "" {
		t.Fatal("no event was delivered")
	}
	w.write(t, config())
	out := w.apply(t)
	out.contains(t, "genuine = true")
	out.keepsQuiet(t, a.only(t).Secret, d.signature[1:])
	w.must(t, "output", "-raw", "again").contains(t, d.signature)
}

// delivery is a receiver that keeps the last event that it was sent.
type delivery struct{ body, signature string }

func (d *delivery) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	echo(w, r)
	if signature := r.Header.Get("X-Hook-Signature"); signature != "" {
		b, _ := io.ReadAll(r.Body)
		d.body, d.signature = string(b), signature
	}
}

func TestAccSignatureFunctions_examples(t *testing.T) {
	t.Parallel()
	const key = "4f9c1f0b7a6e4d2e8b3a5c6d7e8f9012"
	recordedMessages.addSecret(key)
	w := newWorkdir(t, example(t, "functions/sign/function.tf"), "TF_VAR_webhook_secret="+key)
	w.apply(t).keepsQuiet(t, key)
	w.must(t, "output", "-raw", "heartbeat").contains(t, "-H 'X-Hook-Signature: 74582c8558299b8a295429d0664b7d9bf54c2971581e1c161375b8dc1cc97893' --data-binary '{\"events\":[]}' https://hooks.example.com/asana")

	for signature, want := range map[string]string{"74582c8558299b8a295429d0664b7d9bf54c2971581e1c161375b8dc1cc97893": "true", "00": "false"} {
		w := newWorkdir(t, example(t, "functions/verify_signature/function.tf"), "TF_VAR_webhook_secret="+key, "TF_VAR_signature="+signature)
		if err := os.WriteFile(filepath.Join(w.dir, "event.json"), []byte(`{"events":[]}`), 0o600); err != nil {
			t.Fatal(err)
		}
		out := w.apply(t)
		out.contains(t, "genuine = "+want)
		out.keepsQuiet(t, key)
		if warned := strings.Contains(out.text, "This secret did not sign this body."); warned != (want == "false") {
			t.Errorf("the check warns: %v", warned)
		}
	}
}

// The index of the documentation lists every function, and what it does with null.
func TestFunctions_areListed(t *testing.T) {
	t.Parallel()
	functions, err := newServer().GetFunctions(t.Context(), &tfprotov6.GetFunctionsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	index, err := os.ReadFile(filepath.Join(root, "docs", "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range functions.Functions {
		var parameters []string
		for _, p := range f.Parameters {
			parameters = append(parameters, p.Name)
		}
		if row := fmt.Sprintf("| [`%s(%s)`](functions/%s.md) |", name, strings.Join(parameters, ", "), name); !strings.Contains(string(index), row) {
			t.Errorf("docs/index.md lacks %s", row)
		}
	}
}
