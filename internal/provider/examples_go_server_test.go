package provider_test

import (
	"bufio"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// goServer is the program of examples/go-server, running.
type goServer struct {
	url        *url.URL
	secretFile string
	program    *exec.Cmd
	lines      chan string // of its log; closed when it ends
	told       strings.Builder
}

func startGoServer(t *testing.T) *goServer {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "receiver")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	build.Dir = filepath.Join(examples, "go-server")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}

	s := &goServer{secretFile: filepath.Join(dir, "secret"), lines: make(chan string, 100)}
	s.program = exec.CommandContext(t.Context(), binary, "-listen", "127.0.0.1:0", "-secret-file", s.secretFile)
	stderr, err := s.program.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.program.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(s.lines)
		for scanner := bufio.NewScanner(stderr); scanner.Scan(); {
			s.lines <- scanner.Text()
		}
	}()
	_, address, _ := strings.Cut(s.await(t, "msg=listening"), "address=")
	s.url = &url.URL{Scheme: "http", Host: address}
	return s
}

// await reads the log up to a line with this text, and returns the line.
func (s *goServer) await(t *testing.T, text string) string {
	t.Helper()
	late := time.After(time.Minute)
	for {
		select {
		case line, more := <-s.lines:
			s.told.WriteString(line + "\n")
			if strings.Contains(line, text) {
				return line
			}
			if !more {
				t.Fatalf("the receiver's log lacks %q:\n%s", text, s.told.String())
			}
		case <-late:
			t.Fatalf("the receiver's log lacks %q:\n%s", text, s.told.String())
		}
	}
}

// stop ends the program as a service manager does, and returns all of its log.
func (s *goServer) stop(t *testing.T) string {
	t.Helper()
	if err := s.program.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for line := range s.lines {
		s.told.WriteString(line + "\n")
	}
	if err := s.program.Wait(); err != nil {
		t.Errorf("the receiver ended with %v", err)
	}
	return s.told.String()
}

// secret is what Terraform has handed on.
func (s *goServer) secret(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(s.secretFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The whole life of examples/go-server: its files, unchanged, with the real
// Terraform, the real program behind a reverse proxy, and the simulated Asana.
func TestAccExample_goServer(t *testing.T) {
	t.Parallel()

	a := newAPI(t)
	w := newExample(t, a, "go-server")
	server := startGoServer(t)
	deployed := filepath.Join(w.dir, "deployed")

	proxy := httputil.NewSingleHostReverseProxy(server.url)
	a.Mount("https://proxied.example.com", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(deployed); err != nil {
			t.Error("Asana was asked for the webhook before the receiver was deployed")
		}
		proxy.ServeHTTP(w, r)
	}))
	w.env = append(w.env, "TF_VAR_project="+a.project, "TF_VAR_target=https://proxied.example.com/asana",
		"TF_VAR_deploy=touch deployed", "TF_VAR_store_secret=cat >"+server.secretFile)

	applied := w.apply(t)
	first := a.only(t).Secret
	if server.secret(t) != first {
		t.Error("the receiver did not get the webhook's secret")
	}

	task := a.AddTask(a.project, "Announce")
	complete := func() {
		t.Helper()
		a.Emit(asanatest.Event{Resource: task, Action: "changed", Field: "completed", ChangeAction: "changed"})
		server.await(t, "msg=event type=task gid="+task+" action=changed field=completed")
		if webhook := a.only(t); webhook.RetryCount != 0 {
			t.Errorf("the event was not accepted: %s", webhook.LastFailureContent)
		}
	}
	complete()

	forged, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.url.String(), strings.NewReader(`{"events":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	forged.Header.Set("X-Hook-Signature", strings.Repeat("0", 64))
	resp, err := http.DefaultClient.Do(forged)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a forged event is answered with %s, want 401", resp.Status)
	}
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

// What Asana has told nobody but the receiver must not be overwritten with nothing.
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
			text := readExample(t, "go-server", "main.tf")
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
			out.says(t, "Terraform does not know the secret", "terraform apply -replace=asana_webhook.project")
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
