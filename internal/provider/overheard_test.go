package provider_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// overheard has what all tests of this package saw of messages. When they have
// ended, TestMain looks through it for the secrets of all their simulators, and
// for those that tests made up: there is no test that could forget to.
var overheard transcript

type transcript struct {
	mu      sync.Mutex
	texts   map[string]string // where each was first seen
	apis    []*asanatest.Server
	secrets []string // that are no simulator's
}

// add notes a text, and where it was seen.
func (o *transcript) add(where, text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.texts == nil {
		o.texts = map[string]string{}
	}
	if _, known := o.texts[text]; !known {
		o.texts[text] = where
	}
}

// addAPI notes a simulator, whose secrets are looked for.
func (o *transcript) addAPI(sim *asanatest.Server) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.apis = append(o.apis, sim)
}

// addSecret notes a secret that a test made up, or how all of its secrets begin.
func (o *transcript) addSecret(secret string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if secret != "" && !slices.Contains(o.secrets, secret) {
		o.secrets = append(o.secrets, secret)
	}
}

// leaks says where there are secrets, without showing them.
func (o *transcript) leaks() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	secrets := slices.Clone(o.secrets)
	for _, sim := range o.apis {
		secrets = append(secrets, sim.Secrets()...)
	}
	var without []string
	for _, secret := range secrets {
		without = append(without, secret, "")
	}
	// One pass for all secrets: there are thousands.
	redact := strings.NewReplacer(without...)
	found := map[string]bool{}
	for text, where := range o.texts {
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
func TestTranscript_leaks(t *testing.T) {
	t.Parallel()
	sim := asanatest.New(asanatest.Options{})
	defer sim.Close()
	var o transcript
	o.addAPI(sim)
	o.add("harmless", "nothing of note")
	if leaks := o.leaks(); len(leaks) > 0 {
		t.Errorf("found %q", leaks)
	}
	o.add("telling", "the token is "+sim.Token()+", pass it on")
	o.addSecret("hush")
	o.add("whispering", "it begins with hush")
	if leaks := o.leaks(); !slices.Equal(leaks, []string{"telling", "whispering"}) {
		t.Errorf("found %q", leaks)
	}
}
