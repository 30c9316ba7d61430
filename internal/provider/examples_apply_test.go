package provider_test

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// newExample returns a folder with the files of an example, as a user copies it, and
// with the environment that the example's README asks for.
func newExample(t *testing.T, a *api, name string, env ...string) *workdir {
	t.Helper()
	w := newWorkdir(t, "", append(env, "ASANA_ACCESS_TOKEN="+a.Token(), "ASANA_BASE_URL="+a.url)...)
	source := os.DirFS(filepath.Join(examples, name))
	err := fs.WalkDir(source, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(w.dir, path), 0o700)
		}
		w.writeFile(t, path, example(t, name+"/"+path))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestAccExample_manyProjects(t *testing.T) {
	t.Parallel()

	a := newAPI(t)
	team := a.AddTeam(a.workspace, "Marketing")
	launch, hiring := a.AddProject(team, "Launch"), a.AddProject(team, "Hiring")
	w := newExample(t, a, "many-projects", "TF_VAR_receiver="+target, "TF_VAR_team="+team)
	w.apply(t).contains(t, "2 added, 0 changed, 0 destroyed")

	targets := map[string]string{}
	for _, webhook := range a.Webhooks() {
		targets[webhook.Resource] = webhook.Target
	}
	if targets[launch] != target+"/"+launch || targets[hiring] != target+"/"+hiring {
		t.Errorf("targets %v, want one below %s for each project", targets, target)
	}

	// One comes and another is renamed: nothing happens to those that there are.
	added := a.AddProject(team, "Website")
	a.Rename(hiring, "Recruiting")
	w.apply(t).contains(t, "1 added, 0 changed, 0 destroyed")
	w.must(t, "output", "-json", "projects").contains(t, "Recruiting", added)

	// Two go: the other keeps its webhook, and so its secret.
	a.SetArchived(launch, true)
	a.Remove(added)
	w.apply(t).contains(t, "0 added, 0 changed, 1 destroyed")
	if a.only(t).Resource != hiring {
		t.Errorf("the webhook of %s is left, want that of %s", a.only(t).Resource, hiring)
	}
	w.must(t, "output", "-json", "secrets").contains(t, a.only(t).Secret)
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccExample_manyProjects_slashAtTheEnd(t *testing.T) {
	t.Parallel()

	a := newAPI(t)
	w := newExample(t, a, "many-projects", "TF_VAR_receiver="+target+"/", "TF_VAR_team="+a.AddTeam(a.workspace, "Marketing"))
	out := w.run(t, "plan")
	if out.code == 0 {
		t.Error("the plan succeeds")
	}
	out.contains(t, "Remove the slash at the end.")
}

func TestAccExample_deliveryHealth(t *testing.T) {
	t.Parallel()

	a := newAPI(t)
	var broken atomic.Bool
	a.Mount("https://health.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		echo(w, r)
	}))
	w := newExample(t, a, "delivery-health", "TF_VAR_project="+a.project, "TF_VAR_target=https://health.example.com/asana")
	w.apply(t).keepsQuiet(t, "Check block assertion failed")
	w.must(t, "plan", "-detailed-exitcode").keepsQuiet(t, "Check block assertion failed")

	broken.Store(true)
	a.Emit(asanatest.Event{Resource: a.AddTask(a.project, "Announce"), Action: "added", Parent: a.project})
	// The check warns from the first failure on, and there is nothing to change.
	failing := "Asana can't deliver the events of webhook " + a.only(t).GID
	w.must(t, "plan", "-detailed-exitcode").contains(t, "Check block assertion failed", failing+": retried 0 times.", "502 Bad Gateway")
	a.Advance(2 * time.Minute)
	w.must(t, "plan", "-detailed-exitcode").contains(t, "Check block assertion failed", failing+": retried 1 times.")

	broken.Store(false)
	a.Advance(time.Hour)
	w.must(t, "plan", "-detailed-exitcode").keepsQuiet(t, "Check block assertion failed")
}

// A target that is silent without failing, as when Asana has stopped trying.
func TestAccExample_deliveryHealth_silence(t *testing.T) {
	t.Parallel()

	a := newAPI(t)
	w := newExample(t, a, "delivery-health", "TF_VAR_project="+a.project, "TF_VAR_target="+target)
	w.apply(t)
	a.EditWebhook(a.only(t).GID, func(w *asanatest.Webhook) { w.LastSuccessAt = time.Now().Add(-10 * time.Hour) })
	w.must(t, "plan", "-detailed-exitcode").contains(t, "Check block assertion failed",
		"Nothing has arrived from webhook "+a.only(t).GID+" for nine hours.")
}
