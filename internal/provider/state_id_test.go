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
	ids := regexp.MustCompile(`"id": "\d+"`)
	for name, id := range map[string]string{"null": `null`, "empty": `""`, "a path": `"../users/me"`, "no digits": `"hook-1"`} {
		for _, args := range []string{"plan", "apply -auto-approve -refresh=false", "destroy -auto-approve -refresh=false"} {
			t.Run(name+" "+args, func(t *testing.T) {
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
				if err := os.WriteFile(file, ids.ReplaceAll(state, []byte(`"id": `+id)), 0o600); err != nil {
					t.Fatal(err)
				}
				w.write(t, a.webhook(`filters = [{ resource_type = "task" }]`))
				a.ResetRequests()
				out := w.run(t, strings.Fields(args)...)
				out.says(t, "Error: Webhook id missing in the state", "a webhook on resource "+a.project+" with target "+target,
					"terraform state rm ADDRESS", "terraform import ADDRESS GID")
				if out.code != 1 {
					t.Errorf("terraform ended with %d", out.code)
				}
				if n := len(a.Requests()); n != 0 {
					t.Errorf("%d calls were made", n)
				}

				// The way out that the message shows.
				w.must(t, "state", "rm", address)
				w.must(t, "import", address, gid)
				w.apply(t)
				w.must(t, "plan", "-detailed-exitcode")
			})
		}
	}
}
