package provider

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
)

// moveSource is a resource of another provider with which people register
// webhooks where there is no resource for them. Members name attributes of its
// state; a dot leads into an object.
type moveSource struct {
	provider  string // namespace and type of its provider's address
	typeName  string
	id        string   // holds the gid, alone or at the end of a path; may be none
	endpoints []string // where it sends the request
	request   string   // what it sends
	responses []string // what came back, the latest first
}

// moveSources are written down from the four providers' own schemas, as they
// were in 2026 and in the versions before.
var moveSources = []moveSource{
	{
		provider: "mastercard/restapi", typeName: "restapi_object",
		id: "id", endpoints: []string{"create_path", "path"}, request: "data",
		// Only the first of them has the secret when it was the answer to
		// the creation, too.
		responses: []string{"api_response", "create_response"},
	},
	{
		provider: "magodo/restful", typeName: "restful_operation",
		id: "id", endpoints: []string{"path"}, request: "body",
		responses: []string{"output", "sensitive_output"},
	},
	{
		provider: "devops-rob/terracurl", typeName: "terracurl_request",
		endpoints: []string{"url"}, request: "request_body",
		responses: []string{"response"},
	},
	{
		provider: "hookdeck/hookdeck", typeName: "hookdeck_webhook_registration",
		endpoints: []string{"register.request.url"}, request: "register.request.body",
		responses: []string{"register.response"},
	},
}

// moveSourceFor finds the one that a state comes from. The host of the
// registry does not count: every engine has its own.
func moveSourceFor(providerAddress, typeName string) (moveSource, bool) {
	for _, w := range moveSources {
		if w.typeName == typeName && strings.HasSuffix(strings.ToLower(providerAddress), "/"+w.provider) {
			return w, true
		}
	}
	return moveSource{}, false
}

// movableTypes names the types that moveSourceFor finds, each with its provider.
func movableTypes() string {
	var types []string
	for _, w := range moveSources {
		types = append(types, fmt.Sprintf("%s (%s)", w.typeName, w.provider))
	}
	slices.Sort(types)
	return strings.Join(types, ", ")
}

// Why the state of a source can't become that of a webhook.
var (
	errNoState      = errors.New("its state is not an object")
	errOtherObject  = errors.New("what Asana answered is not a webhook")
	errNotAWebhook  = errors.New("it did not register an Asana webhook: its URL does not end in /webhooks, and the answer in its state is not a webhook")
	errNoGID        = errors.New("its state lacks the webhook's gid")
	errNoProperties = errors.New("its state does not have the webhook's resource and target")
)

// registered is what the state of a source has of a webhook.
type registered struct {
	asana.Webhook
	secret asana.Secret // empty if it is not there, or may be another webhook's
}

// read makes out the webhook in a state. The gid is filled in whenever it is
// there, even beside an error.
func (w moveSource) read(state []byte) (registered, error) {
	var attributes map[string]any
	if json.Unmarshal(state, &attributes) != nil || attributes == nil {
		return registered{}, errNoState
	}
	var answers []sourceBody
	for _, name := range w.responses {
		answers = append(answers, sourceBodyFrom(lookUp(attributes, name)))
	}
	isWebhook := w.calledWebhooks(attributes)
	for _, a := range answers {
		if a.kind != "" && a.kind != "webhook" {
			return registered{}, errOtherObject
		}
		isWebhook = isWebhook || a.kind == "webhook"
	}
	if !isWebhook {
		return registered{}, errNotAWebhook
	}
	r := registered{Webhook: latest(answers)}
	if r.GID = cmp.Or(r.GID, gidAtEnd(lookUp(attributes, w.id))); r.GID == "" {
		return r, errNoGID
	}
	r.complete(sourceBodyFrom(lookUp(attributes, w.request)))
	if asana.CheckGID(r.Resource.GID) != nil || r.Target == "" {
		return r, errNoProperties
	}
	r.secret = secretOf(r.GID, answers)
	return r, nil
}

// complete takes from the request what the answer left out.
func (r *registered) complete(sent sourceBody) {
	r.Resource.GID = cmp.Or(r.Resource.GID, sent.sent, sent.webhook.Resource.GID)
	r.Target = cmp.Or(r.Target, sent.webhook.Target)
	if r.Filters == nil {
		r.Filters = sent.webhook.Filters
	}
}

// calledWebhooks reports whether the request went to …/webhooks.
func (w moveSource) calledWebhooks(attributes map[string]any) bool {
	for _, name := range w.endpoints {
		endpoint, _ := lookUp(attributes, name).(string)
		endpoint, _, _ = strings.Cut(endpoint, "?")
		if path.Base(endpoint) == "webhooks" {
			return true
		}
	}
	return false
}

// gidEnd is compiled when a state is moved: most runs of the provider move none.
var gidEnd = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(^|/webhooks/)(\d+)$`)
})

// gidAtEnd reads an id that is a gid, or a path that ends with one.
func gidAtEnd(id any) string {
	s, _ := id.(string)
	if m := gidEnd().FindStringSubmatch(s); m != nil {
		return m[2]
	}
	return ""
}

// lookUp returns the attribute with a dotted name, or nil.
func lookUp(attributes map[string]any, name string) any {
	first, rest, nested := strings.Cut(name, ".")
	value := attributes[first]
	if !nested {
		return value
	}
	inner, _ := value.(map[string]any)
	return lookUp(inner, rest)
}
