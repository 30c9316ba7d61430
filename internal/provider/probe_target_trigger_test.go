package provider_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/seed-a7d6d6c5/terraform-provider-asana/internal/asanatest"
)

// triggered is the example of an action that a webhook triggers, with a receiver that
// completes only Asana's handshakes.
type triggered struct {
	*api
	*workdir

	mu     sync.Mutex
	paths  []string // of the probes
	probed *probed
}

// newTriggered needs Terraform 1.16, the first version with caller and on_failure.
func newTriggered(t *testing.T, event, onFailure string) *triggered {
	t.Helper()
	needsTerraform(t, "caller and on_failure", 16)
	p := &triggered{api: newAPI(t, func(o *asanatest.Options) { o.AllowLocalTargets = true })}
	p.probed = newProbed(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.UserAgent(), "asanatest/") {
			echo(w, r)
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.paths = append(p.paths, r.URL.Path)
	})
	config := strings.NewReplacer("https://hooks.example.com", p.probed.URL, "after_create", event, "= continue", "= "+onFailure).
		Replace(p.exampleFile(t, "actions/asana_probe_target/action-caller.tf"))
	p.workdir = newWorkdir(t, config)
	return p
}

// probes lists the paths that were probed.
func (p *triggered) probes() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.paths)
}

// changes reports whether the next plan has changes.
func (p *triggered) changes(t *testing.T) bool {
	t.Helper()
	switch out := p.run(t, "plan", "-detailed-exitcode"); out.code {
	case 0:
		return false
	case 2:
		return true
	default:
		t.Fatalf("the plan fails: %s", out.text)
		return false
	}
}

// What the documentation of the action says about a probe after the creation.
func TestAccProbeTarget_afterCreate(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		code    int
		changes bool // of the next plan
	}{
		"halt":     {1, false},
		"taint":    {1, true},
		"continue": {0, false},
	}
	for onFailure, want := range tests {
		t.Run(onFailure, func(t *testing.T) {
			t.Parallel()

			p := newTriggered(t, "after_create", onFailure)
			if out := p.run(t, "apply", "-auto-approve"); out.code != want.code {
				t.Errorf("the apply ends with %d, want %d: %s", out.code, want.code, out.text)
			}
			p.only(t)
			if !slices.Equal(p.probes(), []string{"/asana/tasks"}) {
				t.Errorf("probed %v, want the webhook's target", p.probes())
			}
			if got := p.changes(t); got != want.changes {
				t.Errorf("the next plan has changes: %t", got)
			}
			if len(p.probes()) != 1 {
				t.Error("the plan probed again")
			}
		})
	}
}

// A failing probe before a deletion stops a replacement, but never a destroy.
func TestAccProbeTarget_beforeDestroy(t *testing.T) {
	t.Parallel()

	for onFailure, replaces := range map[string]bool{"halt": false, "taint": false, "continue": true} {
		t.Run(onFailure, func(t *testing.T) {
			t.Parallel()

			p := newTriggered(t, "before_destroy", onFailure)
			p.apply(t)
			old := p.only(t)
			out := p.run(t, "apply", "-auto-approve", "-replace=asana_webhook.tasks")
			if replaced := p.only(t).GID != old.GID; replaced != replaces || (out.code == 0) != replaces {
				t.Errorf("replaced: %t, exit code %d: %s", replaced, out.code, out.text)
			}
			p.must(t, "destroy", "-auto-approve").contains(t, "1 failed")
			if left := p.Webhooks(); len(left) != 0 {
				t.Error("the destroy was stopped")
			}
			if len(p.probes()) != 2 {
				t.Errorf("%d probes, want 2", len(p.probes()))
			}
		})
	}
}

// With another target, the probe before the deletion calls the old one.
func TestAccProbeTarget_beforeDestroyCallsTheOldTarget(t *testing.T) {
	t.Parallel()

	p := newTriggered(t, "before_destroy", "continue")
	p.apply(t)
	config := p.exampleFile(t, "actions/asana_probe_target/action-caller.tf")
	p.write(t, strings.NewReplacer("https://hooks.example.com/asana/tasks", p.probed.URL+"/new", "after_create", "before_destroy").Replace(config))
	p.apply(t)
	if !slices.Equal(p.probes(), []string{"/asana/tasks"}) {
		t.Errorf("probed %v, want the old target", p.probes())
	}
}
