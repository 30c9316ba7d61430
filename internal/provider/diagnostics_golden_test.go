package provider

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// diagnosticsFile has every error and every warning that users can meet.
const diagnosticsFile = "testdata/diagnostics.md"

const diagnosticsHead = `# Diagnostics

Every error and every warning that users can meet, to be read one after another. Tests generate this file:

    go test ./internal/provider -run Diagnostics -update
`

// diagnosticsTopic is a chapter of the file.
type diagnosticsTopic struct {
	name  string
	cases func(*testing.T) []diagnosticsCase
}

// diagnosticsCase is what users are shown in one situation.
type diagnosticsCase struct {
	when     string
	diags    diag.Diagnostics
	function *function.FuncError // instead of diagnostics
}

// shown is the case in which a function adds diagnostics.
func shown(when string, add func(*diag.Diagnostics)) diagnosticsCase {
	var diags diag.Diagnostics
	add(&diags)
	return diagnosticsCase{when: when, diags: diags}
}

func diagnosticsTopics() []diagnosticsTopic {
	return []diagnosticsTopic{
		{"Provider block", providerBlockCases},
		{"Values of attributes", validatorCases},
		{"Target", targetCases},
		{"Plan of a webhook", planCases},
		{"Plan: resource and target that are taken", conflictCases},
		{"Refresh of a webhook", refreshCases},
		{"Update and deletion of a webhook", changeCases},
		{"Creation: handshake with the target", handshakeCases},
		{"Creation: what Asana's words about a handshake mean", explanationCases},
		{"Creation: lost answers", lostCases},
		{"Creation: duplicates", duplicateCases},
		{"Creation: refusals and limits", refusedCreationCases},
		{"Creation that succeeds", createdCases},
		{"Calls to Asana: refusals", refusalCases},
		{"Calls to Asana: no usable answer", noAnswerCases},
		{"OAuth", oauthCases},
		{"Whole run", runCases},
		{"Import and moved blocks", adoptionCases},
		{"Data sources and queries", dataSourceCases},
		{"existing_secret", existingSecretCases},
		{"Action asana_probe_target", probeCases},
		{"Functions", functionCases},
	}
}

func TestDiagnostics(t *testing.T) {
	// The environment configures nothing, except what a case sets.
	t.Setenv("ASANA_ACCESS_TOKEN", "")
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "ASANA_") {
			t.Setenv(name, "")
		}
	}
	got := diagnosticsText(t)
	for _, secret := range goldenSecrets {
		if strings.Contains(got, secret) {
			t.Errorf("a diagnostic shows the secret %q", secret)
		}
	}
	if *update {
		if err := os.WriteFile(diagnosticsFile, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(diagnosticsFile)
	if err != nil {
		t.Fatal(err)
	}
	if line := firstDifference(string(want), got); line != "" {
		t.Errorf("%s is out of date: %s\nIf the new text is right, run go test ./internal/provider -run Diagnostics -update", diagnosticsFile, line)
	}
}

// diagnosticsText writes all topics.
func diagnosticsText(t *testing.T) string {
	t.Helper()
	var text strings.Builder
	text.WriteString(diagnosticsHead)
	for _, topic := range diagnosticsTopics() {
		fmt.Fprintf(&text, "\n## %s\n", topic.name)
		for _, c := range topic.cases(t) {
			c.write(t, &text)
		}
	}
	return text.String()
}

func (c diagnosticsCase) write(t *testing.T, text *strings.Builder) {
	t.Helper()
	if c.function != nil {
		at := ""
		if c.function.FunctionArgument != nil {
			at = fmt.Sprintf(" (argument %d)", *c.function.FunctionArgument+1)
		}
		writeDiagnostic(text, "Error in a function"+at, c.when, c.function.Text)
		return
	}
	if len(c.diags) == 0 {
		t.Errorf("%q shows no diagnostic", c.when)
	}
	for _, d := range c.diags {
		heading := d.Severity().String() + ": " + d.Summary()
		if attribute, ok := d.(diag.DiagnosticWithPath); ok {
			heading += " (" + attributeName(attribute.Path()) + ")"
		}
		writeDiagnostic(text, heading, c.when, d.Detail())
	}
}

func writeDiagnostic(text *strings.Builder, heading, when, detail string) {
	fmt.Fprintf(text, "\n### %s\n\nCase: %s.\n\n```text\n%s\n```\n", heading, when, strings.TrimRight(detail, "\n"))
}

// firstDifference says where two texts first differ, or returns nothing.
func firstDifference(want, got string) string {
	wanted, lines := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(wanted), len(lines)) {
		w, g := "(end of file)", "(end of file)"
		if i < len(wanted) {
			w = wanted[i]
		}
		if i < len(lines) {
			g = lines[i]
		}
		if w != g {
			return fmt.Sprintf("line %d is\n%s\nand should be\n%s", i+1, w, g)
		}
	}
	return ""
}
