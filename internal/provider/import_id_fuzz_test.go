package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// FuzzImportID shows that an import takes digits, as they are, and refuses all
// else in a message that can be printed; without a provider that is configured,
// and so without a call.
func FuzzImportID(f *testing.F) {
	// One whose messages nobody records, because fuzzing makes so many.
	server := newServer().wholeServer
	schemas, err := asanaSchema()
	if err != nil {
		f.Fatal(err)
	}
	objectType := schemas.ResourceSchemas["asana_webhook"].ValueType()
	f.Add("1208000000000002")
	f.Add("https://app.asana.com/0/1208000000000001")
	f.Fuzz(func(t *testing.T, id string) {
		resp, err := server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: "asana_webhook", ID: id})
		if err != nil {
			t.Fatal(err)
		}
		refused := ""
		for _, d := range resp.Diagnostics {
			if d.Severity == tfprotov6.DiagnosticSeverityError {
				refused += d.Summary + ": " + d.Detail
			}
		}
		isGID := id != "" && strings.Trim(id, "0123456789") == ""
		if isGID != (refused == "") {
			t.Fatalf("%q: refused with %q", id, refused)
		}
		if !isGID {
			if strings.ContainsFunc(refused, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f }) {
				t.Errorf("%q: control characters in %q", id, refused)
			}
			return
		}
		state, err := resp.ImportedResources[0].State.Unmarshal(objectType)
		if err != nil {
			t.Fatal(err)
		}
		var attributes map[string]tftypes.Value
		if err := state.As(&attributes); err != nil {
			t.Fatal(err)
		}
		if !attributes["id"].Equal(tftypes.NewValue(tftypes.String, id)) {
			t.Errorf("imported %q as %v", id, attributes["id"])
		}
	})
}
