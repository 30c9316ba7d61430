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

// start is the time at which every world with a standing clock begins.
var start = time.Date(2024, 10, 24, 9, 41, 7, 123456789, time.UTC)

// world is a simulated Asana reached in memory, with a workspace, a project and
// a target that echoes the handshake.
type world struct {
	t         *testing.T
	sim       *asanatest.Server
	http      http.RoundTripper
	base      string
	token     string
	workspace string
	project   string
	target    *target

	contentType string // of requests with a body; none by default
}

// unlimited is the time of targets outside of bubbles, where a busy machine may
// take its time.
const unlimited = 24 * time.Hour

// newWorld makes a world whose clock stands still unless opts has another one.
// Only those in a bubble, which have the bubble's clock, limit the time of targets.
func newWorld(t *testing.T, opts asanatest.Options) *world {
	t.Helper()
	if opts.Now == nil {
		opts.Now = func() time.Time { return start }
		opts.HandshakeTimeout, opts.DeliveryTimeout = unlimited, unlimited
	}
	sim := asanatest.New(opts)
	t.Cleanup(sim.Close)
	network := &asanatest.Transport{}
	network.Mount(apiURL, sim)
	w := &world{t: t, sim: sim, http: network, base: apiURL, token: sim.Token(), target: &target{}}
	w.workspace = sim.AddWorkspace("Acme")
	w.project = sim.AddProject(w.workspace, "Bugs")
	sim.Mount(hookURL, w.target)
	return w
}

// reply is an answer of the API.
type reply struct {
	status int
	header http.Header
	body   string
}

// send makes a request with the world's token and returns its answer or error.
func (w *world) send(ctx context.Context, method, path, body string) (reply, error) {
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	request, err := http.NewRequestWithContext(ctx, method, w.base+path, content)
	if err != nil {
		return reply{}, err
	}
	if w.token != "" {
		request.Header.Set("Authorization", "Bearer "+w.token)
	}
	if w.contentType != "" {
		request.Header.Set("Content-Type", w.contentType)
	}
	response, err := w.http.RoundTrip(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, string(text)}, err
}

// do is send for requests that must be answered.
func (w *world) do(method, path, body string) reply {
	w.t.Helper()
	r, err := w.send(context.Background(), method, path, body)
	if err != nil {
		w.t.Errorf("%s %s: %v", method, path, err)
	}
	return r
}

// creation is the body of a create without filters.
func creation(resource, target string) string {
	return `{"data":{"resource":"` + resource + `","target":"` + target + `"}}`
}

// create makes a webhook on the project and returns its gid.
func (w *world) create(target string) string {
	w.t.Helper()
	r := w.do("POST", "/webhooks", creation(w.project, target))
	if r.status != 201 {
		w.t.Fatalf("create: status %d, body %s", r.status, r.body)
	}
	return r.text("data", "gid")
}

// at walks into the JSON of an answer; a missing member is nil.
func (r reply) at(path ...string) any {
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

func (r reply) text(path ...string) string {
	text, _ := r.at(path...).(string)
	return text
}

// message is the text of the first error.
func (r reply) message() string {
	list, _ := r.at("errors").([]any)
	if len(list) == 0 {
		return ""
	}
	first, _ := list[0].(map[string]any)
	text, _ := first["message"].(string)
	return text
}

// gids lists the gids of a list answer.
func (r reply) gids() []string {
	list, _ := r.at("data").([]any)
	gids := []string{}
	for _, item := range list {
		object, _ := item.(map[string]any)
		gid, _ := object["gid"].(string)
		gids = append(gids, gid)
	}
	return gids
}

// wantError checks status and message of a refusal.
func (r reply) wantError(t *testing.T, status int, message string) {
	t.Helper()
	if r.status != status || r.message() != message {
		t.Errorf("got %d %q, want %d %q", r.status, r.message(), status, message)
	}
}

// received is what a target was sent.
type received struct {
	header http.Header
	uri    string
	body   string
}

// target echoes the handshake and takes deliveries, unless answer says
// otherwise.
type target struct {
	mu       sync.Mutex
	answer   http.HandlerFunc
	received []received
}

func (h *target) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	h.mu.Lock()
	h.received = append(h.received, received{r.Header.Clone(), r.RequestURI, string(body)})
	answer := h.answer
	h.mu.Unlock()
	if answer == nil {
		answer = echo
	}
	answer(w, r)
}

// behave makes the target answer differently from now on.
func (h *target) behave(answer http.HandlerFunc) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = answer
}

// take returns what came since the last time.
func (h *target) take() []received {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.received
	h.received = nil
	return all
}

// echo is how a good target answers.
func echo(w http.ResponseWriter, r *http.Request) {
	if secret := r.Header.Get("X-Hook-Secret"); secret != "" {
		w.Header().Set("X-Hook-Secret", secret)
	}
}

// status answers with a bare status.
func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}
