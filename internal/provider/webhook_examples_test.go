package provider_test

import (
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// withGIDs puts the gids of a simulated account into an example.
func (a *api) withGIDs(text, webhook string) string {
	return strings.NewReplacer("1208000000000001", a.project, "1208000000000002", webhook).Replace(text)
}

// fromEnvironment configures the provider for the simulated API without a block.
func (a *api) fromEnvironment() []string {
	return append(withoutAsana(), "ASANA_ACCESS_TOKEN="+a.Token(), "ASANA_BASE_URL="+a.url)
}

const tasks = `
resource "asana_webhook" "tasks" {
  resource = "1208000000000001"
  target   = "https://hooks.example.com/asana/tasks"
}
`

func TestAccWebhook_exampleOfTheResource(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.withGIDs(example(t, "resources/asana_webhook/resource.tf"), ""), a.fromEnvironment()...)
	w.apply(t).contains(t, "4 added")
	if n := len(a.Webhooks()); n != 3 {
		t.Errorf("%d webhooks, want 3", n)
	}
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccWebhook_examplesOfImporting(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			if file == "import-by-identity.tf" {
				needsEngine(t, "imports by identity", 12, 12)
			}
			a := newAPI(t)
			gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target + "/tasks"})
			text := a.withGIDs(example(t, "resources/asana_webhook/"+file), gid)
			w := newWorkdir(t, a.withGIDs(tasks, ""), a.fromEnvironment()...)
			if file == "import.sh" {
				_, command, _ := strings.Cut(text, "terraform ")
				w.must(t, strings.Fields(command)...)
			} else {
				w.writeFile(t, "import.tf", text)
				w.apply(t).contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
			}
			w.must(t, "plan", "-detailed-exitcode")
			if only := a.only(t); only.GID != gid {
				t.Errorf("webhook %s was replaced", gid)
			}
		})
	}
}

func TestAccProvider_example(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	// The block that names the provider's source is the working folder's own.
	_, text, _ := strings.Cut(example(t, "provider/provider.tf"), "\n}\n")
	w := newWorkdir(t, text+a.withGIDs(tasks, ""), append(withoutAsana(), "TF_VAR_asana_token="+a.Token(), "ASANA_BASE_URL="+a.url)...)
	w.apply(t)
	a.only(t)
}
