package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// A state that was moved without a secret has one after the first apply.
func TestAccWebhook_existingSecretOfAMovedOne(t *testing.T) {
	t.Parallel()
	needsMoves(t)
	state := workaroundStates()["restapi_object"]
	lost := state
	lost.attributes = strings.Replace(state.attributes, inString(created), inString(readAgain), 1)
	for name, tc := range map[string]struct {
		state   workaroundState
		changed string
	}{
		"lost":  {lost, "0 added, 1 changed, 0 destroyed"},
		"known": {state, "0 added, 1 changed, 0 destroyed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			hook := a.workedAround(t)
			w := newWorkdir(t, strings.Replace(a.movedFrom(t, state.typeName), "  filters ", "  existing_secret = var.existing\n  filters ", 1)+existing)
			withExisting(w, hook.Secret)
			w.writeState(t, tc.state.file(t, hook))
			out := w.apply(t)
			out.contains(t, tc.changed)
			out.lacks(t, staleSecret)
			hasSecret(t, w, hook.Secret)
			w.must(t, "plan", "-detailed-exitcode").lacks(t, staleSecret)

			withExisting(w, "another-"+hook.GID)
			out = w.apply(t)
			want := "another-" + hook.GID // which corrects the argument's own
			if name == "known" {          // because Asana returned it
				want = hook.Secret
				out.contains(t, staleSecret)
			}
			hasSecret(t, w, want)
			a.onlyReads(t)
		})
	}
}

// setExisting makes the webhook in a generated file take its secret from the
// variable, as a user would. Engines generate a null argument, or none.
func setExisting(t *testing.T, w *workdir, name string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	text := generatedSecret.ReplaceAllString(string(b), "")
	if strings.Contains(text, "existing_secret") || strings.Count(text, "  target ") != 1 {
		t.Fatalf("the generated configuration is not as it should be:\n%s", b)
	}
	w.writeFile(t, name, strings.Replace(text, "  target ", "  existing_secret = var.existing\n  target ", 1)+existing)
}

// generatedSecret is a line of a generated configuration.
var generatedSecret = regexp.MustCompile(`(?m)^\s*existing_secret\s*= null.*\n`)

// adoptsGenerated applies a generated file as it is and with the secret.
func (a *api) adoptsGenerated(t *testing.T, w *workdir, name string, hook asanatest.Webhook) {
	t.Helper()
	w.apply(t).contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
	w.must(t, "plan", "-detailed-exitcode")
	setExisting(t, w, name)
	withExisting(w, hook.Secret)
	w.apply(t).contains(t, "0 added, 1 changed, 0 destroyed")
	hasSecret(t, w, hook.Secret)
	w.must(t, "plan", "-detailed-exitcode")
	a.onlyReads(t)
}

func TestAccWebhook_existingSecretInGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	hook := a.foreign(t)
	w := newWorkdir(t, a.provider(""))
	w.writeFile(t, "import.tf", importBlock(hook.GID))
	out := w.run(t, "plan", "-generate-config-out=generated.tf")
	if strings.Contains(out.text, "hashicorp/asana") {
		t.Skip("this Terraform has the bug hashicorp/terraform#39144, which the guide tells of")
	}
	a.adoptsGenerated(t, w, "generated.tf", hook)
}

func TestAccWebhookList_existingSecretInGeneratedConfiguration(t *testing.T) {
	t.Parallel()
	needsTerraform(t, "queries", 14)
	a := newAPI(t)
	hook := a.foreign(t)
	w := newWorkdir(t, a.provider(""))
	w.writeFile(t, "webhooks.tfquery.hcl", strings.ReplaceAll(example(t, "list-resources/asana_webhook/list-resource.tfquery.hcl"), "1208000000000001", a.workspace))
	w.must(t, "query", "-generate-config-out=generated.tf")
	a.adoptsGenerated(t, w, "generated.tf", hook)
}
