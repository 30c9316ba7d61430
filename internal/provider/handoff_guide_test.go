package provider_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// managers is the configuration of the guide: the webhook of one example, and every
// secrets manager that the guide lists.
func (a *api) managers(t *testing.T, webhook string) string {
	t.Helper()
	before, _, _ := strings.Cut(a.exampleFile(t, webhook), "# Written after")
	before, _, _ = strings.Cut(before, "# Vault gets")
	return before + strings.NewReplacer(
		"aws_secretsmanager_secret.webhook.id", `"asana-webhook"`,
		"google_secret_manager_secret.webhook.id", `"asana-webhook"`,
		"azurerm_key_vault.receiver.id", `"receiver"`,
	).Replace(example(t, "guides/keeping-the-secret-out-of-the-state/managers.tf"))
}

// expectEach compares what each secrets manager was given with what it should have been.
func expectEach(t *testing.T, v *vault, want ...string) {
	t.Helper()
	got := v.secretsOf()
	for _, m := range secretsManagers {
		if !slices.Equal(got[m.typeName], want) {
			t.Errorf("%s was written to %d times, want %d, or has other secrets", m.typeName, len(got[m.typeName]), len(want))
		}
	}
}

// Every expression of the guide plans in later runs, and writes each secret once.
func TestAccGuide_secretsManagers(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	a, v := newAPI(t), newVault(t)
	config := a.managers(t, handOff)
	w := newWorkdir(t, config, "VAULT_ADDR="+v.url)
	w.apply(t)
	first := a.only(t).Secret
	expectEach(t, v, first)
	w.must(t, "plan", "-detailed-exitcode")

	w.write(t, strings.Replace(config, "  secret_storage", "  filters = [{ resource_type = \"task\" }]\n  secret_storage", 1))
	w.apply(t)
	expectEach(t, v, first)

	w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.tasks")
	expectEach(t, v, first, a.only(t).Secret)
	w.must(t, "plan", "-detailed-exitcode")
	if found := filesWith(t, w.dir, first); len(found) != 0 {
		t.Errorf("the secret is in %v", found)
	}
}

// An imported webhook has neither a secret nor a digest: the expressions still plan.
func TestAccGuide_secretsManagers_imported(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	a, v := newAPI(t), newVault(t)
	gid := a.AddWebhook(asanatest.Webhook{Resource: a.project, Target: target + "/tasks"})
	w := newWorkdir(t, a.managers(t, handOff), "VAULT_ADDR="+v.url)
	w.must(t, "import", "asana_webhook.tasks", gid)
	w.apply(t)
	expectEach(t, v, "unknown in this run")
	w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.tasks")
	expectEach(t, v, "unknown in this run", a.only(t).Secret)
}

// Without coalesce, the second plan fails.
func TestAccGuide_secretsManagers_needTheWholeExpression(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	a, v := newAPI(t), newVault(t)
	const whole, part = `coalesce(ephemeral.asana_webhook_secret.tasks.secret, "unknown in this run")`, "ephemeral.asana_webhook_secret.tasks.secret"
	w := newWorkdir(t, strings.ReplaceAll(a.managers(t, handOff), whole, part), "VAULT_ADDR="+v.url)
	w.apply(t)
	out := w.run(t, "plan")
	if out.code == 0 {
		t.Error("the plan succeeds")
	}
	for _, m := range secretsManagers {
		if !m.isMap { // a map with null in it is not null
			out.contains(t, m.typeName+".webhook", "all of `"+m.value+","+m.version+"` must be specified")
		}
	}
}

// While the secret is rotated without a gap, the old webhook is deleted only when every
// secrets manager has the new secret, and none has destroyed the old one.
func TestAccGuide_secretsManagers_withoutAGap(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	const google, policy = "google_secret_manager_secret_version", `deletion_policy = "ABANDON" # keeps the previous version: see below`
	for name, keeps := range map[string]bool{"as in the guide": true, "without a deletion policy": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			a, v := newAPI(t), newVault(t)
			config := a.managers(t, "guides/rotating-the-secret/main.tf")
			if !keeps {
				skipReplacementBug(t)
				config = strings.Replace(config, policy, "", 1)
			}
			w := newWorkdir(t, config, "VAULT_ADDR="+v.url)
			w.apply(t)
			old := a.only(t).Secret

			deletion := a.Hold(asanatest.DeleteWebhook)
			var atDeletion map[string][]string
			go func() {
				select {
				case <-deletion.Arrived():
					atDeletion = v.secretsOf()
					deletion.Release()
				case <-t.Context().Done():
				}
			}()
			w.must(t, "apply", "-auto-approve", "-var=rotation=2")
			current := a.only(t).Secret
			for _, m := range secretsManagers {
				if !slices.Contains(atDeletion[m.typeName], current) {
					t.Errorf("%s did not have the new secret when the old webhook was deleted", m.typeName)
				}
				got, want := v.secretsOf()[m.typeName], []string{old, current}
				if m.typeName == google && !keeps {
					want = append(want, destroyed)
					slices.Sort(got) // when the old one is destroyed depends on the engine
					slices.Sort(want)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s was written to %d times, want %d, or has other secrets", m.typeName, len(got), len(want))
				}
			}
		})
	}
}

// skipReplacementBug skips a test on Terraform 1.16.0-rc2, which does not destroy a
// resource that it replaces if one that it depends on is created before it is destroyed.
func skipReplacementBug(t *testing.T) {
	t.Helper()
	release, err := engineVersion()
	if err != nil {
		t.Fatal(err)
	}
	if !release.tofu && release.minor == 16 {
		t.Skip("Terraform 1.16.0-rc2 does not destroy what it replaces")
	}
}

// What the guide says of the store block of terraform_data.
func TestAccGuide_store(t *testing.T) {
	t.Parallel()
	needsTerraform(t, "store blocks", 16)
	const version = "    version   = asana_webhook.tasks.secret_sha256 # without it, the next apply stores null\n"
	const sensitive = "    sensitive = true                              # without it, plans and outputs show the secret\n"
	store := func(t *testing.T, a *api, without string) *workdir {
		t.Helper()
		text := example(t, "guides/keeping-the-secret-out-of-the-state/store.tf")
		if !strings.Contains(text, version) || !strings.Contains(text, sensitive) {
			t.Fatal("the guide's file is another one")
		}
		text = strings.Replace(text, without, "", 1)
		if without == sensitive {
			text = strings.NewReplacer(".sensitive_output", ".output", "  sensitive   = true\n", "").Replace(text)
		}
		webhook, _, _ := strings.Cut(a.exampleFile(t, handOff), "# Vault gets")
		return newWorkdir(t, webhook+text)
	}

	t.Run("keeps the secret in the state", func(t *testing.T) {
		t.Parallel()
		a := newAPI(t)
		w := store(t, a, "")
		w.apply(t).contains(t, "webhook_secret = <sensitive>")
		w.must(t, "plan", "-detailed-exitcode")
		secret := a.only(t).Secret
		if found := filesWith(t, w.dir, secret); !slices.Contains(found, "terraform.tfstate") {
			t.Errorf("the secret is in %v", found)
		}
		w.must(t, "apply", "-auto-approve", "-replace=asana_webhook.tasks")
		if out := w.must(t, "output", "-raw", "webhook_secret"); out.text != a.only(t).Secret {
			t.Error("the output is not the new secret")
		}
	})

	t.Run("needs a version", func(t *testing.T) {
		t.Parallel()
		a := newAPI(t)
		w := store(t, a, version)
		w.apply(t)
		w.apply(t)
		if found := filesWith(t, w.dir, a.only(t).Secret); slices.Contains(found, "terraform.tfstate") {
			t.Error("the secret is still in the state")
		}
	})

	t.Run("needs sensitive", func(t *testing.T) {
		t.Parallel()
		a := newAPI(t)
		w := store(t, a, sensitive)
		// Not with w.run, which has every output searched for secrets.
		out, err := w.command(t, "apply", "-auto-approve", "-no-color").CombinedOutput()
		if err != nil || !strings.Contains(string(out), a.only(t).Secret) {
			t.Errorf("the apply does not show the secret, and ends with %v", err)
		}
	})
}

// The test file of the guide tests the example of the ephemeral resource.
func TestAccGuide_testingTheHandOff(t *testing.T) {
	t.Parallel()
	needsWriteOnly(t)
	w := newWorkdir(t, example(t, handOff), withoutAsana()...)
	if err := os.Mkdir(filepath.Join(w.dir, "tests"), 0o700); err != nil {
		t.Fatal(err)
	}
	w.writeFile(t, "tests/handoff.tftest.hcl", example(t, "guides/testing-a-module/handoff.tftest.hcl"))
	w.must(t, "test").contains(t, "Success! 1 passed, 0 failed.")
}
