package provider_test

import (
	"net/http"
	"net/http/httputil"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// The whole life of an example with a server: its files, unchanged, with the real
// engine, the real program behind a reverse proxy, and the simulated Asana.
func TestAccExample_server(t *testing.T) {
	t.Parallel()

	for name, program := range servers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testServer(t, name, program)
		})
	}
}

func testServer(t *testing.T, name string, program func(*testing.T) *exec.Cmd) {
	t.Helper()
	a := newAPI(t)
	w := newExample(t, a, name)
	server := startServer(t, program(t))
	deployed := filepath.Join(w.dir, "deployed")

	proxy := httputil.NewSingleHostReverseProxy(server.url)
	a.Mount("https://proxied.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(deployed); err != nil {
			t.Error("Asana was asked for the webhook before the receiver was deployed")
		}
		proxy.ServeHTTP(w, r)
	}))
	w.setenv("TF_VAR_project="+a.project, "TF_VAR_target=https://proxied.example.com/asana",
		"TF_VAR_deploy=touch deployed", "TF_VAR_store_secret=cat >"+server.secretFile)

	// Asana sends the first heartbeat before its response reaches the provider.
	a.sendHeartbeatBeforeResponse(t)
	applied := w.apply(t)
	server.await(t, "heartbeat accepted without verification: there is no secret yet")
	expectNoFailure(t, a.only(t))
	first := a.only(t).Secret
	if server.secret(t) != first {
		t.Error("the receiver did not get the webhook's secret")
	}

	task := a.AddTask(a.project, "Announce")
	complete := func() {
		t.Helper()
		a.Emit(asanatest.Event{Resource: task, Action: "changed", Field: "completed", ChangeAction: "changed"})
		server.await(t, "event type=task gid="+task+" action=changed field=completed")
		expectNoFailure(t, a.only(t))
	}
	complete()
	server.refusesForgery(t)
	w.must(t, "plan", "-detailed-exitcode")

	// A rotation, while the program goes on running.
	rotated := w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.project")
	second := a.only(t).Secret
	if second == first || server.secret(t) != second {
		t.Error("the receiver did not get a new secret")
	}
	complete()

	destroyed := w.must(t, "destroy", "-auto-approve")
	if left := a.Webhooks(); len(left) != 0 {
		t.Errorf("%d webhooks are left", len(left))
	}
	for _, out := range []output{applied, rotated, destroyed, {text: server.stop(t)}} {
		out.keepsQuiet(t, first, second, a.Token())
	}
}

// sendHeartbeatBeforeResponse has the simulator send the first heartbeat of the next
// webhook while its response to the creation is still on its way.
func (a *api) sendHeartbeatBeforeResponse(t *testing.T) {
	t.Helper()
	hold := a.HoldAfter(asanatest.CreateWebhook)
	go func() {
		select {
		case <-hold.Arrived():
			a.Advance(0)
			hold.Release()
		case <-t.Context().Done():
		}
	}()
}

func expectNoFailure(t *testing.T, webhook asanatest.Webhook) {
	t.Helper()
	if webhook.LastFailureContent != "" {
		t.Errorf("a delivery failed: %s", webhook.LastFailureContent)
	}
}

// A secret that only the receiver knows must not be overwritten with nothing.
func TestAccExample_goServer_keepsASecretThatTerraformDoesNotKnow(t *testing.T) {
	t.Parallel()

	const target = "https://proxied.example.com/asana"
	tests := map[string]func(t *testing.T, a *api, w *workdir){
		"imported": func(t *testing.T, a *api, w *workdir) {
			t.Helper()
			w.must(t, "import", "asana_webhook.project", a.AddWebhook(asanatest.Webhook{
				Resource: a.project, Target: target, CreatedAt: time.Now().Add(-time.Hour),
			}))
		},
		"not kept": func(t *testing.T, _ *api, w *workdir) {
			t.Helper()
			text := example(t, "go-server/main.tf")
			w.writeFile(t, "main.tf", strings.Replace(text, "  target   = var.target\n", "  target   = var.target\n  secret_storage = \"none\"\n", 1))
		},
	}
	for name, prepare := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			a := newAPI(t)
			a.Mount("https://proxied.example.com", http.HandlerFunc(echo))
			stored := filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(stored, []byte("the receiver's"), 0o600); err != nil {
				t.Fatal(err)
			}
			w := newExample(t, a, "go-server", "TF_VAR_project="+a.project, "TF_VAR_target="+target,
				"TF_VAR_deploy=true", "TF_VAR_store_secret=cat >"+stored)
			prepare(t, a, w)

			out := w.run(t, "apply", "-auto-approve")
			if out.code == 0 {
				t.Error("the apply succeeds")
			}
			out.contains(t, "Terraform does not know the secret", "terraform apply -replace=asana_webhook.project")
			if name == "not kept" && len(a.Webhooks()) != 0 {
				t.Error("a webhook was made whose secret is lost")
			}
			if text, err := os.ReadFile(stored); err != nil || string(text) != "the receiver's" {
				t.Errorf("the receiver's secret is %q now (%v)", text, err)
			}
		})
	}

	t.Run("until there is a new one", func(t *testing.T) {
		t.Parallel()

		a := newAPI(t)
		a.Mount("https://proxied.example.com", http.HandlerFunc(echo))
		stored := filepath.Join(t.TempDir(), "secret")
		w := newExample(t, a, "go-server", "TF_VAR_project="+a.project, "TF_VAR_target="+target,
			"TF_VAR_deploy=true", "TF_VAR_store_secret=cat >"+stored)
		tests["imported"](t, a, w)
		w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.project")
		if text, err := os.ReadFile(stored); err != nil || string(text) != a.only(t).Secret {
			t.Errorf("the receiver's secret is not the webhook's (%v)", err)
		}
	})
}

// A host need not have the architecture of the machine that deploys to it.
func TestExamples_goServerIsBuiltForItsHost(t *testing.T) {
	t.Parallel()

	for machine, want := range map[string]string{"x86_64": "linux/amd64", "aarch64": "linux/arm64", "armv7l": "linux/arm", "vax": ""} {
		t.Run(machine, func(t *testing.T) {
			t.Parallel()

			// Functions take the place of the host and of the compiler.
			const script = `ssh() { [ "$*" != "hooks.example.com uname -m" ] || echo "$MACHINE"; }
				go() { printf %s "$GOOS/$GOARCH" >"$BUILT"; }
				. "$0"`
			built := filepath.Join(t.TempDir(), "built")
			deploy := exec.CommandContext(t.Context(), "sh", "-c", script, filepath.Join(examples, "go-server", "deploy.sh"), "hooks.example.com")
			deploy.Env = append(os.Environ(), "MACHINE="+machine, "BUILT="+built)
			out, err := deploy.CombinedOutput()
			if (err == nil) != (want != "") {
				t.Fatalf("deploy.sh ended with %v: %s", err, out)
			}
			platform, err := os.ReadFile(built)
			if string(platform) != want {
				t.Errorf("built for %q, want %q (%v)", platform, want, err)
			}
		})
	}
}
