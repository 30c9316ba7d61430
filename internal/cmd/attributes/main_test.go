package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/contract"
)

// What is in the repository is what Asana's document says today.
func TestAttributes_areThoseOfTheDocument(t *testing.T) {
	t.Parallel()
	contract.Require(t)
	file := filepath.Join(t.TempDir(), "attributes.go")
	if err := run(contract.File, []string{file}); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join("..", "..", "asana", "attributes.go"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("internal/asana/attributes.go differs from Asana's document: run go generate ./internal/asana")
	}
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	code, err := generate([]byte(`{"components":{"schemas":{
		"TagResponse":{"allOf":[{"$ref":"#/components/schemas/TagBase"},{"properties":{"notes":{"type":"string"},"color":{}}}]},
		"TagBase":{"allOf":[{"$ref":"#/components/schemas/TagCompact"},{"properties":{"color":{}}}]},
		"TagCompact":{"properties":{"gid":{},"name":{}}},
		"TeamMembershipResponse":{"properties":{"user":{}}},
		"OtherResponse":{"properties":{"other":{}}}
	}}}`))
	if err != nil {
		t.Fatal(err)
	}
	const want = `func Attributes(resourceType string) []string {
	switch resourceType {
	case "tag":
		return []string{
			"color",
			"gid",
			"name",
			"notes",
		}
	case "team_membership":
		return []string{
			"user",
		}
	}
	return nil
}
`
	if !strings.HasSuffix(string(code), want) {
		t.Errorf("got:\n%s", code)
	}
}

func TestRun_fails(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "broken.json")
	if err := os.WriteFile(broken, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		document string
		args     []string
		want     string
	}{
		"no file":        {broken, nil, "usage"},
		"no document":    {broken + ".not", []string{"attributes.go"}, "no such file"},
		"not a document": {broken, []string{"attributes.go"}, "unexpected end"},
	} {
		find := func() (string, error) { return tc.document, nil }
		if err := run(find, tc.args); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
