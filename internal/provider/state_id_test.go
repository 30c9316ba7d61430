package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A state that was edited by hand may have no id, or one that is none. Nothing is
// asked then, least of all for a list of webhooks.
func TestAccWebhook_noIDInTheState(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	gid := a.only(t).GID
	file := filepath.Join(w.dir, "terraform.tfstate")
	state, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, a.webhook(`filters = [{ resource_type = "task" }]`))
	a.ResetRequests()
	for _, id := range []string{`null`, `""`, `"../users/me"`, `"hook-1"`} {
		edited := regexp.MustCompile(`"id": "\d+"`).ReplaceAll(state, []byte(`"id": `+id))
		for _, args := range []string{"plan", "apply -auto-approve -refresh=false", "destroy -auto-approve -refresh=false"} {
			if err := os.WriteFile(file, edited, 0o600); err != nil {
				t.Fatal(err)
			}
			out := w.run(t, strings.Fields(args)...)
			out.contains(t, "Error: Webhook id missing in the state", "a webhook on resource "+a.project+" with target "+target,
				"terraform state rm ADDRESS", "terraform import ADDRESS GID")
			if n := len(a.Requests()); n != 0 || out.code != 1 {
				t.Errorf("with the id %s, terraform %s made %d calls and ended with %d", id, args, n, out.code)
			}
		}
	}

	// The way out that the message shows.
	w.must(t, "state", "rm", address)
	w.must(t, "import", address, gid)
	w.apply(t)
	w.must(t, "plan", "-detailed-exitcode")
}
