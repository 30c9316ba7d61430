package provider_test

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// guideFile is a file of a guide for the simulated API, whose gids take the
// places of made-up ones.
func guideFile(t *testing.T, name string, gids ...string) string {
	t.Helper()
	return strings.NewReplacer(gids...).Replace(example(t, "guides/"+name))
}

// guide is the source of a guide.
func guide(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "templates", "guides", name+".md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What the guide shows of a failed handshake is what a failed handshake shows.
// How the target looks from here and how long it took is the example's own.
func TestAccGuide_errorOfAHandshake(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	a.Mount(target, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	config := guideFile(t, "debugging-the-handshake/slow.tf", "1208000000000001", a.project, "10m", "1s")
	got := newWorkdir(t, a.provider("")+config).run(t, "apply", "-auto-approve").text

	want := example(t, "guides/debugging-the-handshake/error.txt")
	own := regexp.MustCompile(`(?s)line \d+|\d+: target = \S+|(once|\d+ times in [0-9ms]+)\.|- The name .*?This command|The \d+ attempts sent the target \d+`)
	got = own.ReplaceAllString(got[strings.Index(got, "Error: "):], "…")
	if want = own.ReplaceAllString(unframed(want), "…"); got != want {
		t.Errorf("the guide has\n%s\nand Terraform says\n%s", want, got)
	}
}

// The exchange that the guide shows is the one that the simulator makes.
func TestAccGuide_exchangeOfAHandshake(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	handshakes := make(chan *http.Request, 10) // and heartbeats
	a.Mount(target, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handshakes <- r
		echo(w, r)
		w.WriteHeader(http.StatusNoContent)
	}))
	newWorkdir(t, a.exampleFile(t, "guides/debugging-the-handshake/slow.tf")).apply(t)
	a.only(t)

	sent, shown := <-handshakes, example(t, "guides/debugging-the-handshake/request.http")
	if line := sent.Method + " " + sent.URL.Path + " HTTP/1.1\nHost: " + sent.Host + "\n"; !strings.HasPrefix(shown, line) {
		t.Errorf("the guide shows\n%sthe simulator sent\n%s", shown, line)
	}
	for name := range sent.Header {
		if !slices.Contains([]string{"Accept-Encoding", "User-Agent"}, name) && !strings.Contains(shown, "\n"+name+": ") {
			t.Errorf("the guide does not show the header %s", name)
		}
	}
}

func TestAccGuide_importOne(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target, Filters: []asanatest.Filter{{ResourceType: "task"}}})
	w := newWorkdir(t, a.provider(""))
	w.writeFile(t, "import.tf", guideFile(t, "importing-and-cleaning-up/one.tf", "1208000000000002", gid))
	out := w.run(t, "plan", "-generate-config-out=webhooks.tf")
	if strings.Contains(out.text, "hashicorp/asana") {
		t.Skip("this Terraform has the bug hashicorp/terraform#39144, which the guide tells of")
	}
	w.apply(t).contains(t, "1 imported, 0 added, 0 changed, 0 destroyed")
	if a.only(t).GID != gid {
		t.Error("it was replaced")
	}
	w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.tasks")
	if a.only(t).GID == gid {
		t.Error("it was not replaced")
	}
	a.agrees(t, w, 1)
}

func TestAccGuide_importMany(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	hiring := a.AddProject(a.workspace, "Hiring")
	filters := []asanatest.Filter{{ResourceType: "task"}}
	first := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target + "/launch", Filters: filters})
	second := a.AddWebhook(asanatest.Webhook{Resource: hiring, Target: target + "/hiring", Filters: filters})
	w := newWorkdir(t, a.provider("")+guideFile(t, "importing-and-cleaning-up/many.tf",
		"1208000000000001", a.project, "1208000000000002", first, "1208000000000003", hiring, "1208000000000004", second))
	w.apply(t).contains(t, "2 imported, 0 added, 0 changed, 0 destroyed")
}

func TestAccGuide_unmanaged(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	foreign := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target + "/foreign"})
	w := newWorkdir(t, a.exampleFile(t, "guides/importing-and-cleaning-up/unmanaged.tf"), "TF_VAR_workspace="+a.workspace)
	w.apply(t)
	w.apply(t) // the first one listed before it created
	out := w.must(t, "output", "-json", "unmanaged")
	if want := `{"` + foreign + `":"` + target + `/foreign"}`; out.text != want {
		t.Errorf("got %s, want %s", out.text, want)
	}
}

func TestAccGuide_replaceExisting(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	old := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target + "/tasks"})
	w := newWorkdir(t, a.exampleFile(t, "guides/importing-and-cleaning-up/replace.tf"))
	w.apply(t)
	if a.only(t).GID == old {
		t.Error("it is still there")
	}
	a.agrees(t, w, 1)
}

func TestAccGuide_forget(t *testing.T) {
	t.Parallel()
	needsEngine(t, "removed blocks with lifecycle", 7, 9)
	a := newAPI(t)
	w := newWorkdir(t, a.exampleFile(t, "guides/importing-and-cleaning-up/replace.tf"))
	w.apply(t)
	kept := a.only(t).GID
	w.write(t, a.exampleFile(t, "guides/importing-and-cleaning-up/forget.tf"))
	w.apply(t)
	if a.only(t).GID != kept || len(w.state(t)) != 0 {
		t.Errorf("the state has %d webhooks", len(w.state(t)))
	}
}

// The job that watches deliveries succeeds while all is well, and fails when
// Asana can't deliver and when a webhook is gone.
func TestAccGuide_watchingJob(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(""))
	w.apply(t)
	script := watchScript(t)
	watch := func() (string, error) { return w.runScript(t, script) }
	if out, err := watch(); err != nil {
		t.Errorf("all is well, and it fails: %s", out)
	}
	gid := a.only(t).GID
	deliver := func() {
		a.Emit(asanatest.Event{Resource: a.AddTask(a.project, "Announce"), Action: "added", Parent: a.project})
	}
	a.Mount(target, status(http.StatusBadGateway))
	deliver()
	if out, err := watch(); err == nil || !strings.Contains(out, "First webhook delivery failed") {
		t.Errorf("the first delivery fails, and it does not: %s", out)
	}
	a.Mount(target, http.HandlerFunc(echo))
	a.Advance(time.Hour)
	a.SetActive(gid, false)
	if out, err := watch(); err == nil || !strings.Contains(out, "Webhook inactive") {
		t.Errorf("the webhook is inactive, and it does not fail: %s", out)
	}
	a.SetActive(gid, true)
	if out, err := watch(); err != nil {
		t.Errorf("all is well again, and it fails: %s", out)
	}
	a.Mount(target, status(http.StatusBadGateway))
	deliver()
	if out, err := watch(); err == nil || !strings.Contains(out, "Asana fails to deliver") {
		t.Errorf("deliveries fail, and it does not: %s", out)
	}
	a.DeleteWebhook(gid)
	if out, err := watch(); err == nil || !strings.Contains(out, "1 to add") {
		t.Errorf("the webhook is gone, and it does not fail: %s", out)
	}
}

// runScript runs a script in the folder as GitHub does, with the engine as terraform.
func (w *workdir) runScript(t *testing.T, script string) (out string, err error) {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("GitHub runs scripts with bash, which is not here")
	}
	cmd := exec.CommandContext(t.Context(), bash, "-e", "-c", script)
	cmd.Dir, cmd.Env = w.dir, append(slices.Clip(w.env), "PATH="+pathWithTerraform(t))
	combined, err := cmd.CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return string(combined), err
}

// watchScript is what the workflow in the guide runs after terraform init,
// which an engine with development overrides has no use for.
func watchScript(t *testing.T) string {
	t.Helper()
	var workflow struct {
		Jobs struct {
			Plan struct{ Steps []struct{ Run string } }
		}
	}
	if err := yaml.Unmarshal([]byte(example(t, "guides/running-in-automation/watch.yml")), &workflow); err != nil {
		t.Fatal(err)
	}
	steps := workflow.Jobs.Plan.Steps
	return steps[len(steps)-1].Run
}

// pathWithTerraform makes the engine known as terraform, whatever it is.
func pathWithTerraform(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath(engine())
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(program, filepath.Join(dir, "terraform")); err != nil {
		t.Fatal(err)
	}
	return dir + string(os.PathListSeparator) + os.Getenv("PATH")
}
