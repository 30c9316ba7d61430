package provider_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
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

// TestAccProvider_oauthSecretsStayOut does the same for what access tokens are
// got with, and for the tokens.
func TestAccProvider_oauthSecretsStayOut(t *testing.T) {
	t.Parallel()
	a := newApp(t, func(o *asanatest.Options) { o.RotateRefreshTokens = true })
	log := filepath.Join(t.TempDir(), "trace.log")
	w := newWorkdir(t, unknownWebhookOn(a.project), a.environment("TF_LOG=TRACE", "TF_LOG_PATH="+log)...) // so that the plan makes no call
	outputs := []output{
		w.must(t, "plan", "-out=saved.plan"), w.must(t, "apply", "saved.plan"), w.must(t, "show"),
		w.run(t, "plan"), // the refresh token is void now
	}
	places := map[string][]byte{}
	for _, file := range []string{log, filepath.Join(w.dir, "terraform.tfstate"), filepath.Join(w.dir, "saved.plan")} {
		for name, content := range readUnpacked(t, file) {
			places[name] = content
		}
	}
	if !bytes.Contains(places[log], []byte("refreshAccessToken")) {
		t.Error("the log lacks the refresh")
	}
	kept := a.only(t).Secret // in the state, as it should be
	secrets := append(slices.DeleteFunc(a.Secrets(), func(s string) bool { return s == kept }), url.QueryEscape(a.refresh))
	if len(secrets) < 5 {
		t.Fatalf("only %d secrets", len(secrets))
	}
	for _, out := range outputs {
		out.keepsQuiet(t, secrets...)
	}
	for name, content := range places {
		for i, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%s has the secret number %d", name, i)
			}
		}
	}
}

// readUnpacked reads a file, and if it is a plan, what is packed in it.
func readUnpacked(t *testing.T, file string) map[string][]byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{file: content}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return all
	}
	for _, member := range archive.File {
		r, err := member.Open()
		if err != nil {
			t.Fatal(err)
		}
		if all[file+"/"+member.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return all
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
