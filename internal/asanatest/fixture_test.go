package asanatest_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

const (
	apiURL  = "https://app.asana.com/api/1.0"
	hookURL = "https://hooks.example.com"
)

// start is the time at which every fixture with a stopped clock begins.
var start = time.Date(2024, 10, 24, 9, 41, 7, 123456789, time.UTC)

// fixture is a simulated Asana reached in memory, with a workspace, a project and
// a target that echoes the handshake.
type fixture struct {
	t         *testing.T
	sim       *asanatest.Server
	http      http.RoundTripper
	base      string
	token     string
	workspace string
	project   string
	target    *fakeTarget

	contentType string // of requests with a body; none by default
}

// noTimeout is the time of targets outside of bubbles, where a busy machine may
// take its time.
const noTimeout = 24 * time.Hour

// newFixture returns a fixture whose clock stands still unless opts has another
// one. Only those in a bubble, which have the bubble's clock, limit the time of
// targets.
func newFixture(t *testing.T, opts asanatest.Options) *fixture {
	t.Helper()
	if opts.Now == nil {
		opts.Now = func() time.Time { return start }
		opts.HandshakeTimeout, opts.DeliveryTimeout = noTimeout, noTimeout
	}
	sim := asanatest.New(opts)
	t.Cleanup(sim.Close)
	network := &asanatest.Transport{}
	network.Mount(apiURL, sim)
	f := &fixture{t: t, sim: sim, http: network, base: apiURL, token: sim.Token(), target: &fakeTarget{}}
	f.workspace = sim.AddWorkspace("Acme")
	f.project = sim.AddProject(f.workspace, "Bugs")
	sim.Mount(hookURL, f.target)
	return f
}

// apiResponse is an answer of the API.
type apiResponse struct {
	status int
	header http.Header
	body   string
}

// send makes a request with the token of the fixture and returns its answer or
// error.
func (f *fixture) send(ctx context.Context, method, path, body string) (apiResponse, error) {
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	request, err := http.NewRequestWithContext(ctx, method, f.base+path, content)
	if err != nil {
		return apiResponse{}, err
	}
	if f.token != "" {
		request.Header.Set("Authorization", "Bearer "+f.token)
	}
	if f.contentType != "" {
		request.Header.Set("Content-Type", f.contentType)
	}
	response, err := f.http.RoundTrip(request)
	if err != nil {
		return apiResponse{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return apiResponse{response.StatusCode, response.Header, string(text)}, err
}

// do is send for requests that must be answered.
func (f *fixture) do(method, path, body string) apiResponse {
	f.t.Helper()
	r, err := f.send(context.Background(), method, path, body)
	if err != nil {
		f.t.Errorf("%s %s: %v", method, path, err)
	}
	return r
}

// createBody is the body of a create without filters.
func createBody(resource, target string) string {
	return `{"data":{"resource":"` + resource + `","target":"` + target + `"}}`
}

// create makes a webhook on the project and returns its gid.
func (f *fixture) create(target string) string {
	f.t.Helper()
	r := f.do("POST", "/webhooks", createBody(f.project, target))
	if r.status != 201 {
		f.t.Fatalf("create: status %d, body %s", r.status, r.body)
	}
	return r.text("data", "gid")
}

// member walks into the JSON of an answer; a missing member is nil.
func (r apiResponse) member(path ...string) any {
	var value any
	if json.Unmarshal([]byte(r.body), &value) != nil {
		return nil
	}
	for _, name := range path {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

func (r apiResponse) text(path ...string) string {
	text, _ := r.member(path...).(string)
	return text
}

// message is the text of the first error.
func (r apiResponse) message() string {
	list, _ := r.member("errors").([]any)
	if len(list) == 0 {
		return ""
	}
	first, _ := list[0].(map[string]any)
	text, _ := first["message"].(string)
	return text
}

// gids lists the gids of a list answer.
func (r apiResponse) gids() []string {
	list, _ := r.member("data").([]any)
	gids := []string{}
	for _, item := range list {
		object, _ := item.(map[string]any)
		gid, _ := object["gid"].(string)
		gids = append(gids, gid)
	}
	return gids
}

// wantError checks status and message of a refusal.
func (r apiResponse) wantError(t *testing.T, status int, message string) {
	t.Helper()
	if r.status != status || r.message() != message {
		t.Errorf("got %d %q, want %d %q", r.status, r.message(), status, message)
	}
}

// receivedRequest is what a target was sent.
type receivedRequest struct {
	header http.Header
	uri    string
	body   string
}

// fakeTarget echoes the handshake and takes deliveries, unless answer says
// otherwise.
type fakeTarget struct {
	mu       sync.Mutex
	handler  http.HandlerFunc
	received []receivedRequest
}

func (h *fakeTarget) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	h.mu.Lock()
	h.received = append(h.received, receivedRequest{r.Header.Clone(), r.RequestURI, string(body)})
	answer := h.handler
	h.mu.Unlock()
	if answer == nil {
		answer = echoSecret
	}
	answer(w, r)
}

// setHandler makes the target answer differently from now on.
func (h *fakeTarget) setHandler(answer http.HandlerFunc) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.handler = answer
}

// takeReceived returns what came since the last time.
func (h *fakeTarget) takeReceived() []receivedRequest {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.received
	h.received = nil
	return all
}

// echoSecret is how a good target answers.
func echoSecret(w http.ResponseWriter, r *http.Request) {
	if secret := r.Header.Get("X-Hook-Secret"); secret != "" {
		w.Header().Set("X-Hook-Secret", secret)
	}
}

// statusHandler answers with a bare statusHandler.
func statusHandler(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}
