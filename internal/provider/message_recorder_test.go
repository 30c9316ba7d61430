package provider_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// recordedMessages has all messages that the tests of this package saw. When they have
// ended, TestMain looks through it for the secrets of all their simulators, and
// for those that tests made up: there is no test that could forget to.
var recordedMessages messageRecorder

type messageRecorder struct {
	mu      sync.Mutex
	texts   map[string]string // where each was first seen
	apis    []*asanatest.Server
	secrets []string // that are no simulator's
}

// add notes a text, and where it was seen.
func (r *messageRecorder) add(where, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.texts == nil {
		r.texts = map[string]string{}
	}
	if _, known := r.texts[text]; !known {
		r.texts[text] = where
	}
}

// addAPI notes a simulator, whose secrets are looked for.
func (r *messageRecorder) addAPI(sim *asanatest.Server) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.apis = append(r.apis, sim)
}

// addSecret notes a secret that a test made up, or how all of its secrets begin.
func (r *messageRecorder) addSecret(secret string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if secret != "" && !slices.Contains(r.secrets, secret) {
		r.secrets = append(r.secrets, secret)
	}
}

// leaks says where there are secrets, without showing them.
func (r *messageRecorder) leaks() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	secrets := slices.Clone(r.secrets)
	for _, sim := range r.apis {
		secrets = append(secrets, sim.Secrets()...)
	}
	var without []string
	for _, secret := range secrets {
		without = append(without, secret, "")
	}
	// One pass for all secrets: there are thousands.
	redact := strings.NewReplacer(without...)
	found := map[string]bool{}
	for text, where := range r.texts {
		if redact.Replace(text) != text {
			found[where] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// shows tells whether a command of Terraform's is for showing on its standard
// output what is hidden elsewhere.
func shows(args []string) bool {
	return slices.Contains(args, "-json") || slices.Contains(args, "-raw") || len(args) > 1 && args[1] == "pull"
}

// A leak is found, wherever it is said.
func TestMessageRecorder_leaks(t *testing.T) {
	t.Parallel()
	sim := asanatest.New(asanatest.Options{})
	defer sim.Close()
	var r messageRecorder
	r.addAPI(sim)
	r.add("harmless", "nothing of note")
	if leaks := r.leaks(); len(leaks) > 0 {
		t.Errorf("found %q", leaks)
	}
	r.add("telling", "the token is "+sim.Token()+", pass it on")
	r.addSecret("hush")
	r.add("whispering", "it begins with hush")
	if leaks := r.leaks(); !slices.Equal(leaks, []string{"telling", "whispering"}) {
		t.Errorf("found %q", leaks)
	}
}
