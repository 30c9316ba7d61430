package provider_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// handOff is the example that hands a secret on to Vault.
const handOff = "ephemeral-resources/asana_webhook_secret/ephemeral-resource.tf"

// exampleFile reads one of the examples, made fit for the simulated API.
func (a *api) exampleFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "examples", name))
	if err != nil {
		t.Fatal(err)
	}
	return a.provider("") + strings.ReplaceAll(string(b), "1208000000000001", a.project)
}

// digest is what secret_sha256 should be.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// expectVault compares what Vault was given with what it should have been.
func expectVault(t *testing.T, v *vault, want ...any) {
	t.Helper()
	if got := v.secrets(); !slices.Equal(got, want) {
		t.Errorf("Vault was written to %d times, want %d, or holds other secrets", len(got), len(want))
	}
}

// TestAccWebhookSecret_reachesVaultAlone has every run logged and planned into
// a file, and looks for the secret in all that is left behind.
func TestAccWebhookSecret_reachesVaultAlone(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	a, v := newAPI(t), newVault(t)
	config := a.exampleFile(t, handOff)
	// Logs and plans are left in the folder too.
	w := newWorkdir(t, config, "VAULT_ADDR="+v.url, "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	outputs := []output{w.must(t, "plan", "-out=create.plan"), w.must(t, "apply", "create.plan")}
	hook := a.only(t)
	expectVault(t, v, hook.Secret)

	w.write(t, strings.Replace(config, "  secret_storage", "  filters = [{ resource_type = \"task\" }]\n  secret_storage", 1))
	outputs = append(outputs, w.must(t, "plan", "-out=update.plan"), w.must(t, "apply", "update.plan"),
		w.must(t, "plan", "-detailed-exitcode", "-out=empty.plan"), w.must(t, "show", "-json", "empty.plan"),
		w.must(t, "apply", "-refresh-only", "-auto-approve"))
	expectVault(t, v, hook.Secret)

	for _, out := range outputs {
		out.keepsQuiet(t, hook.Secret)
	}
	if got := stateAttribute(t, w, "secret_sha256"); got != digest(hook.Secret) {
		t.Errorf("the digest in the state is %v", got)
	}
	w.must(t, "destroy", "-auto-approve")
	if found := filesWith(t, w.dir, hook.Secret); len(found) != 0 {
		t.Errorf("the secret is in %v", found)
	}
	if found := filesWith(t, w.dir, hook.GID); !slices.Contains(found, "trace.log") || !slices.Contains(found, "update.plan: tfplan") {
		t.Errorf("the gid is only in %v: the search misses what it should see", found)
	}
}

// The search for the secret must find what is there.
func TestAccWebhookSecret_storedOneIsFound(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	a, v := newAPI(t), newVault(t)
	w := newWorkdir(t, strings.Replace(a.exampleFile(t, handOff), `"none"`, `"state"`, 1), "VAULT_ADDR="+v.url)
	w.apply(t)
	w.must(t, "plan", "-out=empty.plan")
	hook := a.only(t)
	expectVault(t, v, hook.Secret)
	want := []string{"empty.plan: tfplan", "empty.plan: tfstate", "empty.plan: tfstate-prev", "terraform.tfstate"}
	if found := filesWith(t, w.dir, hook.Secret); !slices.Equal(found, want) {
		t.Errorf("found the secret in %v, want %v", found, want)
	}
}

// A version that changes with anything but the secret shows what later runs get.
func TestAccWebhookSecret_onlyInTheRunThatCreates(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	for _, storage := range []string{`"none"`, `"state"`} {
		t.Run(storage, func(t *testing.T) {
			t.Parallel()
			a, v := newAPI(t), newVault(t)
			config := func(version string) string {
				text := a.exampleFile(t, handOff)
				start := strings.Index(text, "parseint")
				end := start + strings.Index(text[start:], "\n")
				text = text[:start] + version + text[end:]
				text = strings.Replace(text, "tasks.secret }", "tasks.secret, available = ephemeral.asana_webhook_secret.tasks.available }", 1)
				return strings.Replace(text, `"none"`, storage, 1)
			}
			w := newWorkdir(t, config("1"), "VAULT_ADDR="+v.url)
			w.apply(t)
			w.write(t, config("2"))
			w.apply(t)
			expectVault(t, v, a.only(t).Secret, nil)
			if first, second := v.writes[0]["available"], v.writes[1]["available"]; first != true || second != false {
				t.Errorf("available was %v, then %v", first, second)
			}
		})
	}
}

func TestAccWebhookSecret_manyAtOnce(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	a, v := newAPI(t), newVault(t)
	w := newWorkdir(t, a.provider("")+fmt.Sprintf(`
resource "asana_webhook" "many" {
  count          = 8
  resource       = %q
  target         = "%s?n=${count.index}"
  secret_storage = "none"
}

ephemeral "asana_webhook_secret" "many" {
  count   = 8
  webhook = asana_webhook.many[count.index].id
}

resource "vault_kv_secret_v2" "many" {
  count                = 8
  mount                = "secret"
  name                 = asana_webhook.many[count.index].id
  data_json_wo         = jsonencode({ gid = asana_webhook.many[count.index].id, secret = ephemeral.asana_webhook_secret.many[count.index].secret })
  data_json_wo_version = 1
}`, a.project, target), "VAULT_ADDR="+v.url)
	w.apply(t)
	if len(v.writes) != 8 {
		t.Fatalf("%d secrets were written", len(v.writes))
	}
	for _, data := range v.writes {
		gid, _ := data["gid"].(string)
		if hook, ok := a.Webhook(gid); !ok || data["secret"] != hook.Secret {
			t.Errorf("webhook %s got another's secret, or none", gid)
		}
	}
}

// What the documentation says about a receiving side that fails.
func TestAccWebhookSecret_receivingSideFails(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	for name, again := range map[string]bool{"replaced at once": false, "applied again first": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, v := newAPI(t), newVault(t)
			w := newWorkdir(t, a.exampleFile(t, handOff), "VAULT_ADDR="+v.url)
			v.setBroken(true)
			if out := w.run(t, "apply", "-auto-approve"); out.code != 1 {
				t.Errorf("the apply ended with %d", out.code)
			}
			lost := a.only(t)
			v.setBroken(false)
			var want []any
			if again {
				w.apply(t) // without the secret, there is nothing to write but null
				want = append(want, nil)
			}
			w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.tasks")
			hook := a.only(t)
			expectVault(t, v, append(want, hook.Secret)...)
			if hook.GID == lost.GID {
				t.Error("the webhook was not replaced")
			}
			w.must(t, "plan", "-detailed-exitcode")
		})
	}
}

func TestAccWebhookSecret_badGid(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	a := newAPI(t)
	w := newWorkdir(t, a.provider("")+`
ephemeral "asana_webhook_secret" "test" {
  webhook = "mine"
}`)
	out := w.run(t, "plan")
	out.contains(t, `Attribute webhook: "mine" is not a gid`)
	if n := len(a.Requests(asanatest.GetWebhook)); n != 0 || out.code != 1 {
		t.Errorf("%d calls, code %d", n, out.code)
	}
}
