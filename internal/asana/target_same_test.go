package asana_test

import (
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asana"
	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

func TestSameTarget(t *testing.T) {
	t.Parallel()
	for _, same := range [][]string{
		{"https://hooks.example.com", "https://hooks.example.com/", "HTTPS://Hooks.Example.COM", "https://hooks.example.com:443/", "https://hooks.example.com."},
		{"http://hooks.example.com:80/a", "http://hooks.example.com/a", "http://hooks.example.com/a/", "http://hooks.example.com/%61", "http://hooks.example.com/%61/"},
		{"https://h.example.com/a?b=c%7e", "https://h.example.com/a/?b=c~", "https://h.example.com/a?%62=c%7E"},
		{"https://h.example.com/%2f", "https://h.example.com/%2F"},
		{"https://[2001:db8::1]/", "https://[2001:DB8::1]:443"},
		{"not a URL", "not a URL"},
	} {
		for _, a := range same {
			for _, b := range same {
				if !asana.SameTarget(a, b) {
					t.Errorf("%q and %q are the same", a, b)
				}
			}
		}
	}
	different := []string{
		"https://h.example.com/a", "http://h.example.com/a", "https://h.example.com:8443/a", "https://h.example.com/A", "https://h.example.com/a/b",
		"https://h.example.com/a?b", "https://h.example.com/a?B", "https://h.example.com/a?b=", "https://h.example.com/a%2Fb", "https://h.example.org/a",
		"https://h.example.com/a?b&c", "https://h.example.com/a?c&b", "https://user@h.example.com/a", "https://h.example.com/a#b", "h.example.com/a", "%", "",
		"https://g.example.com:8443/a", "https://g.example.com/a?b", "https://g.example.com/a#b", "https://h.example.com/a#c", "https://h.example.com/a?b%", "https://h.example.com/a?b%2",
	}
	for i, a := range different {
		for _, b := range different[i+1:] {
			if asana.SameTarget(a, b) {
				t.Errorf("%q and %q differ", a, b)
			}
		}
	}
}

func FuzzSameTarget(f *testing.F) {
	f.Add("https://hooks.example.com/a?b=c", "https://HOOKS.example.com:443/%61/?b=c")
	f.Add("https://h/%", "http://[::1")
	f.Fuzz(func(t *testing.T, a, b string) {
		if !asana.SameTarget(a, a) || asana.SameTarget(a, b) != asana.SameTarget(b, a) {
			t.Errorf("%q, %q", a, b)
		}
	})
}

// Two webhooks may differ only in the spelling of their targets.
func TestFindWebhook_spelling(t *testing.T) {
	t.Parallel()
	sim, c := newSimulatedClient(t, asanatest.Options{}, 0)
	workspace := sim.AddWorkspace("W")
	project := sim.AddProject(workspace, "P")
	add := func(target string) string {
		return sim.AddWebhook(asanatest.Webhook{Resource: project, Target: target})
	}
	respelled, exact := add("https://hooks.example.com/a/"), add("https://hooks.example.com/a")
	for target, want := range map[string]string{
		"https://hooks.example.com/a":  exact,
		"https://hooks.example.com/a/": respelled,
		"https://HOOKS.example.com/a":  respelled,
	} {
		found, err := c.FindWebhook(t.Context(), asana.WebhookQuery{Workspace: workspace, Resource: project, Target: target})
		if err != nil || found.GID != want {
			t.Errorf("%s: got %v, %v, want %s", target, found, err, want)
		}
	}
}
