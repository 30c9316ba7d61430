package provider_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestAccWebhook_secretsStayOut runs a life cycle with everything logged, and
// looks for token and secret wherever they do not belong.
func TestAccWebhook_secretsStayOut(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	log := filepath.Join(t.TempDir(), "trace.log")
	w := newWorkdir(t, a.webhook(`filters = [{ resource_type = "task" }]`), "TF_LOG=TRACE", "TF_LOG_PATH="+log)
	outputs := []output{w.must(t, "plan", "-out=saved.plan"), w.must(t, "apply", "saved.plan")}
	hook := a.only(t)
	outputs = append(outputs, w.must(t, "plan", "-detailed-exitcode"), w.must(t, "show"))
	w.write(t, a.webhook(`filters = [{ resource_type = "story" }]`))
	outputs = append(outputs, w.must(t, "plan"), w.apply(t))

	if got := stateAttribute(t, w, "secret"); got != hook.Secret {
		t.Error("the secret in the state is not the one that the API gave")
	}
	a.Rename(a.project, "Drifted")
	outputs = append(outputs, w.must(t, "plan"))
	a.DeleteWebhook(hook.GID)
	outputs = append(outputs, w.must(t, "plan"), w.apply(t))
	second := a.only(t)
	outputs = append(outputs, w.must(t, "destroy", "-auto-approve"))

	for _, out := range outputs {
		out.keepsQuiet(t, hook.Secret, second.Secret, a.Token())
	}
	logged, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(logged, []byte("Asana answered")) {
		t.Error("the log lacks the client's own lines")
	}
	for name, secret := range map[string]string{"secret": hook.Secret, "second secret": second.Secret, "token": a.Token()} {
		if bytes.Contains(logged, []byte(secret)) {
			t.Errorf("the log shows the %s", name)
		}
	}
}

// stateAttribute reads an attribute of asana_webhook.test from the state file.
func stateAttribute(t *testing.T, w *workdir, name string) any {
	t.Helper()
	webhooks := w.state(t)
	if len(webhooks) == 0 {
		t.Fatal("no webhook in the state")
	}
	return webhooks[0][name]
}
