package provider_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// vaultReceiver is a receiver as the guide has it: whenever an event comes it takes
// the secret and the one before from Vault, and refuses what is signed with
// neither.
type vaultReceiver struct {
	vault *vault

	mu       sync.Mutex
	accepted []string // gids of the tasks whose events were accepted
}

func (v *vaultReceiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Hook-Secret") != "" {
		echo(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	signedWith := func(secret any) bool {
		s, _ := secret.(string)
		mac := hmac.New(sha256.New, []byte(s))
		mac.Write(body)
		return s != "" && r.Header.Get("X-Hook-Signature") == hex.EncodeToString(mac.Sum(nil))
	}
	secrets := v.vault.secrets()
	if !slices.ContainsFunc(secrets[max(0, len(secrets)-2):], signedWith) {
		http.Error(w, "bad signature", http.StatusUnauthorized)
		return
	}
	var delivery struct {
		Events []struct{ Resource struct{ GID string } }
	}
	_ = json.Unmarshal(body, &delivery)
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, e := range delivery.Events {
		v.accepted = append(v.accepted, e.Resource.GID)
	}
}

// No event is lost that happens while the secret is rotated. What the new
// webhook sends before Vault has its secret is refused, and sent again.
func TestAccGuide_rotationWithoutAGap(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	a, v := newAPI(t), newVault(t)
	receiver := &vaultReceiver{vault: v}
	a.Mount(receivers, receiver)
	var happened []string
	happens := func(name string) {
		task := a.AddTask(a.project, name)
		a.Emit(asanatest.Event{Resource: task, Action: "added", Parent: a.project})
		happened = append(happened, task)
	}
	w := newWorkdir(t, a.exampleFile(t, "guides/rotating-the-secret/main.tf"), "VAULT_ADDR="+v.url)
	w.apply(t)
	old := a.only(t)
	happens("before")

	v.onWrite(func() { happens("new webhook, Vault has the old secret") })
	deletion := a.Hold(asanatest.DeleteWebhook)
	ended := make(chan output)
	go func() { ended <- w.run(t, "apply", "-auto-approve", "-var=rotation=2") }()
	select {
	case <-deletion.Arrived():
	case out := <-ended:
		t.Fatalf("the old webhook was not deleted: %s", out.text)
	}
	happens("both webhooks, Vault has the new secret")
	deletion.Release()
	if out := <-ended; out.code != 0 {
		t.Fatalf("the apply ended with %d: %s", out.code, out.text)
	}
	happens("after")
	a.Advance(time.Hour)

	current := a.only(t)
	expectVault(t, v, old.Secret, current.Secret)
	if old.GID == current.GID || current.Target != target+"/tasks?rotation=2" {
		t.Error("the webhook was not replaced")
	}
	receiver.mu.Lock()
	defer receiver.mu.Unlock()
	if len(happened) != 4 {
		t.Errorf("%d events happened, want 4", len(happened))
	}
	for i, task := range happened {
		if !slices.Contains(receiver.accepted, task) {
			t.Errorf("event %d of %d was not accepted", i+1, len(happened))
		}
	}
	w.must(t, "plan", "-detailed-exitcode", "-var=rotation=2")
}

func TestAccGuide_rotationByTriggers(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.exampleFile(t, "guides/rotating-the-secret/triggers.tf"))
	w.apply(t)
	old := a.only(t)
	w.must(t, "plan", "-detailed-exitcode")
	w.must(t, "apply", "-auto-approve", "-var=quarter=2026-Q2")
	if current := a.only(t); current.GID == old.GID || stateAttribute(t, w, "secret") != current.Secret || current.Secret == old.Secret {
		t.Error("the secret was not rotated")
	}
	w.must(t, "plan", "-detailed-exitcode", "-var=quarter=2026-Q2")
}
