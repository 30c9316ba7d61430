package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// app is an OAuth app that the simulated Asana's user has authorized.
type app struct {
	*api
	id, secret, refresh string
}

func newApp(t *testing.T, edit ...func(*asanatest.Options)) *app {
	t.Helper()
	a := &app{api: newAPI(t, edit...)}
	a.id, a.secret, a.refresh = a.AddOAuthApp(a.Me(), "terraform")
	return a
}

// block is a provider block with the argument oauth; more goes into the block.
func (a *app) block(more string) string {
	return fmt.Sprintf(`
provider "asana" {
  base_url = %q
  oauth = {
    client_id     = %q
    client_secret = %q
    refresh_token = %q
  }
  %s
}
`, a.url, a.id, a.secret, a.refresh, more)
}

// environment has the app's credentials and the address in variables.
func (a *app) environment(more ...string) []string {
	return append(append(withoutAsana(), "ASANA_BASE_URL="+a.url, "ASANA_CLIENT_ID="+a.id,
		"ASANA_CLIENT_SECRET="+a.secret, "ASANA_REFRESH_TOKEN="+a.refresh), more...)
}

// refreshes expects a number of calls of the token endpoint since the last time.
func (a *app) refreshes(t *testing.T, want int) {
	t.Helper()
	if n := len(a.Requests(asanatest.RefreshAccessToken)); n != want {
		t.Errorf("%d refreshes, want %d", n, want)
	}
	a.ResetRequests()
}

func TestAccProvider_oauthArgument(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	config := a.block("") + webhookOn(a.project)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate)},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"secret", "secret_sha256"},
			},
		},
	})
	for _, r := range a.Requests(asanatest.CreateWebhook, asanatest.GetWebhook, asanatest.DeleteWebhook) {
		if r.App != "terraform" || r.User != a.Me() {
			t.Errorf("%s as user %q through app %q", r.Op, r.User, r.App)
		}
	}
}

func TestAccProvider_oauthFromTheEnvironment(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	w := newWorkdir(t, webhookOn(a.project), a.environment()...)
	w.apply(t)
	if hook := a.only(t); hook.App != "terraform" {
		t.Errorf("made through the app %q", hook.App)
	}
	w.must(t, "plan", "-detailed-exitcode")
}

func TestAccProvider_oauthArgumentWinsMemberByMember(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	w := newWorkdir(t, fmt.Sprintf(`
provider "asana" {
  oauth = { client_secret = %q }
}
`, a.secret)+webhookOn(a.project), a.environment("ASANA_CLIENT_SECRET=wrong", "ASANA_ACCESS_TOKEN=wrong")...)
	w.apply(t)
	a.only(t)
}

func TestAccProvider_tokenWinsOverOAuthVariables(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	w := newWorkdir(t, a.webhook(``), a.environment("ASANA_ACCESS_TOKEN=wrong")...)
	w.apply(t)
	a.only(t)
	a.refreshes(t, 0)
}

func TestAccProvider_restOfOAuthVariablesDoesNoHarm(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	w := newWorkdir(t, webhookOn(a.project), append(withoutAsana(),
		"ASANA_BASE_URL="+a.url, "ASANA_ACCESS_TOKEN="+a.Token(), "ASANA_CLIENT_ID=of-something-else")...)
	w.apply(t)
	a.only(t)
}

func TestAccWebhook_manyWebhooksOneRefresh(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	w := newWorkdir(t, a.block("")+fmt.Sprintf(`
resource "asana_webhook" "test" {
  count    = 20
  resource = %q
  target   = "%s?number=${count.index}"
}
`, a.project, target))
	w.apply(t)
	if n := len(a.Webhooks()); n != 20 {
		t.Errorf("%d webhooks", n)
	}
	a.refreshes(t, 2) // one for the plan and one for the apply
	w.must(t, "plan", "-detailed-exitcode")
	a.refreshes(t, 1)
}

func TestAccWebhook_accessTokenExpiresInMidRun(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	// The first handshake takes an hour by Asana's clock.
	a.Mount(receivers, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/first") && r.Header.Get("X-Hook-Secret") != "" {
			a.Advance(time.Hour)
		}
		echo(w, r)
	}))
	w := newWorkdir(t, a.block("max_retries = 0")+fmt.Sprintf(`
resource "asana_webhook" "first" {
  resource = %[1]q
  target   = "%[2]s/first"
}

resource "asana_webhook" "second" {
  resource   = %[1]q
  target     = "%[2]s/second"
  depends_on = [asana_webhook.first]
}
`, a.project, target))
	w.apply(t)
	if n := len(a.Webhooks()); n != 2 {
		t.Errorf("%d webhooks, want 2", n)
	}
	if !slices.ContainsFunc(a.Requests(), func(r asanatest.Request) bool { return r.Status == http.StatusUnauthorized }) {
		t.Error("no access token expired")
	}
	a.refreshes(t, 3) // for the plan, the apply, and once more in the apply
}

func TestAccProvider_oauthRefreshTokenReplaced(t *testing.T) {
	t.Parallel()
	a := newApp(t, func(o *asanatest.Options) { o.RotateRefreshTokens = true })
	log := filepath.Join(t.TempDir(), "warn.log")
	// A plan that makes a call would use up the refresh token.
	w := newWorkdir(t, a.block("")+unknownWebhookOn(a.project)+strings.Replace(strings.Replace(unknownWebhook, "test", "other", 1), target, target+"/other", 1),
		"TF_LOG=WARN", "TF_LOG_PATH="+log)
	out := w.apply(t)
	out.contains(t, "Warning: OAuth refresh token replaced", "The old one, which came from the provider's argument oauth.refresh_token")
	if n := strings.Count(out.text, "OAuth refresh token replaced"); n != 1 {
		t.Errorf("%d warnings", n)
	}
	logged, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(logged, []byte("Asana replaced the OAuth refresh token")) {
		t.Error("the log lacks the warning")
	}
	w.run(t, "plan").contains(t, "Error: Webhook not read", "invalid_grant")
}

func TestAccProvider_oauthNotKnownYet(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	w := newWorkdir(t, fmt.Sprintf(`
resource "terraform_data" "vault" {
  input = sensitive(%q)
}
`, a.refresh)+strings.Replace(a.block(""), fmt.Sprintf("%q", a.refresh), "terraform_data.vault.output", 1)+webhookOn(a.project))
	w.apply(t)
	a.only(t)
}

// The example in the documentation, but for the client id, which is not ours.
func TestAccProvider_oauthExample(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	example, err := os.ReadFile("../../examples/provider-oauth/provider.tf")
	if err != nil {
		t.Fatal(err)
	}
	config := strings.Replace(string(example), `"1208000000000003"`, fmt.Sprintf("%q", a.id), 1)
	w := newWorkdir(t, config+webhookOn(a.project), append(withoutAsana(), "ASANA_BASE_URL="+a.url,
		"TF_VAR_asana_client_secret="+a.secret, "TF_VAR_asana_refresh_token="+a.refresh)...)
	w.apply(t)
	a.only(t)
}

// unknownWebhook is a webhook on a project that is not known while it is planned, so
// that the plan makes no call; unknownWebhookOn adds the project.
const unknownWebhook = `
resource "asana_webhook" "test" {
  resource = terraform_data.project.output
  target   = "` + target + `"
}
`

func unknownWebhookOn(project string) string {
	return fmt.Sprintf("resource \"terraform_data\" \"project\" {\n  input = %q\n}\n", project) + unknownWebhook
}
