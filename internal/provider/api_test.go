package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/contract"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/serve"
)

// receivers is where the simulator reaches the tests' receivers.
const receivers = "https://hooks.example.com"

// target is one of them, which does what it should.
const target = receivers + "/asana"

// unlimited is the time of receivers: a busy machine may take its time.
const unlimited = 24 * time.Hour

// api is a simulated Asana with a project and a receiver, for one test.
type api struct {
	*asanatest.Server
	url       string // the provider's base_url
	cut       func() // ends all connections with clients
	workspace string
	project   string
}

// newAPI starts one. Whatever passes between it and the provider is held
// against Asana's OpenAPI document.
func newAPI(tb testing.TB, edit ...func(*asanatest.Options)) *api {
	tb.Helper()
	opts := asanatest.Options{HandshakeTimeout: unlimited, DeliveryTimeout: unlimited}
	for _, e := range edit {
		e(&opts)
	}
	sim := asanatest.New(opts)
	sim.Mount(receivers, http.HandlerFunc(echo))
	server := httptest.NewServer(contract.Handler(tb, sim))
	tb.Cleanup(server.Close)
	tb.Cleanup(sim.Close)
	recordedMessages.addAPI(sim)
	workspace := sim.AddWorkspace("Example Corp")
	return &api{
		Server: sim, url: server.URL + "/api/1.0", cut: server.CloseClientConnections,
		workspace: workspace, project: sim.AddProject(workspace, "Launch"),
	}
}

// echo is a receiver that completes the handshake and accepts all events.
func echo(w http.ResponseWriter, r *http.Request) {
	if secret := r.Header.Get("X-Hook-Secret"); secret != "" {
		w.Header().Set("X-Hook-Secret", secret)
	}
}

// provider is a provider block for the simulated API.
func (a *api) provider(arguments string) string {
	return fmt.Sprintf(`
provider "asana" {
  token    = %q
  base_url = %q
  %s
}
`, a.Token(), a.url, arguments)
}

// webhook is a configuration with one webhook, asana_webhook.test, on the
// project; arguments are added to it.
func (a *api) webhook(arguments string) string {
	return a.provider("") + a.webhookTo(target, arguments)
}

// webhookTo is the block of a webhook on the project with some target.
func (a *api) webhookTo(target, arguments string) string {
	return fmt.Sprintf(`
resource "asana_webhook" "test" {
  resource = %q
  target   = %q
  %s
}
`, a.project, target, arguments)
}

// only returns the one webhook that exists.
func (a *api) only(t *testing.T) asanatest.Webhook {
	t.Helper()
	webhooks := a.Webhooks()
	if len(webhooks) != 1 {
		t.Fatalf("%d webhooks exist, want 1", len(webhooks))
	}
	return webhooks[0]
}

// newServer returns a provider that is not configured yet.
func newServer() recordingServer {
	return recordingServer{serve.NewServer("test")}
}

// factories serves the provider from the test's own process.
var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"asana": func() (tfprotov6.ProviderServer, error) {
		return newServer(), nil
	},
}
