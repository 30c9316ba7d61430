package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// wholeTeam has a webhook on each project of a team, and something of another provider.
const wholeTeam = `
terraform {
  required_providers {
    asana   = { source = "seed-a7d6d6c5/asana", version = "~> 0.1" }
    example = { source = "example/example" }
  }
}

provider "asana" {}

variable "team" { type = string }
variable "receiver" { type = string }

data "asana_projects" "team" {
  team = var.team
}

resource "asana_webhook" "project" {
  for_each = { for project in data.asana_projects.team.projects : project.id => project }

  resource = each.key
  target   = "${var.receiver}/${each.key}"
  filters  = [{ resource_type = "task", action = "changed", fields = ["completed"] }]
}

resource "example_text" "digests" {
  value = join(",", [for webhook in asana_webhook.project : webhook.secret_sha256])
}

output "secrets" {
  value     = { for gid, webhook in asana_webhook.project : gid => webhook.secret }
  sensitive = true
}
`

// imported takes over a webhook whose secret is known.
const imported = `
variable "webhook" { type = string }
variable "resource" { type = string }

variable "existing_secret" {
  type      = string
  sensitive = true
}

import {
  to = asana_webhook.imported
  id = var.webhook
}

resource "asana_webhook" "imported" {
  resource        = var.resource
  target          = "${var.receiver}/imported"
  existing_secret = var.existing_secret
}

output "imported_secret" {
  value     = asana_webhook.imported.secret
  sensitive = true
}
`

// TestAccInstall_newUser is the path of somebody who has just cloned the
// repository: install, init with two providers, webhooks on all projects of a
// team, an event that the receiver verifies, a plan without a warning, the
// import of a webhook whose secret is known, and a module that tests itself
// with mocks and with the simulator.
func TestAccInstall_newUser(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	workspace := u.asana.AddWorkspace("Example Corp")
	team := u.asana.AddTeam(workspace, "Marketing")
	launch, hiring := u.asana.AddProject(team, "Launch"), u.asana.AddProject(team, "Hiring")
	r := &receiver{secrets: make(map[string]string)}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	u.env = append(u.env, "TF_VAR_team="+team, "TF_VAR_receiver="+server.URL)

	u.install()
	u.write("main.tf", wholeTeam)
	u.run("init")
	u.run("apply", "-auto-approve")
	if got := len(u.asana.Webhooks()); got != 2 {
		t.Fatalf("%d webhooks, want one for each project", got)
	}
	for gid, secret := range u.output("secrets") {
		r.configure(gid, secret)
	}
	for _, project := range []string{launch, hiring} {
		u.asana.Emit(asanatest.Event{Resource: u.asana.AddTask(project, "Task"), Action: "changed", Field: "completed"})
	}
	if verified, refused := r.counts(); verified != 2 || refused != 0 {
		t.Errorf("%d deliveries were verified and %d refused, want 2 and none", verified, refused)
	}
	u.expectEmptyPlan()

	elsewhere := u.asana.AddProject(workspace, "Elsewhere")
	const known = "0123456789abcdef0123456789abcdef"
	gid := u.asana.AddWebhook(asanatest.Webhook{Resource: elsewhere, Target: server.URL + "/imported", Secret: known})
	u.env = append(u.env, "TF_VAR_webhook="+gid, "TF_VAR_resource="+elsewhere, "TF_VAR_existing_secret="+known)
	u.write("imported.tf", imported)
	u.run("apply", "-auto-approve")
	if _, exists := u.asana.Webhook(gid); !exists || len(u.asana.Webhooks()) != 3 {
		t.Error("the import replaced the webhook")
	}
	if got := u.run("output", "-raw", "imported_secret"); got != known {
		t.Error("the imported webhook has another secret")
	}
	u.expectEmptyPlan()
	u.run("apply", "-destroy", "-auto-approve")

	u.config = t.TempDir()
	if err := os.CopyFS(u.config, os.DirFS(filepath.Join("..", "..", "..", "examples", "testing"))); err != nil {
		t.Fatal(err)
	}
	u.run("init")
	for _, args := range [][]string{{"test"}, {"test", "-test-directory=tests/simulator"}} {
		if out := u.run(args...); !strings.Contains(out, "Success!") || !strings.Contains(out, " 0 failed") {
			t.Errorf("%v: %s", args, out)
		}
	}
	if left := len(u.asana.Webhooks()); left != 0 {
		t.Errorf("%d webhooks are left", left)
	}
}

// write writes a file of the configuration.
func (u *user) write(name, text string) {
	u.t.Helper()
	if err := os.WriteFile(filepath.Join(u.config, name), []byte(text), 0o600); err != nil {
		u.t.Fatal(err)
	}
}

// output returns an output that is a map of strings.
func (u *user) output(name string) map[string]string {
	u.t.Helper()
	var values map[string]string
	if err := json.Unmarshal([]byte(u.run("output", "-json", name)), &values); err != nil {
		u.t.Fatal(err)
	}
	return values
}

// expectEmptyPlan expects a plan without changes and without a warning.
func (u *user) expectEmptyPlan() {
	u.t.Helper()
	if out := u.run("plan", "-detailed-exitcode"); strings.Contains(out, "Warning:") {
		u.t.Errorf("the plan warns: %s", out)
	}
}

// receiver is the target of the webhooks: one path for each, whose last element says
// which secret verifies its deliveries.
type receiver struct {
	mu                sync.Mutex
	secrets           map[string]string
	verified, refused int
}

func (r *receiver) configure(name, secret string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets[name] = secret
}

func (r *receiver) counts() (verified, refused int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.verified, r.refused
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if secret := req.Header.Get("X-Hook-Secret"); secret != "" {
		w.Header().Set("X-Hook-Secret", secret)
		return
	}
	body, err := io.ReadAll(req.Body)
	r.mu.Lock()
	defer r.mu.Unlock()
	secret := r.secrets[path.Base(req.URL.Path)]
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	switch {
	case err == nil && secret != "" && req.Header.Get("X-Hook-Signature") == hex.EncodeToString(mac.Sum(nil)):
		r.verified++
	case secret == "" && string(body) == `{"events":[]}`: // a heartbeat before there is a secret
	default:
		r.refused++
		w.WriteHeader(http.StatusUnauthorized)
	}
}
