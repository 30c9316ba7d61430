package provider_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// withoutAsana is the environment less everything that configures the provider.
func withoutAsana() []string {
	var env []string
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "ASANA_") {
			env = append(env, name+"=")
		}
	}
	return env
}

func webhookOn(resource string) string {
	return fmt.Sprintf(`
resource "asana_webhook" "test" {
  resource = %q
  target   = %q
}
`, resource, target)
}

func TestAccProvider_noCredentials(t *testing.T) {
	t.Parallel()
	// Without any provider block, Terraform adds a complaint of its own.
	w := newWorkdir(t, `provider "asana" {}`+webhookOn("1"), withoutAsana()...)
	out := w.run(t, "plan")
	out.contains(t, "Error: No Asana credentials", "the argument token of the provider block", "ASANA_ACCESS_TOKEN",
		"oauth = { client_id, client_secret, refresh_token }", "ASANA_CLIENT_ID, ASANA_CLIENT_SECRET and ASANA_REFRESH_TOKEN")
	if n := strings.Count(out.text, "Error:"); out.code != 1 || n != 1 {
		t.Errorf("exit code %d, %d errors:\n%s", out.code, n, out.text)
	}
}

// A line break at the end of a variable is easily had in CI, and not the network's fault.
func TestAccProvider_tokenWithALineBreak(t *testing.T) {
	t.Parallel()
	w := newWorkdir(t, `provider "asana" {}`+webhookOn("1"), append(withoutAsana(), "ASANA_ACCESS_TOKEN=1/2:abc\n")...)
	out := w.run(t, "plan")
	out.contains(t, "Error: Invalid Asana credentials", "The access token has a line break", "The credentials came from the environment variable ASANA_ACCESS_TOKEN.")
	out.keepsQuiet(t, "1/2:abc")
	if out.code != 1 {
		t.Errorf("exit code %d", out.code)
	}
}

func TestAccProvider_fromTheEnvironment(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, webhookOn(a.project), append(withoutAsana(),
		"ASANA_ACCESS_TOKEN="+a.Token(), "ASANA_BASE_URL="+a.url+"/", "ASANA_MAX_RETRIES=1", "ASANA_REQUEST_TIMEOUT=20s", "ASANA_WORKSPACE="+a.workspace)...)
	w.apply(t)
	a.only(t)
	agent := a.Requests()[0].Header.Get("User-Agent")
	if !strings.HasPrefix(agent, "terraform-provider-asana/dev Terraform/1.") {
		t.Errorf("user agent %q", agent)
	}
}

func TestAccProvider_argumentWins(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``), "ASANA_ACCESS_TOKEN=wrong", "ASANA_BASE_URL=https://nowhere.invalid")
	w.apply(t)
	a.only(t)
}

func TestAccProvider_wrongToken(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, webhookOn(a.project), append(withoutAsana(), "ASANA_ACCESS_TOKEN=wrong-one", "ASANA_BASE_URL="+a.url)...)
	out := w.run(t, "apply", "-auto-approve")
	out.contains(t, "Error: Webhook not created", "401 Unauthorized: Not Authorized", "which came from the environment variable ASANA_ACCESS_TOKEN")
	out.keepsQuiet(t, "wrong-one")
}

func TestAccProvider_unreachable(t *testing.T) {
	t.Parallel()
	url := "http://" + closedPort(t) + "/api/1.0"
	w := newWorkdir(t, fmt.Sprintf(`provider "asana" {
  token       = "any"
  base_url    = %q
  max_retries = 0
}
`, url)+webhookOn("1"))
	w.run(t, "apply", "-auto-approve").contains(t, "Error: Webhook not created", url, "connection refused", "base_url")
}

func TestAccProvider_badArguments(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ argument, env, want string }{
		"plain http":       {`base_url = "http://asana.example.com/api"`, "", "would send the access token unencrypted"},
		"plain http env":   {``, "ASANA_BASE_URL=http://asana.example.com/api", "In the environment variable ASANA_BASE_URL:"},
		"relative":         {`base_url = "app.asana.com/api/1.0"`, "", "is not an absolute URL such as https://app.asana.com/api/1.0"},
		"retries":          {`max_retries = -1`, "", "max_retries value must be between 0 and 100"},
		"retries env":      {``, "ASANA_MAX_RETRIES=many", `In the environment variable ASANA_MAX_RETRIES: "many" is not a number of retries`},
		"timeout":          {`request_timeout = "30"`, "", `"30" is not a duration: use a number with a unit`},
		"timeout env":      {``, "ASANA_REQUEST_TIMEOUT=0s", `In the environment variable ASANA_REQUEST_TIMEOUT: "0s" leaves no time`},
		"workspace":        {`workspace = "Example Corp"`, "", `"Example Corp" is not a gid`},
		"workspace env":    {``, "ASANA_WORKSPACE=x", `In the environment variable ASANA_WORKSPACE: "x" is not a gid`},
		"token is nothing": {`token = ""`, "", "No Asana credentials"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := append(withoutAsana(), "ASANA_ACCESS_TOKEN=any")
			if tc.env != "" {
				env = append(env, tc.env)
			}
			w := newWorkdir(t, "provider \"asana\" {\n"+tc.argument+"\n}\n"+webhookOn("1"), env...)
			out := w.run(t, "plan")
			out.contains(t, tc.want)
			if out.code != 1 {
				t.Errorf("exit code %d", out.code)
			}
		})
	}
}

func TestAccProvider_tokenNotKnownYet(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, fmt.Sprintf(`
resource "terraform_data" "token" {
  input = sensitive(%q)
}

provider "asana" {
  token    = terraform_data.token.output
  base_url = %q
}
`, a.Token(), a.url)+webhookOn(a.project))
	w.apply(t)
	a.only(t)
}

// Only credentials and base_url are needed for a call. The rest has defaults.
func TestAccProvider_settingsNotKnownYet(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	w := newWorkdir(t, a.webhook(``))
	w.apply(t)
	later := a.provider(`
  workspace       = terraform_data.later.output.workspace
  max_retries     = terraform_data.later.output.retries
  request_timeout = terraform_data.later.output.timeout`) + a.webhookTo(target, ``) + fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { workspace = %q, retries = 3, timeout = "20s" }
}
data "asana_project" "by_id" {
  id = %q
}
data "asana_webhook" "found" {
  resource = %q
  target   = %q
}
data "asana_project" "by_name" {
  name      = "Launch"
  workspace = %q
}
`, a.workspace, a.project, a.project, target, a.workspace)
	w.write(t, later)
	w.must(t, "plan").contains(t, "Plan: 1 to add, 0 to change, 0 to destroy.")

	// A name needs a workspace, which is not known yet.
	w.write(t, later+`
data "asana_project" "in_default" {
  name = "Launch"
}
`)
	out := w.run(t, "plan")
	out.contains(t, "Error: Workspace not known yet", "with data.asana_project.in_default",
		"Attribute workspace: The provider's workspace depends on something that does not exist yet.", "terraform apply -target=")
	if out.code != 1 || strings.Count(out.text, "Error:") != 1 {
		t.Errorf("exit code %d:\n%s", out.code, out.text)
	}
	w.must(t, "apply", "-auto-approve", "-target=terraform_data.later")
	w.apply(t)
}

// Without credentials no call can be made.
func TestAccProvider_readWithoutAKnownToken(t *testing.T) {
	t.Parallel()
	a := newAPI(t)
	out := newWorkdir(t, fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { token = sensitive(%q), workspace = %q }
}
provider "asana" {
  token     = terraform_data.later.output.token
  workspace = terraform_data.later.output.workspace
  base_url  = %q
}
data "asana_project" "it" {
  id = %q
}
`, a.Token(), a.workspace, a.url, a.project)).run(t, "plan")
	out.contains(t, "Error: Provider argument not known yet", "The provider's argument token is not known yet")
	if out.code != 1 || len(a.Requests()) != 0 {
		t.Errorf("exit code %d, %d calls", out.code, len(a.Requests()))
	}
}
