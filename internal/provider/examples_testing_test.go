package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// The tests of examples/testing pass as its README runs them, on any engine, and the
// mocked ones make no call.
func TestAccExample_testing_mocked(t *testing.T) {
	t.Parallel()

	a := newAPI(t)
	newExample(t, a, "testing").must(t, "test").contains(t, "Success! 4 passed, 0 failed.")
	if requests := a.Requests(); len(requests) != 0 {
		t.Errorf("%d requests were sent, want none", len(requests))
	}
}

func TestAccExample_testing_simulator(t *testing.T) {
	t.Parallel()

	a := newAPI(t)
	w := newExample(t, a, "testing", "TF_VAR_project="+a.project, "TF_VAR_target="+target)
	w.must(t, "test", "-test-directory=tests/simulator").contains(t, "Success! 2 passed, 0 failed.")
	if created := len(a.Requests(asanatest.CreateWebhook)); created != 1 {
		t.Errorf("%d webhooks were created, want 1", created)
	}
	if left := a.Webhooks(); len(left) != 0 {
		t.Errorf("%d webhooks are left", len(left))
	}
}

func TestAccExample_testing_refused(t *testing.T) {
	t.Parallel()

	a := newAPI(t)
	a.Mount(receivers+"/targets/401", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	w := newExample(t, a, "testing", "TF_VAR_project="+a.project, "TF_VAR_target="+target, "ASANA_SIMULATOR_URL="+receivers)
	w.writeFile(t, "main.tf", strings.Replace(example(t, "testing/main.tf"), `create = "10s"`, `create = "1s"`, 1))
	script := example(t, "guides/testing-a-module/refused.sh")
	if out, err := w.runScript(t, script); err != nil {
		t.Errorf("the target refuses the handshake, and the script does not find that: %s", out)
	}
	all, err := os.ReadFile(filepath.Join(w.dir, "output.txt"))
	if err != nil || !strings.Contains(string(all), "0 passed, 1 failed") {
		t.Errorf("%v: %s", err, all)
	}
	if left := a.Webhooks(); len(left) != 0 {
		t.Errorf("%d webhooks are left", len(left))
	}
	a.Mount(receivers+"/targets/401", http.HandlerFunc(echo))
	if out, err := w.runScript(t, script); err == nil {
		t.Errorf("the target completes the handshake, and the script does not fail: %s", out)
	}
}

// With a plain mock, the engine makes up a gid that the provider refuses.
func TestAccExample_testing_needsItsMocks(t *testing.T) {
	t.Parallel()

	w := newExample(t, newAPI(t), "testing")
	for _, file := range []string{"tests/mocked.tftest.hcl", "tests/mocked.tofutest.hcl"} {
		_, runs, _ := strings.Cut(example(t, "testing/"+file), "\nvariables {")
		w.writeFile(t, file, "mock_provider \"asana\" {}\n\nvariables {"+runs)
	}
	out := w.run(t, "test")
	if out.code == 0 {
		t.Error("the tests pass without the mocks")
	}
	out.contains(t, "is not a gid")
}

// Both engines run the same tests, and the mocks of the one are those of the other.
func TestExamples_testing_enginesShareTheirTests(t *testing.T) {
	t.Parallel()

	_, terraform, _ := strings.Cut(example(t, "testing/tests/mocked.tftest.hcl"), "\nvariables {")
	before, tofu, _ := strings.Cut(example(t, "testing/tests/mocked.tofutest.hcl"), "\nvariables {")
	if terraform != tofu {
		t.Error("mocked.tftest.hcl and mocked.tofutest.hcl run different tests")
	}
	complete := folded(example(t, "testing/tests/mocks/asana.tfmock.hcl"))
	for line := range strings.Lines(before) {
		if strings.Contains(line, " = ") && !strings.Contains(line, "defaults = {") && !slices.Contains(complete, strings.Join(strings.Fields(line), " ")) {
			t.Errorf("asana.tfmock.hcl lacks %s", line)
		}
	}
}

// folded returns the lines of a text, with single spaces.
func folded(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return lines
}

// mock is what a mock file says of one type: its defaults, as they are written.
type mock struct {
	kind, name string
	defaults   map[string]string
}

// mocks reads the mock file of examples/testing.
func mocks(t *testing.T) map[string]mock {
	t.Helper()
	found := map[string]mock{}
	path := filepath.Join(examples, "testing", "tests", "mocks", "asana.tfmock.hcl")
	for _, block := range parseHCL(t, path).Blocks {
		m := mock{kind: strings.TrimPrefix(block.Type, "mock_"), name: block.Labels[0], defaults: map[string]string{}}
		values, diags := block.Body.Attributes["defaults"].Expr.Value(nil)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		for name, value := range values.AsValueMap() {
			m.defaults[name] = fmt.Sprintf("%#v", value)
		}
		found[m.kind+"."+m.name] = m
	}
	return found
}

// An engine makes up what a mock leaves out: eight random characters, false, 0.
func TestExamples_testing_mocksAreComplete(t *testing.T) {
	t.Parallel()

	found := mocks(t)
	gids := []string{"id", "owner", "project", "resource", "team", "user", "workspace"}
	gid := regexp.MustCompile(`^cty.StringVal\("\d+"\)$`)
	for address, schema := range mockable(t) {
		m, ok := found[address]
		if !ok {
			t.Errorf("asana.tfmock.hcl has no mock_%s", strings.Replace(address, ".", " ", 1))
			continue
		}
		for _, attribute := range schema.Block.Attributes {
			value, isSet := m.defaults[attribute.Name]
			if isSet != (attribute.Computed && attribute.NestedType == nil) {
				t.Errorf("%s: %s is set: %t", address, attribute.Name, isSet)
			}
			if isSet && slices.Contains(gids, attribute.Name) && !gid.MatchString(value) {
				t.Errorf("%s: %s is not a gid", address, attribute.Name)
			}
		}
	}
}

// mockable returns the schemas of what engines can mock, by kind and name.
func mockable(t *testing.T) map[string]*tfprotov6.Schema {
	t.Helper()
	schemas, err := asanaSchema()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*tfprotov6.Schema{}
	for name, schema := range schemas.ResourceSchemas {
		all["resource."+name] = schema
	}
	for name, schema := range schemas.DataSourceSchemas {
		all["data."+name] = schema
	}
	return all
}

// The engine accepts the mock of every data source, whatever reads it.
func TestAccExample_testing_everyMock(t *testing.T) {
	t.Parallel()
	needsTerraform(t, "mock files", 7)

	var config strings.Builder
	schemas := mockable(t)
	for _, address := range slices.Sorted(maps.Keys(schemas)) {
		name, isData := strings.CutPrefix(address, "data.")
		if !isData {
			continue
		}
		argument := ""
		for _, candidate := range []string{"workspace", "id"} {
			if slices.ContainsFunc(schemas[address].Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool {
				return a.Name == candidate && (a.Optional || a.Required)
			}) {
				argument = candidate + ` = "1208000000000003"`
			}
		}
		fmt.Fprintf(&config, "data %q \"mocked\" {\n  %s\n}\n", name, argument)
	}
	w := newExample(t, newAPI(t), "testing")
	w.write(t, config.String())
	w.writeFile(t, "tests/mocked.tftest.hcl", "mock_provider \"asana\" {\n  source = \"./tests/mocks\"\n}\n\nrun \"reads_everything\" {}\n")
	w.must(t, "test").contains(t, "Success! 1 passed, 0 failed.")
}
